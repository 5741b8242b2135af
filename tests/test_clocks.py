"""Clocks that stand, jump, change twice a year or go on a journey: each thing comes once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.operations import notices
from bot.sandbox.user.people import Somebody
from tests.operations import place
from tests.world import World


@pytest.fixture
def web(town: World) -> World:
    """Ana's project WEB; the digest of its program RAIL comes every Monday at nine in Lisbon."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    town.ana.types("#web", "/project checkin WEB never")
    town.ana.types("#general", "/program new RAIL Northern line @ana")
    town.ana.types("#general", "/program add RAIL WEB")
    town.ana.types("#general", "/program digest RAIL monday 9am in #general")
    return town


def notes(world: World, person: Somebody) -> list[str]:
    """The days of the notes that somebody got: “Thu 26 Nov”."""
    shown = [each.text for each in person.sees("@stationmaster")]
    return [text.splitlines()[0].removeprefix("☀️ ") for text in shown if text.startswith("☀️")]


def boards(world: World, channel: str = "#general") -> list[str]:
    """The days of the digests in a channel."""
    shown = [each.text.splitlines()[0] for each in world.ben.sees(channel)]
    return [line.rpartition(" · ")[2] for line in shown if "Northern line · " in line]


def walk(world: World, last: str, *hours: int) -> None:
    """Tick at these hours of the working days from the clock's own to the last."""
    day, now = world.clock.now.date(), world.clock.now
    while day <= date.fromisoformat(last):
        for hour in hours if day.weekday() < 5 else ():
            at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
            if at >= now:
                world.at(at.isoformat())
        day += timedelta(days=1)


# ── ticks that are missed, a bot that dies ───────────────────────────────────────────────────


def test_a_note_whose_minute_was_missed_comes_later_in_the_day_or_not(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due 30 nov")
    web.ana.types("#web", "/task add Order flowers @chloe due 27 nov")
    for looked in ("26T08:59", "26T11:37", "27T18:00", "30T17:59"):
        web.at(f"2026-11-{looked}+01:00")
    assert notes(web, web.chloe) == ["Thu 26 Nov", "Mon 30 Nov"]


@pytest.mark.parametrize("claimed", [False, True])
def test_what_a_bot_has_planned_before_it_died_is_sent_by_the_next(
    web: World, claimed: bool
) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    web.clock.now = datetime(2026, 11, 26, 8, tzinfo=UTC)
    with web.database.begin() as session:
        place.plan(session, web.clock())
        if claimed:
            assert len(notices.claim(session, web.clock(), "a bot that died")) == 1
    web.after(minutes=1)
    web.tick()
    assert len(notes(web, web.chloe)) == (not claimed)
    for _ in range(2):
        web.after(minutes=5)
        web.tick()
    assert notes(web, web.chloe) == ["Thu 26 Nov"]


def test_a_week_without_the_bot_is_one_note_each_and_one_digest(web: World) -> None:
    for number, name in enumerate(("ana", "ben", "chloe", "dev", "emi"), 1):
        web.ana.types("#web", f"/task add Piece {number} @{name} due friday")
        web.ana.types("#web", f"/task add Other {number} @{name} due {number} dec")
    web.ben.types("#web", "/task watch WEB-1")
    web.ana.types("#web", "/task done WEB-1")  # it is night in New York
    web.clock.now = datetime(2026, 12, 2, 11, 59, tzinfo=UTC)
    walk(web, "2026-12-02", 12, 14, 17, 20, 23)
    assert [notes(web, each) for each in (web.ana, web.chloe, web.ben)] == [["Wed 2 Dec"]] * 3
    assert notes(web, web.dev) == ["Wed 2 Dec"]  # half past five in the afternoon
    assert notes(web, web.emi) == []  # nine in the evening
    assert all(len(each.sees("@stationmaster")) == 1 for each in (web.chloe, web.ben, web.dev))
    assert boards(web) == ["Wed 2 Dec"]
    walk(web, "2026-12-07", 0, 9)
    assert notes(web, web.emi)[0] == "Thu 3 Dec"
    assert boards(web) == ["Wed 2 Dec", "Mon 7 Dec"]


# ── clocks that jump ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("back", "tuesday"),
    [
        ((timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)), "1 dec"),
        ((timedelta(days=30),), "3 nov"),
    ],
    ids=["a minute, an hour, a day", "a month"],
)
def test_put_back_the_clock_brings_nothing_twice_and_loses_nothing(
    web: World, back: tuple[timedelta, ...], tuesday: str
) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    walk(web, "2026-11-30", 9)
    web.after(seconds=30)
    first = ["Thu 26 Nov", "Fri 27 Nov", "Mon 30 Nov"]
    assert (notes(web, web.chloe), boards(web)) == (first, ["Mon 30 Nov"])
    for step in back:
        web.clock.now -= step
        web.tick()
        web.after(seconds=20)
        web.tick()
    web.ana.types("#web", f"/task add Order flowers @chloe due {tuesday}")
    walk(web, "2026-12-08", 9)
    heard, seen = notes(web, web.chloe), boards(web)
    assert len(set(heard)) == len(heard)
    assert len(set(seen)) == len(seen)
    assert seen[-1] == "Mon 7 Dec"
    if tuesday == "3 nov":
        assert {"Mon 2 Nov", "Mon 9 Nov", "Mon 16 Nov", "Mon 23 Nov"} <= set(seen)
    texts = [each.text for each in web.chloe.sees("@stationmaster")]
    assert sum("Due today" in text and "Order flowers" in text for text in texts) == 1


@pytest.fixture
def jumped(web: World) -> World:
    """On Thursday the clock has shown a day of late December for a while."""
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    walk(web, "2026-11-26", 9)
    web.clock.now += timedelta(days=32, hours=1)
    web.tick()
    web.after(minutes=1)
    web.tick()
    web.clock.now -= timedelta(days=32, hours=1)
    web.tick()
    return web


def test_put_forward_and_back_the_clock_brings_the_usual_notes_and_digests(jumped: World) -> None:
    web = jumped
    web.ana.types("#web", "/task add Order flowers @chloe due 1 dec")
    walk(web, "2026-12-08", 9)
    real = [day for day in notes(web, web.chloe) if "28 Dec" not in day]
    assert real == ["Thu 26 Nov", "Fri 27 Nov", "Mon 30 Nov", "Tue 1 Dec", *real[4:]]
    assert len(set(real)) == len(real)
    assert [day for day in boards(web) if "28 Dec" not in day] == ["Mon 30 Nov", "Mon 7 Dec"]


def test_what_a_wrong_clock_called_late_is_said_again_when_it_is(jumped: World) -> None:
    before = len(jumped.chloe.sees("@stationmaster"))
    walk(jumped, "2026-12-02", 9)
    told = [each.text.split("Your week")[0] for each in jumped.chloe.sees("@stationmaster")]
    assert ["WEB-1" in each and "Overdue" in each for each in told[before:]] == [False, True, True]


def test_a_rhythm_that_was_set_by_a_wrong_clock_begins_at_once_by_the_right_one(
    town: World,
) -> None:
    town.clock.now += timedelta(days=30)
    town.ana.types("#general", "/program new RAIL Northern line @ana")
    town.ana.types("#general", "/program digest RAIL monday 9am in #general")
    town.clock.now -= timedelta(days=30)
    walk(town, "2026-12-07", 9)
    assert boards(town) == ["Mon 30 Nov", "Mon 7 Dec"]


def test_a_rhythm_that_is_changed_begins_on_the_day_that_was_said(web: World) -> None:
    web.ana.types("#general", "/program digest RAIL every other friday 9am in #web")
    web.clock.now = datetime(2026, 12, 1, 10, tzinfo=UTC)
    told = web.ana.types("#general", "/program digest RAIL every other friday 3pm in #web")
    assert "The first one comes Fri 4 Dec 15:00" in told.text
    walk(web, "2026-12-18", 15)
    assert boards(web, "#web") == ["Fri 4 Dec", "Fri 18 Dec"]


# ── nights on which the clocks change ────────────────────────────────────────────────────────


def around(world: World, person: Somebody, iso: str) -> list[int]:
    """How many notes somebody gets up to a minute before an instant, at it, and two hours after."""
    at, counts = datetime.fromisoformat(iso).astimezone(UTC), [len(notes(world, person))]
    for minutes in ((-61, -1), (0,), (1, 60, 120)):
        for each in minutes:
            world.at((at + timedelta(minutes=each)).isoformat())
        counts.append(len(notes(world, person)))
    return [after - before for before, after in pairwise(counts)]


def test_the_note_comes_at_nine_before_and_after_each_night_of_new_clocks(web: World) -> None:
    for name, nine in (
        ("ben", "2027-03-12T09:00-05:00"),
        ("ben", "2027-03-15T09:00-04:00"),
        ("ana", "2027-03-25T09:00+00:00"),
        ("chloe", "2027-03-26T09:00+01:00"),
        ("ana", "2027-03-29T09:00+01:00"),
        ("chloe", "2027-03-30T09:00+02:00"),  # Monday is a holiday
        ("chloe", "2027-10-29T09:00+02:00"),
        ("ana", "2027-11-02T09:00+00:00"),  # All Saints' Day is a holiday
        ("chloe", "2027-11-03T09:00+01:00"),
        ("ben", "2027-11-05T09:00-04:00"),
        ("ben", "2027-11-08T09:00-05:00"),
    ):
        web.clock.now = datetime.fromisoformat(nine).astimezone(UTC) - timedelta(hours=2)
        web.ana.types("#web", f"/task add Fix it @{name} due {nine[:10]}")
        assert around(web, getattr(web, name), nine) == [0, 1, 0], nine


def test_a_note_at_a_time_that_is_skipped_or_doubled_comes_once(web: World) -> None:
    web.slack.faults.plan("dnd.teamInfo", "error", times=99)  # Slack itself lets nobody sleep
    for zone, at, came in (
        ("America/New_York", "02:30", "2027-03-14T07:30+00:00"),  # skipped: half past three
        ("Europe/Paris", "02:30", "2027-03-28T01:30+00:00"),
        ("Europe/Paris", "02:30", "2027-10-31T00:30+00:00"),  # doubled: the first of them
        ("America/New_York", "01:30", "2027-11-07T05:30+00:00"),
    ):
        web.clock.now = datetime.fromisoformat(came) - timedelta(hours=2)
        web.chloe.becomes(tz=zone)
        form = web.chloe.types("#web", "/pm settings")
        weekdays = [str(each) for each in range(7)]
        web.chloe.fills(form, {"note_at": at, "until": "04:00", "weekdays": weekdays})
        assert f"comes at {at}" in web.chloe.submits().text
        web.ana.types("#web", f"/task add Fix it @chloe due {came[:10]}")
        assert around(web, web.chloe, came) == [0, 1, 0], came


def test_a_digest_at_a_time_that_is_skipped_or_doubled_comes_once(web: World) -> None:
    web.ana.types("#general", "/program digest RAIL sunday 1:30am in #web")
    for came in (
        "2027-03-28T01:30+00:00",  # skipped in Lisbon: half past two
        "2027-04-04T00:30+00:00",
        "2027-10-31T00:30+00:00",  # doubled: the first of them
        "2027-11-07T01:30+00:00",
    ):
        at, counts = datetime.fromisoformat(came), []
        web.clock.now = at - timedelta(days=2)
        web.tick()
        for minutes in (-31, -1, 0, 30, 60, 61, 120):
            web.at((at + timedelta(minutes=minutes)).isoformat())
            counts.append(len(boards(web, "#web")))
        assert [each - counts[0] for each in counts] == [0, 0, 1, 1, 1, 1, 1], came


# ── zones ────────────────────────────────────────────────────────────────────────────────────


def test_zones_of_a_half_and_of_a_quarter_of_an_hour(web: World) -> None:
    web.ana.types("#web", "/task add Fix it @dev due 2 dec")
    assert around(web, web.dev, "2026-11-30T09:00+05:30") == [0, 1, 0]
    web.dev.becomes(tz="Asia/Kathmandu")
    assert around(web, web.dev, "2026-12-02T09:00+05:45") == [0, 1, 0]


@pytest.mark.parametrize(
    ("name", "planned", "zone", "asleep", "came"),
    [
        ("chloe", "27T08:00", "America/New_York", ["27T08:01", "27T13:59"], "27T14:00"),
        ("emi", "27T00:00", "America/New_York", ["27T00:01", "27T05:00", "27T13:59"], "27T14:00"),
        ("ben", "27T14:00", "Asia/Tokyo", ["27T14:01", "28T00:00", "29T23:59"], "30T00:00"),
    ],
    ids=["Paris to New York", "Tokyo to New York", "New York to Tokyo"],
)
def test_who_changes_zone_before_their_note_is_sent_is_not_woken_and_has_one_that_day(
    web: World, name: str, planned: str, zone: str, asleep: list[str], came: str
) -> None:
    person: Somebody = getattr(web, name)
    web.ana.types("#web", f"/task add Fix it @{name} due friday")
    web.clock.now = datetime.fromisoformat(f"2026-11-{planned}+00:00")
    with web.database.begin() as session:
        assert place.plan(session, web.clock()) >= 1
    person.becomes(tz=zone)
    before = len(person.sees("@stationmaster"))
    for at in asleep:
        web.at(f"2026-11-{at}+00:00")
    assert len(person.sees("@stationmaster")) == before
    for hours in range(3):
        web.at(f"2026-11-{came}+00:00")
        web.after(hours=hours)
        web.tick()
    assert len(person.sees("@stationmaster")) == before + 1
