"""The database's own promises: one transaction, a second look, aware instants."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from bot import db, models
from bot.operations import people

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_two_requests_that_meet_the_same_new_person_at_once_both_succeed(
    database: db.Database,
) -> None:
    facts = people.PersonFacts("U1", "Ana", "ana", "Europe/Lisbon", "pt-PT")

    def meet(session: Session) -> int:
        workspace = people.workspace(session, "T1")
        return people.learn_person(session, workspace.id, facts, NOW).id

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(database.run(meet) for _ in range(8)))

    assert len(set(asyncio.run(all_at_once()))) == 1


def test_a_naive_instant_is_refused_and_an_aware_one_comes_back_aware(
    database: db.Database,
) -> None:
    with database.begin() as session:
        session.add(models.Delivery(key="a", at=NOW))
    with database.begin() as session:
        assert session.get_one(models.Delivery, "a").at == NOW
    with pytest.raises(Exception, match="naive instant"), database.begin() as session:
        session.add(models.Delivery(key="b", at=NOW.replace(tzinfo=None)))


def test_what_fails_leaves_nothing_behind(database: db.Database) -> None:
    def fails(session: Session) -> None:
        session.add(models.Delivery(key="a", at=NOW))
        session.flush()
        raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        asyncio.run(database.run(fails))
    with database.begin() as session:
        assert session.get(models.Delivery, "a") is None
