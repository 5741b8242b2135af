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
