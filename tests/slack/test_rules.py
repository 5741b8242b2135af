"""Each rule of nudging, told over days: who hears of what, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.user.people import Somebody
from tests.world import World

Diary = dict[str, dict[int, str]]
"""By person and day of December (November's are -4 to 0): what their notes said of that day."""


@pytest.fixture
def web(web_once: World) -> World:
    """WEB is Ana's, in the program RAIL of Emi's; nobody is asked how it stands. Wednesday."""
    web_once.ana.types("#general", "/program new RAIL Northern line @emi")
    web_once.ana.types("#general", "/program add RAIL WEB")
    web_once.ana.types("#web", "/project checkin WEB never")
    return web_once


def heard(world: World, person: Somebody, iso: str) -> list[str]:
    """The messages that come to somebody at a minute, without the list of their whole week."""
    before = len(person.sees("@stationmaster"))
    world.at(iso)
    return [s.text.split("Your week")[0] for s in person.sees("@stationmaster")[before:]]


def diary(world: World, last: int, names: str = "emi chloe ana", first: int = -4) -> Diary:
    """Nine in the morning of working days from Thursday 26 November to a day of December."""
    found: Diary = defaultdict(dict)
    for number in range(first, last + 1):
        day = date(2026, 11, 30) + timedelta(days=number)
        for person in [getattr(world, name) for name in names.split() if day.weekday() < 5]:
            nine = datetime.combine(day, time(9), ZoneInfo(person.person.tz))
            if told := heard(world, person, nine.isoformat()):
                assert len(told) == 1, told
                found[person.person.name][number] = told[0]
    return found


def days(told: Mapping[int, str], *words: str) -> list[int]:
    """The days whose notes have all these words."""
    return [day for day, note in told.items() if all(each in note for each in words)]


def test_the_heads_up_comes_by_priority_and_then_on_the_day(web: World) -> None:
    for name in ("urgent", "high", "normal", "low"):
        web.ana.types("#web", f"/task add A {name} thing @chloe due 4 dec !{name}")
    told = diary(web, 4, "chloe")["chloe"]
    assert days(told, "Due soon", "A urgent thing") == [-3, 3]
    assert days(told, "Due soon", "A high thing") == [1, 3]
    assert days(told, "Due soon", "A normal thing") == [1]
    assert days(told, "Due soon", "A low thing") == [3]
    assert days(told, "4 due today") == [4]


def test_a_project_has_its_own_heads_up_and_a_person_theirs_above_it(web: World) -> None:
    for person, line, lead in (
        (web.ana, "/project nudges WEB", "4"),
        (web.chloe, "/pm settings", "2"),
    ):
        person.fills(person.types("#web", line), {"lead_normal": lead})
        person.submits()
    for name in ("chloe", "ben"):
        web.ana.types("#web", f"/task add Fix it @{name} due 4 dec")
    told = diary(web, 3, "chloe ben")
    assert days(told["ben"], "Due soon") == [0]  # Monday: four working days are left
    assert days(told["chloe"], "Due soon") == [2]


def test_what_is_late_goes_up_the_ladder_each_step_once_and_five_at_most(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    told = diary(web, 14)
    assert days(told["chloe"], "Due soon") == [-4]
    assert days(told["chloe"], "Due today") == [-3]
    assert days(told["chloe"], "Overdue", "WEB-1") == [0, 2, 8]
    assert days(told["ana"], "overdue", "WEB-1") == [4]  # Tuesday is a holiday in Portugal
    assert days(told["emi"], "overdue", "WEB-1") == [10]


def test_a_deadline_that_moves_starts_anew(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    assert days(diary(web, 0, "chloe")["chloe"], "WEB-1") == [-4, -3, 0]
    web.ana.types("#web", "/task due WEB-1 9 dec")
    told = diary(web, 10, "chloe", first=1)["chloe"]
    assert days(told, "Due soon", "WEB-1") == [4]
    assert days(told, "Due today", "WEB-1") == [9]
    assert days(told, "Overdue", "WEB-1") == [10]


def test_blocked_too_long_its_owner_and_the_managers_hear_of_it(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due 18 dec")
    web.ana.types("#web", "/task block WEB-1 waiting for the certificate")
    told = diary(web, 10)
    assert days(told["chloe"], "Blocked for days", "WEB-1") == [0]
    assert days(told["ana"], "blocked", "waiting for the certificate") == [0, 4]
    assert days(told["emi"], "blocked", "WEB-1") == [8]


def test_nobodys_and_due_soon_is_for_the_manager_until_somebody_takes_it(web: World) -> None:
    web.ana.types("#web", "/task add Sign the contract due 4 dec")
    assert days(diary(web, 2, "ana")["ana"], "without owner", "WEB-1") == [-4, 2]
    note = web.ana.sees("@stationmaster")[-1]
    web.ana.presses(note, "I take it", beside="WEB-1")
    assert "@ana" in web.ana.types("#web", "/task show WEB-1").text
    assert "I take it" not in note.buttons
    assert days(diary(web, 4, "ana", first=3)["ana"], "Due today", "WEB-1") == [4]


def test_a_milestone_is_announced_and_missed(web: World) -> None:
    web.ana.types("#web", "/milestone add Code freeze @chloe due 11 dec")
    web.ana.types("#web", "/milestone add Reached @chloe due 11 dec")
    early = diary(web, 10, "chloe ana", first=2)
    assert days(early["chloe"], "Milestones ahead", "Code freeze") == [4, 10]
    assert days(early["ana"], "milestone ahead", "Code freeze") == [3, 10]
    web.ana.types("#web", "/milestone done WEB-M2")
    late = diary(web, 18, first=11)
    assert days(late["chloe"], "Milestones missed", "Code freeze") == [14]
    assert days(late["ana"], "milestone missed", "Code freeze") == [14, 16]
    assert days(late["emi"], "milestone missed", "Code freeze") == [18]
    assert "Reached" not in str(late)


def test_a_risk_is_looked_at_again_and_then_another_day(web: World) -> None:
    for title in ("Vendor may be late", "Nobody looks"):
        web.ana.types("#web", f"/risk add {title} p4 i4 @chloe due 1 dec")
    told = diary(web, 4, "chloe")["chloe"]
    assert days(told, "Risks to look at again", "WEB-R1", "WEB-R2") == [1, 4]
    note = web.chloe.sees("@stationmaster")[-1]
    web.chloe.chooses(note, "nudge.review", "Fri 18 Dec", beside="WEB-R1")
    assert "→ Fri 18 Dec" in note.text
    later = diary(web, 18, "chloe ana", first=7)
    assert days(later["chloe"], "WEB-R1") == [18]
    assert days(later["ana"], "risk review", "WEB-R2") == [11]  # two holidays
    assert "WEB-R1" not in later["ana"][11]


def test_a_project_with_open_work_ends(web: World) -> None:
    for key, name in (("APP", "Ticket app"), ("DONE", "Nothing left")):
        web.ana.types("#mobile", f"/project new {key} {name} due 10 dec")
        web.ana.types("#mobile", f"/project checkin {key} never")
        web.ana.types("#general", f"/program add RAIL {key}")
    web.ana.types("#mobile", "/task add Print the tickets in:APP")
    told = diary(web, 17, "ana") | diary(web, 22, "emi", first=21)
    assert days(told["ana"], "project end", "Ticket app") == [-4, 2, 9, 11, 17]
    assert days(told["emi"], "project end", "Ticket app") == [22]
    assert "Nothing left" not in str(told)


def test_a_manager_gets_one_message_a_day_for_all_their_projects(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Ticket app due 30 june")
    web.ana.types("#web", "/task add Sign the contract due friday")
    web.ana.types("#web", "/milestone add Code freeze due friday")
    web.ana.types("#mobile", "/task add Print the tickets @emi due 15 jan in:APP")
    web.ana.types("#mobile", "/task block APP-1 no paper")
    told = diary(web, 0, "ana")["ana"]  # `diary` holds every day to one message
    assert days(told, "Sign the contract", "Code freeze") == [-4, 0]
    assert days(told, "Print the tickets", "2 in your projects", "Code freeze") == [0]


def test_nothing_comes_when_all_is_well(web: World) -> None:
    for title, due in (("Far", "15 jan"), ("Finished", "friday"), ("Given up", "friday")):
        web.ana.types("#web", f"/task add {title} @chloe due {due}")
    web.chloe.types("#web", "/task done WEB-2")
    web.ana.types("#web", "/task cancel WEB-3")
    assert diary(web, 2) == {}


def test_a_clock_time_is_announced_by_a_message_of_its_own_at_its_minute(web: World) -> None:
    web.ana.types("#web", "/task add Call @chloe due friday 4pm")  # in Lisbon: 17:00 in Paris
    web.ana.types("#web", "/task add Urgent @chloe due friday 4pm !urgent")
    came = {
        at: told
        for at in ("09:00", "12:59", "13:00", "13:01", "14:59", "15:00", "15:01")
        if (told := heard(web, web.chloe, f"2026-11-27T{at}+01:00"))
    }
    assert list(came) == ["09:00", "13:00", "15:00"]
    for at, words in (("13:00", "WEB-2  Urgent"), ("15:00", "WEB-1  Call")):
        assert len(came[at]) == 1
        assert all(each in came[at][0] for each in (words, "Due within hours", "Fri 27 Nov 17:00"))


def test_a_task_that_comes_round_has_its_card_and_its_clock_time_too(web: World) -> None:
    web.ana.types("#web", "/task add Stand up @chloe every day 4pm")
    web.at("2026-11-25T12:00+00:00")
    heard(web, web.chloe, "2026-11-26T09:00+01:00")
    assert "WEB-2  Stand up" in "\n".join(each.text for each in web.ben.sees("#web"))
    (told,) = heard(web, web.chloe, "2026-11-26T15:00+01:00")
    assert "WEB-2  Stand up" in told


@pytest.mark.parametrize(
    ("due", "happens"),
    [
        ("friday 4pm", "/task done WEB-1"),
        ("friday 4pm", "/task due WEB-1 monday 4pm"),
        ("friday 4pm", "/task assign WEB-1 @ben"),
        ("friday 4pm", "/pm quiet due within hours in:WEB"),
        ("friday 9am", "/task show WEB-1"),
    ],
    ids=["done meanwhile", "moved", "given away", "muted", "before the day begins"],
)
def test_a_clock_time_is_not_announced(web: World, due: str, happens: str) -> None:
    web.ana.types("#web", f"/task add Call @chloe due {due}")
    web.chloe.types("#web", happens)
    for at in ("08:00", "09:00", "15:00", "17:30"):
        for told in heard(web, web.chloe, f"2026-11-27T{at}+01:00"):
            assert (at, "Due within hours" in told) == ("09:00", False)


def test_nobody_hears_of_what_they_did_themselves(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.ana.types("#web", "/task add Publish @ana due 15 jan after:WEB-1")
    for line in ("watch", "due", "block", "unblock", "done"):
        more = {"due": " 30 nov", "block": " no key"}.get(line, "")
        web.ana.types("#web", f"/task {line} WEB-1{more}")
    web.ana.types("#web", "/project checkin WEB red no key")
    assert heard(web, web.ana, "2026-11-25T12:00+00:00") == []
    assert heard(web, web.ana, "2026-11-26T09:00+00:00") == []


def test_holidays_and_days_away_are_not_worked_and_not_counted(web: World) -> None:
    web.ana.types("#web", "/task add Sweep @ana due 27 nov")
    web.ana.types("#web", "/task add Sign @chloe due 30 nov")
    web.chloe.types("#web", "/pm away 1-2 dec")
    told = diary(web, 3, "chloe ana", first=-3)
    assert days(told["ana"], "Overdue", "Sweep") == [0, 3]  # 1 December is a holiday
    assert days(told["chloe"], "Sign") == [-3, 0, 3]


def test_an_answer_in_a_note_of_last_week_is_shown_there_too(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    diary(web, -4, "chloe")
    web.after(days=5)
    note = web.chloe.sees("@stationmaster")[-1]
    web.chloe.presses(note, "Done", beside="WEB-1")
    assert "done" in web.ana.types("#web", "/task show WEB-1").text
    assert "✓ done by you" in note.text
