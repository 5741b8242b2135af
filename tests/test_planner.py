"""The tick's steps: each in a transaction of its own, so that none costs the others anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from bot import db, jobs, models
from bot.operations import handing, planner, series
from tests.operations import place
from tests.world import World

T = TypeVar("T")

NINE = datetime(2026, 11, 26, 8, tzinfo=UTC)
"""Nine in Paris."""


@pytest.fixture
def web(town: World) -> World:
    """The project WEB of Ana lives in #web; it is Wednesday."""
    town.ana.types("#web", "/project new WEB Website relaunch due 30 june")
    return town


def everybody(session: Session, number: int) -> list[models.Person]:
    """So many people, whose note is due."""
    built = place.build(session)
    session.execute(update(models.Person).values(next_note_at=place.NOW + timedelta(days=1)))
    people = [
        models.Person(
            workspace_id=built.workspace.id,
            slack_id=f"U9{each:03}",
            name=f"Person {each}",
            zone="Europe/Paris",
            refreshed_at=place.NOW,
        )
        for each in range(number)
    ]
    session.add_all(people)
    session.flush()
    return people


def test_notes_are_planned_some_people_at_a_time(database: db.Database) -> None:
    with database.begin() as session:
        people = everybody(session, 45)
        found = [each for each in planner.steps(session, place.NOW) if each.apart]
        assert [len(each.apart) for each in found] == [20, 20, 5]
        for each in found:
            each.do(session)
        assert all(person.next_note_at > place.NOW for person in people if person.next_note_at)


def test_whoever_cannot_be_planned_for_waits_an_hour_alone(town: World) -> None:
    town.ana.types("#web", "/project new WEB Website relaunch")
    for name in ("ben", "chloe"):
        town.ana.types("#web", f"/task add Piece @{name} due friday")
    with town.database.begin() as session:
        broken = update(models.Person).where(models.Person.slack_id == town.ben.id)
        session.execute(broken.values(zone="Mars/Olympus", next_note_at=None))
    town.at(NINE.isoformat())
    assert len(town.chloe.sees("@stationmaster")) == 1
    with town.database.begin() as session:
        ben = session.scalars(select(models.Person).filter_by(slack_id=town.ben.id)).one()
        assert ben.next_note_at == NINE + planner.PAUSE


def test_a_task_that_cannot_come_round_stops_nothing_else(town: World) -> None:
    town.ana.types("#web", "/project new WEB Website relaunch")
    town.ana.types("#web", "/task add Fix login page @chloe due friday")
    town.ana.types("#web", "/task add Check the backups @ben due today every day")
    town.ana.types("#web", "/task add Check the locks @ben due today every day")
    with town.database.begin() as session:
        poison = 'UPDATE tasks SET next_fields=\'{"due": "bananas"}\' WHERE number=2'
        session.execute(text(poison))
    town.at(NINE.isoformat())
    assert len(town.chloe.sees("@stationmaster")) == 1
    assert "Check the locks" in town.ana.types("#web", "/task show WEB-4").text


class Failing(db.Database):
    """A database whose first transaction fails."""

    fails = True

    async def run(self, work: Callable[[Session], T]) -> T:
        """Carry out `work`, or not."""
        if self.fails:
            self.fails = False
            raise LookupError("no such table")
        return await super().run(work)


def test_what_is_planned_is_delivered_although_planning_fails(web: World) -> None:
    web.ana.types("#web", "/task add Fix login page @chloe due friday")
    with web.database.begin() as session:
        place.plan(session, NINE)

    async def story() -> None:
        database = Failing(web.database.url)
        try:
            await jobs.tick(database, web.bot.edge.client, NINE)
        finally:
            database.close()

    with pytest.raises(LookupError):
        web.slack.call(story())
    assert len(web.chloe.sees("@stationmaster")) == 1


def test_what_comes_round_by_itself_has_its_card_and_its_alarm(web: World) -> None:
    web.ana.types("#web", "/task add Backup @chloe due today 3pm every day")
    web.at("2026-11-26T09:00+01:00")
    with web.database.begin() as session:
        keys = session.scalars(select(models.Notice.key)).all()
    assert any(key.startswith("nudge:due_hours:2:") for key in keys)
    cards = [each for each in web.ben.sees("#web") if "WEB-2" in each.text]
    assert len(cards) == 1


def test_a_rule_that_has_ended_is_looked_at_no_more(web: World) -> None:
    web.ana.types("#web", "/task add Stand up due today every day until today")
    web.at("2026-11-26T10:00+00:00")
    with web.database.begin() as session:
        assert series.of_today(session, web.clock()) == []
        assert session.scalars(select(models.Task.repeats)).all() == [""]


def test_who_has_left_comes_back_to_nothing(database: db.Database) -> None:
    with database.begin() as session:
        built = place.build(session)
        person: Any = built.ana
        person.left = True
        absence = models.Absence(
            workspace_id=built.workspace.id,
            person_id=person.id,
            first=date(2026, 7, 1),
            last=date(2026, 7, 3),
            created_at=place.NOW,
        )
        session.add(absence)
        session.flush()
        assert handing.to_end(session, place.NOW) == [absence.id]
        place.plan(session, place.NOW)
        assert absence.returned_at == place.NOW
        assert handing.to_end(session, place.NOW) == []
