"""Time worked on tasks: totals, shares, the limits of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot import db, models
from bot.errors import Invalid, NotFound
from bot.operations import tasks, time_log
from tests.operations import place
from tests.operations.place import Place


@pytest.fixture
def built(database: db.Database) -> Iterator[Place]:
    """Two people and their projects."""
    with database.begin() as session:
        yield place.build(session)


def a_task(built: Place) -> models.Task:
    return tasks.add(built.actor(), built.web, tasks.New("Fix login"))


def test_totals_count_what_stands_and_shares_name_who_worked_longest_first(built: Place) -> None:
    task = a_task(built)
    today = built.actor().today
    time_log.log(built.actor(), task, 60, today)
    time_log.log(built.actor(built.ben), task, 150, today)
    gone = time_log.log(built.actor(), task, 30, today - timedelta(days=1))
    assert time_log.total(built.session, task.id) == 240
    time_log.take_back(built.actor(), gone.id)
    built.session.flush()
    assert time_log.total(built.session, task.id) == 210
    shares = time_log.shares(built.actor(), task)
    assert [(each.person.name, each.minutes) for each in shares] == [("Ben", 150), ("Ana", 60)]
    assert time_log.total(built.session, a_task(built).id) == 0


@pytest.mark.parametrize(("minutes", "days"), [(0, 0), (-5, 0), (60, 1), (24 * 60 + 1, 0)])
def test_no_time_and_time_to_come_are_refused(built: Place, minutes: int, days: int) -> None:
    actor = built.actor()
    with pytest.raises(Invalid):
        time_log.log(actor, a_task(built), minutes, actor.today + timedelta(days=days))
    assert actor.set_id is None


def test_a_whole_day_is_the_most_and_what_was_taken_back_is_free_again(built: Place) -> None:
    task, actor = a_task(built), built.actor()
    entry = time_log.log(actor, task, 24 * 60, actor.today)
    with pytest.raises(Invalid, match="24h 1m"):
        time_log.log(built.actor(), task, 1, actor.today)
    time_log.take_back(built.actor(), entry.id)
    built.session.flush()
    time_log.log(built.actor(), task, 1, actor.today)


def test_nobody_takes_back_an_entry_of_somebody_else(built: Place) -> None:
    entry = time_log.log(built.actor(), a_task(built), 60, built.actor().today)
    with pytest.raises(NotFound):
        time_log.take_back(built.actor(built.ben), entry.id)


def test_a_step_of_logging_is_undone(built: Place) -> None:
    task, actor = a_task(built), built.actor()
    time_log.log(actor, task, 60, actor.today)
    built.undo(actor)
    assert time_log.total(built.session, task.id) == 0
