"""Stories of `/pm` and the home page: my day, undo, help."""

from __future__ import annotations

from datetime import timedelta

from tests.world import World


def test_my_day_is_what_is_late_due_today_and_due_soon_of_all_projects(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Mobile app")
    web.late(web.ana, "#web", "/task add Late due yesterday @ben")
    for line in ("Today due today @ben", "Later due 18 dec @ben"):
        web.ana.types("#web", f"/task add {line}")
    web.ana.types("#mobile", "/task add Soon due friday @ben")
    for line in ("/pm my", "/pm"):
        told = web.ben.types("#general", line).text
        assert all(title in told for title in ("Late", "Today", "Soon"))
        assert "Later" not in told.replace("later", "")
        assert "and 1 more, due later" in told


def test_nothing_of_mine_is_said_in_one_sentence(web_once: World) -> None:
    assert "Nothing of yours is late" in web_once.ben.types("#web", "/pm").text


def test_undo_takes_back_one_step_after_the_other(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ana.types("#web", "/task due WEB-1 friday")
    web.ana.types("#web", "/task done WEB-1")
    assert "finished WEB-1" in web.ana.types("#web", "/pm undo").text
    assert "to do" in web.ana.types("#web", "/task show WEB-1").text
    assert "moved WEB-1" in web.ana.types("#web", "/pm undo").text
    assert "no due date" in web.ana.types("#web", "/task show WEB-1").text
    assert "added WEB-1" in web.ana.types("#web", "/pm undo").text
    assert "I cannot find WEB-1" in web.ana.types("#web", "/task show WEB-1").text


def test_undo_takes_no_words(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    told = web_once.ana.types("#web", "/pm undo WEB-7").text
    assert "I do not understand “WEB-7”: undo takes no words." in told
    assert "Fix login" in web_once.ana.types("#web", "/task show WEB-1").text


def test_undo_is_of_my_own_steps(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "nothing of yours" in web.ben.types("#web", "/pm undo").text


def test_undo_stops_where_somebody_else_has_changed_the_same(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    told = web.ana.types("#web", "/task due WEB-1 friday")
    web.ben.types("#web", "/task due WEB-1 monday")
    refused = web.ana.presses(told, "Undo").text
    assert "ben has changed the due" in refused
    assert "Nothing was changed" in refused
    assert "Mon 30 Nov" in web.ana.types("#web", "/task show WEB-1").text


def test_undo_is_possible_for_a_week(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.clock.now += timedelta(days=8)
    assert "nothing of yours" in web.ana.types("#web", "/pm undo").text


def test_help_lists_every_command(web_once: World) -> None:
    told = web_once.ana.types("#web", "/pm help").text
    for name in ("/task", "/milestone", "/risk", "/project", "/program", "/pm"):
        assert name in told


def test_an_unknown_verb_names_the_nearest(web_once: World) -> None:
    assert "/pm undo" in web_once.ana.types("#web", "/pm undoo").text


def test_the_home_page_has_my_day_and_my_projects(web: World) -> None:
    web.ana.types("#web", "/task add Fix login due today @ana")
    home = web.ana.home()
    assert home is not None
    assert "Fix login" in home.text
    assert "WEB Website relaunch" in home.text
    other = web.dev.home()
    assert other is not None
    assert "Website" not in other.text


def test_the_home_page_is_there_before_anything_else(town: World) -> None:
    home = town.emi.home()
    assert home is not None
    assert "Nothing of yours" in home.text


def test_words_in_a_direct_message_are_answered(web_once: World) -> None:
    web_once.ana.types("@stationmaster", "hello")
    assert "/pm help" in web_once.note(web_once.ana)


def test_done_on_the_home_page_draws_the_page_anew_and_sends_no_message(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ana due friday")
    web.ana.types("#web", "/task add Order flowers @ana due friday")
    before = len(web.ana.sees("@stationmaster"))
    web.ana.presses(web.ana.home(), "Done", beside="WEB-1")
    shown = web.slack.workspace.homes[web.ana.id].body
    assert "WEB-1 is done" in str(shown)
    assert "Order flowers" in str(shown)
    assert "Fix login" not in str(shown)
    assert len(web.ana.sees("@stationmaster")) == before
