"""Check-ins: asked in the manager's note, answered in three taps, reminded of twice; they fade."""

from __future__ import annotations

from tests.world import World


def day(number: int, month: int = 12) -> str:
    return f"2026-{month:02}-{number:02}T10:00+01:00"


def test_asked_on_its_day_and_reminded_twice(web: World) -> None:
    for number, count in ((3, 1), (4, 2), (7, 3), (8, 3), (9, 3), (10, 4)):
        web.at(day(number))
        assert len(web.ana.sees("@stationmaster")) == count, number
    assert "How does it stand?" in web.note(web.ana)


def test_a_light_and_a_sentence(web: World) -> None:
    web.at(day(3))
    note = web.ana.sees("@stationmaster")[-1]
    form = web.ana.presses(note, "🟡 At risk").view
    assert form is not None
    web.ana.fills(form, {"progress": "Login works", "needs": "A decision on hosting"})
    web.ana.submits()
    assert "said by you" in web.note(web.ana)
    shown = web.chloe.types("#web", "/project show WEB").text
    assert "at risk" in shown
    assert "A decision on hosting" in shown
    web.at(day(4))
    assert len(web.ana.sees("@stationmaster")) == 1
    web.ana.types("#web", "/pm undo")
    assert "A decision" not in web.chloe.types("#web", "/project show WEB").text


def test_answered_ahead_is_not_asked(web: World) -> None:
    web.at(day(1))
    assert "WEB is 🟢 on track" in web.ana.types("#web", "/project checkin WEB green on time").text
    web.at(day(3))
    assert web.ana.sees("@stationmaster") == []


def test_red_is_asked_more_often_and_the_program_s_manager_hears_of_it(web: World) -> None:
    web.ana.types("#general", "/program new RAIL Northern line @emi")
    web.ana.types("#general", "/program add RAIL WEB")
    web.at("2026-12-01T12:00+00:00")
    web.ana.types("#web", "/project checkin WEB green on time")
    web.ana.types("#web", "/project checkin WEB red the vendor is bankrupt")
    web.at("2026-12-02T01:00+00:00")  # ten in the morning in Tokyo
    assert sum("says that WEB" in each.text for each in web.emi.sees("@stationmaster")) == 1
    web.at("2026-12-03T12:00+00:00")
    assert "How does it stand?" in web.note(web.ana)


def test_only_who_manages_says_how_it_stands(web: World) -> None:
    told = web.chloe.types("#web", "/project checkin WEB green fine")
    assert "Only ana can say how it stands for WEB" in told.text


def test_a_green_that_nobody_confirms_fades(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page due 1 march")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text
    web.at("2026-12-08T09:00+00:00")
    assert "on track, not confirmed for 13 days" in web.ana.types("#web", "/project list").text
    web.at("2026-12-18T09:00+00:00")
    faded = web.ana.types("#web", "/project show WEB").text
    assert "❔" in faded
    assert "unknown, not confirmed for 23 days" in faded
    web.ana.types("#web", "/project checkin WEB green all well")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text
    web.ana.types("#web", "/project checkin WEB never")
    web.at("2027-01-29T09:00+00:00")
    assert "🟢 WEB Website relaunch · on track ·" in web.ana.types("#web", "/project list").text


def test_a_green_word_hides_no_missed_milestone(web: World) -> None:
    web.ana.types("#web", "/milestone add Freeze due tomorrow")
    web.at("2026-11-30T09:00+00:00")
    web.ana.types("#web", "/project checkin WEB green we will make it")
    assert "late, ana says on track" in web.chloe.types("#web", "/project list").text
