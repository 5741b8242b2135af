"""Tasks that repeat, on both databases: one follows, once, and takes what it should."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import dates, db, models
from bot.operations import history, series, tasks

from . import place
from .place import Place

DUE = dates.Deadline(date(2026, 7, 20))  # a Monday
DAY_BEFORE = datetime(2026, 7, 19, 21, 59, tzinfo=UTC)
"""One minute before midnight in Berlin."""


@pytest.fixture
def built(database: db.Database) -> Iterator[Place]:
    with database.begin() as session:
        yield place.build(session)


def weekly(built: Place, **fields: object) -> models.Task:
    new = tasks.New("Check the backups", deadline=DUE, repeats="every monday", **fields)  # type: ignore[arg-type]
    return built.session.get_one(models.Task, tasks.add(built.actor(), built.web, new).id)


def occurrences(built: Place) -> Sequence[models.Task]:
    built.session.flush()
    return built.session.scalars(select(models.Task).order_by(models.Task.id)).all()


def test_the_next_one_is_made_when_the_day_begins_where_the_project_is(built: Place) -> None:
    weekly(built)
    place.plan(built.session, DAY_BEFORE)
    assert len(occurrences(built)) == 1
    for minutes in (1, 2, 60):
        place.plan(built.session, DAY_BEFORE + timedelta(minutes=minutes))
    assert [each.due for each in occurrences(built)] == [DUE.day, date(2026, 7, 27)]


def test_the_bot_itself_stands_in_the_history(built: Place) -> None:
    weekly(built)
    place.plan(built.session, DAY_BEFORE + timedelta(minutes=1))
    assert occurrences(built)[1].created_by is None
    step = built.session.scalars(
        select(models.ChangeSet).where(models.ChangeSet.actor_id.is_(None))
    ).one()
    assert step.words == "added WEB-2"


def test_three_weeks_of_silence_make_one(built: Place) -> None:
    weekly(built)
    late = DAY_BEFORE + timedelta(days=22, hours=12)
    place.plan(built.session, late)
    place.plan(built.session, late)
    assert [each.due for each in occurrences(built)] == [DUE.day, date(2026, 8, 17)]


def test_done_first_or_after_makes_no_second_one(built: Place) -> None:
    first = weekly(built)
    tasks.finish(built.actor(), first)
    place.plan(built.session, DAY_BEFORE + timedelta(minutes=1))
    assert len(occurrences(built)) == 2
    second = occurrences(built)[1]
    place.plan(built.session, DAY_BEFORE + timedelta(days=7, minutes=1))
    tasks.finish(built.actor(later=20_000), second)
    assert len(occurrences(built)) == 3


def test_a_next_one_that_was_deleted_is_not_made_again_by_time(built: Place) -> None:
    weekly(built)
    place.plan(built.session, DAY_BEFORE + timedelta(minutes=1))
    gone = occurrences(built)[1]
    history.change(built.actor(), gone, "deleted", deleted_at=place.NOW)
    place.plan(built.session, DAY_BEFORE + timedelta(minutes=2))
    assert len(occurrences(built)) == 2


def test_what_is_done_deleted_undated_or_of_a_deleted_project_makes_none(built: Place) -> None:
    after = DAY_BEFORE + timedelta(minutes=1)
    tasks.cancel(built.actor(), weekly(built))
    history.change(built.actor(), weekly(built), "deleted", deleted_at=place.NOW)
    tasks.edit(built.actor(), weekly(built), deadline=None)
    history.change(built.actor(), built.app, "deleted", deleted_at=place.NOW)
    tasks.add(built.actor(), built.app, tasks.New("Away", deadline=DUE, repeats="every monday"))
    place.plan(built.session, after)
    assert len(occurrences(built)) == 4


def test_a_rule_that_ends_makes_no_more(built: Place) -> None:
    task = weekly(built)
    series.repeat(built.actor(), task, "every monday until 2026-07-27", None)
    for week in (0, 7, 14):
        place.plan(built.session, DAY_BEFORE + timedelta(days=week, minutes=1))
    assert [each.due for each in occurrences(built)] == [DUE.day, date(2026, 7, 27)]


def test_a_change_of_one_only_is_not_handed_on_and_can_be_taken_back(built: Place) -> None:
    task = weekly(built, owner=built.ana)
    change = built.actor(later=1)
    tasks.edit(change, task, priority="high", owner_id=built.ben.id)
    assert change.set_id is not None
    only = built.actor(later=2)
    series.only_this(only, task, change.set_id)
    assert task.next_fields == {"priority": "normal", "owner_id": built.ana.id}
    built.undo(only)
    assert task.next_fields is None
    tasks.finish(built.actor(later=3), task)
    assert occurrences(built)[1].owner_id == built.ben.id
