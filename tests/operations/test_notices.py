"""Notices: planned once, whatever happens."""

from __future__ import annotations

from datetime import timedelta

from bot import db
from bot.operations import notices

from . import place


def test_planning_a_notice_a_second_time_is_no_plan(database: db.Database) -> None:
    with database.begin() as session:
        built = place.build(session)
        new = notices.New(
            workspace_id=built.workspace.id,
            key="words:1",
            kind="words",
            due_at=place.NOW,
            expires_at=place.NOW + timedelta(days=1),
            person_id=built.ana.id,
        )
        assert notices.plan(session, new)
        assert not notices.plan(session, new)


def test_a_notice_is_tried_until_it_expires_less_and_less_often(database: db.Database) -> None:
    with database.begin() as session:
        built = place.build(session)
        new = notices.New(
            workspace_id=built.workspace.id,
            key="words:1",
            kind="words",
            due_at=place.NOW,
            expires_at=place.NOW + timedelta(days=1),
            person_id=built.ana.id,
        )
        notices.plan(session, new)
        tries = []
        for minute in range(9 * 60):
            now = place.NOW + timedelta(minutes=minute)
            for notice in notices.claim(session, now, "a"):
                notices.put_back(session, notice.id, now, 1.0, "no answer")
                tries.append(minute)
        assert tries[:8] == [0, 1, 2, 3, 4, 7, 12, 21]
        assert tries[-1] > 8 * 60
        assert notices.waiting(session, now) == 1
