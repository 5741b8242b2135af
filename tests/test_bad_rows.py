"""One bad channel or one poisoned row: everything else of the same tick arrives, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bot import models
from bot.operations import people, telling
from bot.operations.actor import Actor
from bot.sandbox.user.people import Shown
from bot.sandbox.workspace import Channel
from bot.slack import dispatch
from bot.slack.call import Call
from tests import databases, world
from tests.world import World

MONDAY = "2026-11-30T09:00+00:00"
"""The digest of RAIL is due, Chloe's note since an hour, and a repeating task came round."""


@pytest.fixture
def rail(town: World) -> World:
    """What is laid out below, on both databases."""
    return laid_out(town)


@pytest.fixture
def rail_once(all_databases: databases.Databases) -> Iterator[World]:
    """The same, over HTTP on SQLite."""
    with (
        all_databases.fresh("sqlite") as url,
        world.opened(url, "HTTP", world.Clock()) as opened,
    ):
        yield laid_out(opened)


def laid_out(town: World) -> World:
    """WEB is in the program RAIL; RED has only bad luck. It is Wednesday 25 November."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    town.ana.types("#mobile", "/project new RED Bad luck")
    for line in (
        "/program new RAIL Northern line @ana",
        "/program add RAIL WEB RED",
        "/program digest RAIL monday 9am in #general",
        "/task add Fix login page @chloe due 30 nov in:WEB",
        "/task add Check the backups @chloe every monday in:WEB",
        "/task add Unlucky @ben due 27 nov in:RED",
        "/task add Hapless @chloe due 27 nov in:RED",
        "/task add Luckless @dev due 27 nov in:RED",
        "/task add Cursed @emi due 27 nov in:RED",
    ):
        town.ana.types("#general", line)
    town.ben.types("#web", "/task watch WEB-1")
    return town


def named(shown: list[Shown], *words: str) -> int:
    """How many of some messages have all these words."""
    return sum(all(each in one.text for each in words) for one in shown)


def all_arrives(town: World) -> None:
    """The note, the digest, a card and the next task of Monday come once, whatever else is due."""
    town.clock.now = datetime.fromisoformat(MONDAY)
    with town.database.begin() as session:
        ana = one(session, models.Person, name="ana")
        actor = Actor(session, people.who(ana), town.clock())
        dispatch.command(Call(actor, command="task", words="add Order flowers in:WEB"))
        telling.after(actor)
    for _ in range(4):
        town.tick()
        town.after(minutes=6)
    assert named(town.chloe.sees("@stationmaster"), "☀️ Mon 30 Nov", "Fix login page") == 1
    assert named(town.ben.sees("#general"), "Northern line · Mon 30 Nov") == 1
    assert named(town.ben.sees("#web"), "Order flowers") == 1
    assert "WEB-3" in town.ana.types("#web", "/task list in:WEB").text  # of next Monday


# ── poison ───────────────────────────────────────────────────────────────────────────────────

Poison = Callable[[Session], object]


def one(session: Session, table: Any, **which: object) -> Any:
    return session.scalars(select(table).filter_by(**which)).one()


def person(**fields: object) -> Poison:
    """Ben with other fields."""
    return lambda session: session.execute(
        update(models.Person).where(models.Person.name == "ben").values(**fields)
    )


def project(**fields: object) -> Poison:
    """RED with other fields."""
    return lambda session: session.execute(
        update(models.Project).where(models.Project.key == "RED").values(**fields)
    )


def settings_that_cannot_be_read(session: Session) -> None:
    """An impossible time, another shape, a name from nowhere."""
    one(session, models.Person, name="ben").manners = {"note_at": "breakfast"}
    one(session, models.Person, name="dev").manners = ["cap", 3]
    one(session, models.Person, name="emi").manners = {"mood": "bad"}


def settings_that_are_no_json(session: Session) -> None:
    """Ben's settings cut off in the middle; PostgreSQL takes no such thing, but a string."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    broken = "'{\"cap\": '" if is_sqlite else "'\"cap\"'"
    session.execute(text(f"UPDATE people SET manners = {broken} WHERE name = 'ben'"))


def an_absence_of_somebody_with_broken_settings(session: Session) -> None:
    ben = one(session, models.Person, name="ben")
    ben.manners = {"note_at": "breakfast"}
    days = {"first": date(2026, 11, 25), "last": date(2026, 11, 26)}
    session.add(
        models.Absence(
            workspace_id=ben.workspace_id, person_id=ben.id, created_at=ben.refreshed_at, **days
        )
    )


def a_task_that_repeats_now_and_then(session: Session) -> None:
    one(session, models.Task, title="Unlucky").repeats = "now and then"


def letters(*kinds: str) -> Poison:
    """Notices about what is gone, to Chloe and to both channels, that come before all others."""

    def write(session: Session) -> None:
        chloe = one(session, models.Person, name="chloe")
        web = one(session, models.Channel, name="web")
        general = one(session, models.Channel, name="general")
        places = ({"person_id": chloe.id}, {"channel_id": web.id}, {"channel_id": general.id})
        at = datetime.fromisoformat(MONDAY) - timedelta(hours=1)
        for number, kind in enumerate(kinds):
            for place, where in enumerate(places):
                session.add(
                    models.Notice(
                        workspace_id=chloe.workspace_id,
                        key=f"bad:{number}:{place}:more",
                        kind=kind,
                        subject_id=999_999,
                        body="program:999999:board" if "digest" in kind else "1700000000.000100",
                        due_at=at,
                        expires_at=at + timedelta(days=3),
                        **where,
                    )
                )

    return write


def digests(*some: dict[str, object]) -> Poison:
    """Digests of RED to #general that come before that of RAIL."""

    def write(session: Session) -> None:
        red = one(session, models.Project, key="RED")
        known = {"rhythm": "every monday", "time": time(9), "zone": "UTC", "form": "board"}
        for fields in some:
            session.add(
                models.Digest(
                    workspace_id=red.workspace_id,
                    project_id=red.id,
                    channel_id=one(session, models.Channel, name="general").id,
                    created_at=red.created_at,
                    next_at=datetime.fromisoformat(MONDAY) - timedelta(days=1),
                    **{**known, **fields},
                )
            )

    return write


KINDS = (
    *("light", "card", "said", "watch", "told", "handover", "answers"),
    *("back", "returned", "made", "preview", "digest", "digest-more"),
)
POISONS: dict[str, Poison] = {
    "notices of an unknown kind and of what is gone": letters("carrier pigeon", *KINDS),
    "settings that cannot be read": settings_that_cannot_be_read,
    "settings that are no JSON": settings_that_are_no_json,
    "a person in no zone": person(zone="Mars/Olympus"),
    "an absence of somebody with broken settings": an_absence_of_somebody_with_broken_settings,
    "a task that repeats now and then": a_task_that_repeats_now_and_then,
    "digests in no rhythm, no zone and no form": digests(
        {"rhythm": "now and then"}, {"zone": "Mars/Olympus"}, {"form": "poem"}
    ),
    "nudges of a project that cannot be read": project(nudging={"leads": 3, "mood": "bad"}),
    "a project in no zone": project(zone="Mars/Olympus"),
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_one_poisoned_row_stops_nothing_else(rail: World, poison: Poison) -> None:
    with rail.database.begin() as session:
        poison(session)
    all_arrives(rail)


@pytest.mark.parametrize(
    "fields",
    [{"manners": {"note_at": "breakfast"}}, {"zone": "Mars/Olympus"}],
    ids=["settings", "zone"],
)
def test_whoever_works_with_somebody_whose_row_is_broken_can_go_on(
    rail_once: World, fields: dict[str, object]
) -> None:
    with rail_once.database.begin() as session:
        person(**fields)(session)
    rail_once.ana.types("#web", "/task done WEB-1")  # Ben watches it
    assert "done" in rail_once.ana.types("#web", "/task show WEB-1").text


# ── bad channels ─────────────────────────────────────────────────────────────────────────────


def mobile(town: World) -> Channel:
    found = town.slack.workspace.find_channel("#mobile")
    assert found is not None
    return found


def archived(town: World) -> None:
    """Nobody tells the bot of it."""
    mobile(town).is_archived = True


def without_bot(town: World) -> None:
    """The same."""
    mobile(town).members.remove(town.slack.workspace.app.user_id)


CLOSED = pytest.mark.parametrize(
    ("closes", "why"), [(archived, "it is archived"), (without_bot, "I am not in it")]
)


@CLOSED
def test_a_digest_to_a_closed_channel_stops_nothing_else_and_is_told_of_once(
    rail_once: World, closes: Callable[[World], None], why: str
) -> None:
    rail_once.ana.types("#general", "/program new SOUTH Southern line @chloe")
    rail_once.ana.types("#general", "/program add SOUTH RED")
    rail_once.chloe.types("#general", "/program digest SOUTH every day 9am in #mobile")
    closes(rail_once)
    for day in range(26, 30):
        rail_once.at(f"2026-11-{day}T09:00+00:00")
    all_arrives(rail_once)
    told = rail_once.chloe.sees("@stationmaster")
    assert named(told, "I could not post", "#mobile", why) == 1


@CLOSED
def test_a_project_in_a_closed_channel_asks_its_manager_for_another_once(
    rail_once: World, closes: Callable[[World], None], why: str
) -> None:
    closes(rail_once)
    rail_once.ana.types("#web", "/task due RED-1 15 jan")  # its thread is in #mobile
    for number in range(3):
        rail_once.ana.types("#web", f"/task add Another {number} in:RED")
        rail_once.at(f"2026-11-{26 + number}T09:00+00:00")
    all_arrives(rail_once)
    assert named(rail_once.ana.sees("@stationmaster"), "I could not post", "#mobile", why) == 1
