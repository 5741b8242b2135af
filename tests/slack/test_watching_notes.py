"""What watchers hear: the same as the thread, by direct message, while they work."""

from __future__ import annotations

from tests.world import World


def notes(web: World) -> list[str]:
    """What Chloé has been told."""
    web.slack.call(web.bot.drain())
    return [shown.text for shown in web.chloe.sees("@stationmaster")]


def watched(web: World) -> None:
    """A task of Ben's that Chloé watches."""
    web.ana.types("#web", "/task add Fix login page @ben due friday")
    web.chloe.types("#web", "/task watch WEB-1")


def test_a_watcher_hears_what_matters_and_how_to_stop(web: World) -> None:
    watched(web)
    web.ana.types("#web", "/task rename WEB-1 Repair login")
    assert notes(web) == []
    web.ana.types("#web", "/task due WEB-1 monday")
    (moved,) = notes(web)
    for words in ("WEB-1", "Repair login", "Fri 27 Nov → Mon 30 Nov", "/task unwatch WEB-1"):
        assert words in moved
    web.ben.types("#web", "/task done WEB-1")
    assert "finished it" in notes(web)[-1]


def test_nobody_is_told_of_what_they_did_themselves(web: World) -> None:
    watched(web)
    web.chloe.types("#web", "/task done WEB-1")
    assert notes(web) == []


def test_whoever_stopped_watching_hears_no_more(web: World) -> None:
    watched(web)
    web.chloe.types("#web", "/task unwatch WEB-1")
    web.ben.types("#web", "/task done WEB-1")
    assert notes(web) == []


def test_at_night_a_watcher_is_left_alone_until_the_next_working_morning(web: World) -> None:
    watched(web)
    web.at("2026-11-27T19:30+01:00")  # a Friday evening in Paris
    before = len(notes(web))
    web.ben.types("#web", "/task done WEB-1")
    web.at("2026-11-28T12:00+01:00")
    assert len(notes(web)) == before
    web.at("2026-11-30T09:00+01:00")
    assert sum("finished it" in note for note in notes(web)) == 1


def test_a_note_that_waits_is_not_sent_of_a_task_taken_back(web: World) -> None:
    watched(web)
    web.at("2026-11-27T19:30+01:00")
    web.ben.types("#web", "/task done WEB-1")
    web.ana.types("#web", "/task delete WEB-1")
    web.at("2026-11-30T09:00+01:00")
    assert not any("finished it" in note for note in notes(web))


def test_a_watcher_hears_nothing_of_what_became_private(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due friday")
    web.ben.types("#web", "/task watch WEB-1")
    web.ana.types("#board", "/project new FARE Fare reform")
    web.at("2026-11-27T19:30-05:00")
    web.chloe.types("#web", "/task done WEB-1")
    web.ana.types("#board", "/task move WEB-1 FARE")
    web.at("2026-11-30T09:00-05:00")
    assert not any("finished it" in shown.text for shown in web.ben.sees("@stationmaster"))
