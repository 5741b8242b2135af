"""Stories of dates that are asked about rather than taken: unclear, past, double, impossible."""

from __future__ import annotations

import pytest

from tests.world import World


def test_next_friday_is_asked_and_nothing_is_created_before_the_answer(web: World) -> None:
    asked = web.ben.types("#web", "/task add Fix login @ana due next friday !high")
    assert "Which date do you mean?" in asked.text
    assert "/task add Fix login @ana due next friday !high" in asked.text
    assert asked.message is not None
    assert asked.message.buttons == ["Fri 27 Nov", "Fri 4 Dec"]
    assert "WEB-1" not in web.ben.types("#web", "/task list").text
    told = web.ben.presses(asked, "Fri 4 Dec")
    for words in ("Added WEB-1", "Fix login", "due Fri 4 Dec", "@ana", "high"):
        assert words in told.text
    assert "Meant" not in told.text


def test_a_question_is_answered_once(web_once: World) -> None:
    asked = web_once.ben.types("#web", "/task add Fix login due next friday")
    shown = asked.message
    web_once.ben.presses(asked, "Fri 4 Dec")
    assert shown is not None
    listed = web_once.ben.types("#web", "/task list").text
    assert listed.count("Fix login") == 1


@pytest.mark.parametrize(
    ("line", "buttons"),
    [
        ("/task due WEB-1 next friday", ["Fri 27 Nov", "Fri 4 Dec"]),
        ("/task edit WEB-1 due next friday", ["Fri 27 Nov", "Fri 4 Dec"]),
        ("/task due WEB-1 friday at 4", ["Fri 27 Nov 04:00", "Fri 27 Nov 16:00"]),
        ("/task due WEB-1 wednesday", ["Wed 25 Nov", "Wed 2 Dec"]),
        ("/task due WEB-1 thu 27 nov", ["Thu 26 Nov", "Fri 27 Nov"]),
        ("/milestone due WEB-M1 next friday", ["Fri 27 Nov", "Fri 4 Dec"]),
        ("/milestone add Gold due next friday", ["Fri 27 Nov", "Fri 4 Dec"]),
        ("/task add Fix due friday due monday", ["Fri 27 Nov", "Mon 30 Nov"]),
        ("/task add Fix by friday or monday", ["Fri 27 Nov", "Mon 30 Nov"]),
    ],
)
def test_what_people_mean_differently_is_asked(
    web_once: World, line: str, buttons: list[str]
) -> None:
    web_once.ana.types("#web", "/task add First")
    web_once.ana.types("#web", "/milestone add Beta")
    asked = web_once.ana.types("#web", line)
    assert asked.message is not None
    assert asked.message.buttons == buttons
    told = web_once.ana.presses(asked, buttons[1])
    assert f"due {buttons[1]}" in told.text


@pytest.mark.parametrize(
    "line",
    ["due friday", "due eow", "due next week", "due 13-15 july", "due next tuesday",
     "due today at 4", "due 22/04", "by friday and tell @ben",
     "Prepare the talk on friday due monday",
     "Pay due invoices by friday"],
)  # fmt: skip
def test_what_is_clear_or_only_an_edge_is_taken_at_once(web_once: World, line: str) -> None:
    assert "Added WEB-1" in web_once.ana.types("#web", f"/task add Fix {line}").text


def test_the_order_of_3_4_is_asked_where_slack_does_not_tell_it(web_once: World) -> None:
    web_once.ana.becomes(locale="en-US")  # what Slack speaks in Lisbon too unless told otherwise
    asked = web_once.ana.types("#web", "/task add Fix login due 3/4")
    assert "due Sat 3 Apr 2027" in web_once.ana.presses(asked, "Sat 3 Apr 2027").text
    web_once.ana.becomes(tz="America/New_York")
    told = web_once.ana.types("#web", "/task add Fix logout due 3/4").text
    assert "due Thu 4 Mar 2027" in told


def test_two_dates_leave_one_clean_title(web: World) -> None:
    asked = web.ana.types("#web", "/task add Fix login due friday due monday")
    told = web.ana.presses(asked, "Fri 27 Nov")
    assert "Added WEB-1  Fix login\n" in told.text


def test_the_question_is_asked_wherever_one_talks_to_the_bot(web: World) -> None:
    asked = web.ana.types("@stationmaster", "add Fix login in:WEB due next friday")
    assert "due Fri 4 Dec" in web.ana.presses(asked, "Fri 4 Dec").text
    asked = web.ana.types("#web", "@stationmaster add Fix logout due next friday")
    assert "due Fri 27 Nov" in web.ana.presses(asked, "Fri 27 Nov").text


def test_a_project_and_a_date_are_asked_one_after_the_other(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Mobile app")
    which = web.ana.types("#general", "/task add Fix login due next friday")
    asked = web.ana.chooses(which, "pick.project", "APP")
    told = web.ana.presses(asked, "Fri 4 Dec")
    assert "Added APP-1" in told.text
    assert "due Fri 4 Dec" in told.text


def test_a_part_of_a_split_with_an_unclear_date_makes_no_part_at_all(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Launch")
    told = web_once.ana.types("#web", "/task split WEB-1 Draft; Review next friday")
    assert "Write Fri 27 Nov or Fri 4 Dec. Nothing was changed." in told.text
    assert "Draft" not in web_once.ana.types("#web", "/task list").text


def test_a_date_that_is_past_is_asked_and_kept_only_when_confirmed(web: World) -> None:
    asked = web.ana.types("#web", "/task add Send minutes due 23 nov 2026")
    assert "Mon 23 Nov is past." in asked.text
    assert asked.message is not None
    assert asked.message.buttons == ["Keep it: overdue", "Mon 30 Nov", "No date"]
    assert "WEB-1" not in web.ana.types("#web", "/task list").text
    assert "overdue since Mon 23 Nov" in web.ana.presses(asked, "Keep it: overdue").text


@pytest.mark.parametrize(
    ("line", "choice", "shown"),
    [
        ("Fix due 23 nov 2026", "Mon 30 Nov", "due Mon 30 Nov"),
        ("Fix due 23 nov 2026", "No date", "no due date"),
        ("Fix due 3 may 2026", "Mon 3 May 2027", "due Mon 3 May 2027"),
        ("Fix due today 9am", "Thu 26 Nov 09:00", "due Thu 26 Nov 09:00"),
        ("Fix due today 9am", "Keep it: overdue", "overdue since Wed 25 Nov 09:00"),
        ("Fix due today at 9", "Wed 25 Nov 21:00", "due Wed 25 Nov 21:00"),
    ],
)
def test_a_past_date_has_a_next_one_or_none(
    web_once: World, line: str, choice: str, shown: str
) -> None:
    asked = web_once.ana.types("#web", f"/task add {line}")
    assert "is past" in asked.text
    assert shown in web_once.ana.presses(asked, choice).text


def test_a_date_moved_into_the_past_is_asked_too(web: World) -> None:
    web.ana.types("#web", "/task add Fix login due friday")
    asked = web.ana.types("#web", "/task due WEB-1 yesterday")
    assert "Tue 24 Nov is past." in asked.text
    assert "due Fri 27 Nov" in web.ana.types("#web", "/task show WEB-1").text
    assert "No due date: WEB-1" in web.ana.presses(asked, "No date").text


def test_a_form_with_a_past_date_is_shown_again_and_then_saved(web: World) -> None:
    form = web.ana.types("#web", "/task add")
    web.ana.fills(form, {"Title": "Fix login", "Due date": "2026-11-23"})
    again = web.ana.submits()
    assert "Mon 23 Nov is past. Save again to keep it as overdue" in again.text
    assert again.view is not None
    assert again.view.values["Title"] == "Fix login"
    told = web.ana.submits().text
    assert "Added WEB-1  Fix login" in told
    assert "overdue since Mon 23 Nov" in told


def test_the_form_of_a_milestone_asks_as_well(web: World) -> None:
    web.ana.fills(
        web.ana.types("#web", "/milestone add"), {"Title": "Beta", "Due date": "2026-11-23"}
    )
    assert "Mon 23 Nov is past." in web.ana.submits().text
    web.ana.fills(web.ana.view, {"Due date": "2026-11-24"})
    assert "Tue 24 Nov is past." in web.ana.submits().text
    assert "Added WEB-M1  Beta" in web.ana.submits().text


def test_a_form_asks_only_of_a_date_that_was_changed(web: World) -> None:
    web.late(web.ana, "#web", "/task add Fix login due yesterday")
    web.ana.fills(web.ana.types("#web", "/task edit WEB-1"), {"Title": "Repair login"})
    assert "Saved WEB-1" in web.ana.submits().text
    web.ana.fills(web.ana.types("#web", "/task edit WEB-1"), {"Due date": "2026-11-20"})
    assert "is past" in web.ana.submits().text
    assert "overdue since Fri 20 Nov" in web.ana.submits().text


def test_a_time_that_the_night_leaves_out_or_doubles_is_said(web_once: World) -> None:
    told = web_once.ana.types("#web", "/task add Deploy due 28 march 2027 01:30").text
    assert "01:30 does not exist that night: taken as 02:30." in told
    assert "due Sun 28 Mar 2027 02:30" in told
    told = web_once.ana.types("#web", "/task due WEB-1 31 october 2027 01:30").text
    assert "01:30 comes twice that night: the first is meant." in told


def test_the_29th_of_february_waits_for_its_year_and_another_is_refused(web_once: World) -> None:
    told = web_once.ana.types("#web", "/task add Leap due 29 feb").text
    assert "due Tue 29 Feb 2028" in told
    for line in (
        "/task add Leap due 29 feb 2027", "/task due WEB-1 29 feb 2027",
        "/task edit WEB-1 due feb 29, 2027", "/milestone add Leap by 29 feb 2027",
    ):  # fmt: skip
        told = web_once.ana.types("#web", line).text
        assert "There is no 29 February 2027: nothing was changed." in told
    assert "WEB-2" not in web_once.ana.types("#web", "/task list").text
