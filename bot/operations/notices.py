"""Notices: what is to be told to others, planned once, claimed with a lease, sent once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from .. import models
from . import statements

ADD = statements.upsert(
    models.Notice, lambda new: new.on_conflict_do_nothing().returning(models.Notice.id)
)
WAITING = (models.PLANNED, models.CLAIMED)
LEASE = timedelta(minutes=5)
AT_ONCE = 4
"""So often a notice is tried in quick succession; then less and less often, until it expires."""
LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class New:
    """A notice to plan; `key` is unique in the workspace, so planning it twice is a no-op."""

    workspace_id: int
    key: str
    kind: str
    due_at: datetime
    expires_at: datetime
    person_id: int | None = None
    channel_id: int | None = None
    subject_id: int | None = None
    body: str = ""


def plan(session: Session, new: New, state: str = models.PLANNED) -> bool:
    """Write the notice; False where it stands already."""
    connection = session.connection()
    added = connection.execute(
        ADD[connection.dialect.name], {**asdict(new), "state": state, "attempts": 0}
    )
    return added.first() is not None


def decide(session: Session, new: New) -> bool:
    """Note that there is nothing to send for this key, now and later."""
    return plan(session, new, models.EMPTY)


def claim(session: Session, now: datetime, by: str, limit: int = 50) -> Sequence[models.Notice]:
    """Take notices that are due and nobody is sending; the lease ends by itself after a crash."""
    table = models.Notice
    waits = statements.among(table.state, WAITING)
    ready = or_(
        table.claimed_until < now,
        and_(table.claimed_until.is_(None), table.state == models.PLANNED),
    )
    ids = session.scalars(
        select(table.id)
        .where(table.due_at <= now, waits, ready)
        .order_by(table.due_at, table.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not ids:
        return []
    session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values(
            state=models.CLAIMED,
            claimed_by=by,
            claimed_until=now + LEASE,
            attempts=table.attempts + 1,
        )
        .execution_options(synchronize_session=False)
    )
    return session.scalars(
        select(table).where(table.id.in_(ids)).order_by(table.due_at, table.id)
    ).all()


def settle(session: Session, notice_id: int, state: str, **outcome: object) -> None:
    """Record how a notice ended."""
    session.execute(
        update(models.Notice).where(models.Notice.id == notice_id).values(state=state, **outcome)
    )


def put_back(session: Session, notice_id: int, now: datetime, wait: float, error: str) -> None:
    """Keep a notice for a later try, at least `wait` seconds from now."""
    tried = session.scalar(select(models.Notice.attempts).where(models.Notice.id == notice_id)) or 0
    over = min(max(tried - AT_ONCE, 0), 4)
    pause = min(timedelta(minutes=2**over), LONGEST_PAUSE) if over else timedelta()
    until = now + max(timedelta(seconds=wait), pause)
    settle(session, notice_id, models.PLANNED, claimed_until=until, error=error)


def retry_now(session: Session, by: str) -> None:
    """Let this worker's notices that wait for Slack be claimed again: the wait is over."""
    session.execute(
        update(models.Notice)
        .where(
            models.Notice.claimed_by == by,
            models.Notice.state == models.PLANNED,
            models.Notice.attempts < AT_ONCE,
        )
        .values(claimed_until=None)
    )


def waiting(session: Session, now: datetime) -> int:
    """How many notices are due and not settled."""
    table = models.Notice
    found = session.scalar(
        select(func.count(table.id)).where(
            statements.among(table.state, WAITING), table.due_at <= now
        )
    )
    return found or 0
