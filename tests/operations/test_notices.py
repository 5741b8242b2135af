"""Notices: planned once, whatever happens."""

from __future__ import annotations

from datetime import timedelta

from bot import db, models
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
                notices.put_back(session, notice.id, "a", now, 1.0, error="no answer")
                tries.append(minute)
        assert tries[:8] == [0, 1, 2, 3, 4, 7, 12, 21]
        assert tries[-1] > 8 * 60
        assert notices.waiting(session, now) == 1


def test_a_lease_of_a_clock_that_was_wrong_ends_at_once(database: db.Database) -> None:
    with database.begin() as session:
        notices.plan(session, _words(place.build(session)))
        assert notices.claim(session, place.NOW + timedelta(days=30), "a")
        assert notices.claim(session, place.NOW, "b")
        assert not notices.claim(session, place.NOW, "c")


def test_who_has_lost_a_notice_changes_nothing_of_it(database: db.Database) -> None:
    with database.begin() as session:
        notices.plan(session, _words(place.build(session)))
        (found,) = notices.claim(session, place.NOW, "a")
        later = place.NOW + timedelta(minutes=6)
        assert notices.claim(session, later, "b")
        assert not notices.begin(session, found.id, "a", later)
        notices.settle(session, found.id, "a", models.SENT, 0)
        notices.put_back(session, found.id, "a", later, 1.0)
        notices.put_off(session, [found.id], "a", later)
        session.refresh(found)
        assert (found.state, found.claimed_by, found.tried_at) == (models.CLAIMED, "b", None)
        assert notices.begin(session, found.id, "b", later)
        session.refresh(found)
        assert found.tried_at == later


def _words(built: place.Place) -> notices.New:
    return notices.New(
        workspace_id=built.workspace.id,
        key="words:1",
        kind="words",
        due_at=place.NOW,
        expires_at=place.NOW + timedelta(days=1),
        person_id=built.ana.id,
    )
