"""What is asked often is asked of an index, on both databases: their own plans say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from bot import db, models
from bot.operations import notices, reports, series, task_lists

from . import place
from .place import Place

PEOPLE, TASKS, NOTICES = 400, 8_000, 4_000
"""Enough that no database would rather read the whole table."""


@pytest.fixture
def busy(database: db.Database) -> Iterator[Place]:
    """A workspace that has been in use for a while."""
    with database.begin() as session:
        built = place.build(session)
        session.execute(insert(models.Person), [_person(built, n) for n in range(PEOPLE)])
        session.execute(insert(models.Task), [_task(built, n) for n in range(TASKS)])
        session.execute(insert(models.Notice), [_notice(built, n) for n in range(NOTICES)])
        if not database.is_sqlite:  # there nobody does it; PostgreSQL does it by itself
            session.execute(text("ANALYZE"))
        yield built


def test_the_open_tasks_of_one_person_are_found_by_their_owner(busy: Place) -> None:
    mine = task_lists.Filter(owner_id=busy.ana.id)
    asked = plans(busy.session, lambda: task_lists.page(busy.actor(), mine))
    assert "ix_tasks_owner_open" in asked
    assert not reads_all(asked, "tasks")


def test_a_morning_note_reads_the_tasks_of_its_reader_only(busy: Place) -> None:
    asked = plans(busy.session, lambda: reports.morning(busy.session, busy.ana, place.NOW))
    assert "ix_tasks_owner_open" in asked
    assert not reads_all(asked, "tasks")


def test_the_tick_finds_the_notices_that_wait_among_all_that_were_sent(busy: Place) -> None:
    for question in (
        lambda: notices.claim(busy.session, place.NOW, "me"),
        lambda: notices.waiting(busy.session, place.NOW),
    ):
        asked = plans(busy.session, question)
        assert "ix_notices_waiting" in asked
        assert not reads_all(asked, "notices")


def test_the_tick_looks_only_at_people_whose_note_is_not_decided(busy: Place) -> None:
    asked = plans(busy.session, lambda: place.plan(busy.session, place.NOW))
    assert "ix_people_next_note" in asked
    assert not reads_all(asked, "tasks")


def test_the_tick_finds_what_repeats_by_the_day_that_has_come(busy: Place) -> None:
    before = place.NOW - timedelta(days=1)  # when the day of nearly all is still to come
    asked = plans(busy.session, lambda: list(series.of_today(busy.session, before)))
    assert "ix_tasks_repeating" in asked
    assert not reads_all(asked, "tasks")


def plans(session: Session, question: Callable[[], object]) -> str:
    """The plan of every statement that a question asks, as its database words it."""
    engine = session.get_bind().engine
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    question()
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    connection = session.connection()
    rows = [
        str(row[-1])
        for statement, values in seen
        for row in connection.exec_driver_sql(f"{explain} {statement}", values)
    ]
    assert rows
    return "\n".join(rows)


def reads_all(plan: str, table: str) -> bool:
    """Whether a plan reads a whole table; reading a whole index is not that."""
    lines = [line.strip() for line in plan.splitlines()]
    return any(line == f"SCAN {table}" or f"Seq Scan on {table}" in line for line in lines)


def _person(built: Place, number: int) -> dict[str, Any]:
    return {
        "workspace_id": built.workspace.id,
        "slack_id": f"U{1000 + number}",
        "name": f"Person {number}",
        "zone": f"Etc/GMT+{number % 12}",
        "refreshed_at": place.NOW,
        "noted_on": place.NOW.date(),
        "next_note_at": place.NOW + timedelta(hours=number % 24 + 1),
    }


def _task(built: Place, number: int) -> dict[str, Any]:
    return {
        "workspace_id": built.workspace.id,
        "project_id": built.web.id,
        "number": number + 1,
        "title": "Fix login page",
        "status": models.DONE if number % 3 else models.OPEN,
        "owner_id": built.ana.id + number % PEOPLE,
        "due": date(2026, 8, 1),
        "due_at": place.NOW + timedelta(minutes=number),
        "created_at": place.NOW,
    }


def _notice(built: Place, number: int) -> dict[str, Any]:
    at = place.NOW - timedelta(minutes=number)
    return {
        "workspace_id": built.workspace.id,
        "key": f"words:{number}",
        "kind": "words",
        "person_id": built.ana.id,
        "due_at": at,
        "expires_at": at + timedelta(days=1),
        "state": models.PLANNED if number == 7 else models.SENT,
    }
