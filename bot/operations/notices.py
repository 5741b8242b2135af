"""Notices: what is to be told to others, planned once, claimed with a lease, sent once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from .. import models
from . import statements

ADD = statements.upsert(
    models.Notice, lambda new: new.on_conflict_do_nothing().returning(models.Notice.id)
)
WAITING = (models.PLANNED, models.CLAIMED)


def _anew(due_at: Any, expires_at: Any) -> dict[Any, Any]:
    """What a notice that stands already becomes when what it shows has changed.

    One that is being sent stays claimed: its sender sees the new revision and puts it back. One
    that failed may have got through for all we know: when it was tried is kept.
    """
    table = models.Notice
    waits = or_(table.state == models.PLANNED, table.state == models.CLAIMED)
    return {
        table.revision: table.revision + 1,
        table.due_at: due_at,
        table.expires_at: expires_at,
        table.state: case((table.state == models.CLAIMED, models.CLAIMED), else_=models.PLANNED),
        table.claimed_until: case((waits, table.claimed_until), else_=None),
        table.attempts: case((waits, table.attempts), else_=0),
        table.tried_at: case((table.state == models.SENT, None), else_=table.tried_at),
    }


ARM = statements.upsert(
    models.Notice,
    lambda new: new.on_conflict_do_update(
        index_elements=["workspace_id", "key"],
        set_={
            column.key: value
            for column, value in _anew(new.excluded.due_at, new.excluded.expires_at).items()
        },
    ),
)
ARM_AGAIN = update(models.Notice).values(_anew(bindparam("now"), bindparam("until")))
CLAIMABLE = (
    select(models.Notice.id)
    .where(
        models.Notice.due_at <= bindparam("now"),
        statements.among(models.Notice.state, WAITING),
        or_(
            models.Notice.claimed_until < bindparam("now"),
            # Nothing is put back for so long: the clock was.
            models.Notice.claimed_until > bindparam("far"),
            and_(models.Notice.claimed_until.is_(None), models.Notice.state == models.PLANNED),
        ),
    )
    .order_by(models.Notice.due_at, models.Notice.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
COUNT_WAITING = select(func.count(models.Notice.id)).where(
    statements.among(models.Notice.state, WAITING), models.Notice.due_at <= bindparam("now")
)
LEASE = timedelta(minutes=5)
AT_ONCE = 4
"""So often a notice is tried in quick succession; then less and less often, until it expires."""
LONGEST_PAUSE = timedelta(minutes=15)
FAR = timedelta(days=1)


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
        ADD[connection.dialect.name], {**vars(new), "state": state, "attempts": 0}
    )
    return added.first() is not None


def arm(session: Session, news: Sequence[New]) -> None:
    """Have each notice sent, or sent again where it was: a key is one row, which is its lock."""
    connection = session.connection()
    rows = [
        {**vars(new), "state": models.PLANNED, "attempts": 0, "revision": 0}
        # In one order, so that two steps at once wait for each other, not in a circle.
        for new in sorted(news, key=lambda new: new.key)
    ]
    if rows:
        connection.execute(ARM[connection.dialect.name], rows)


def arm_again(session: Session, which: ColumnElement[bool], now: datetime, until: datetime) -> None:
    """Have the notices sent again that were sent or planned before; plans no new ones."""
    session.execute(
        ARM_AGAIN.where(which).execution_options(synchronize_session=False),
        {"now": now, "until": until},
    )


def decide(session: Session, new: New) -> bool:
    """Note that there is nothing to send for this key, now and later."""
    return plan(session, new, models.EMPTY)


def claim(session: Session, now: datetime, by: str, limit: int = 50) -> Sequence[models.Notice]:
    """Take notices that are due and nobody is sending; the lease ends by itself after a crash."""
    table = models.Notice
    ids = session.scalars(CLAIMABLE, {"now": now, "far": now + FAR, "most": limit}).all()
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


def find(session: Session, workspace_id: int, key: str) -> models.Notice | None:
    """The notice with a key, or None."""
    return session.scalars(
        select(models.Notice).filter_by(workspace_id=workspace_id, key=key)
    ).one_or_none()


def begun(session: Session, workspace_id: int, prefix: str) -> int:
    """How many notices with such keys wait no more: the number of the one that may still."""
    table = models.Notice
    found = session.scalar(
        select(func.count(table.id)).where(
            table.workspace_id == workspace_id,
            table.key.startswith(prefix, autoescape=True),
            table.state != models.PLANNED,
        )
    )
    return found or 0


def hold(
    session: Session, notice_id: int, by: str, now: datetime, *, again: bool
) -> models.Notice | None:
    """A claimed notice whose turn has come, its lease begun anew; None where another has it.

    `now` is later than the claim by what the notices before it have taken; `again` means that it
    was put back by this very pass, which tries once more.
    """
    found = session.get_one(models.Notice, notice_id, with_for_update=True, populate_existing=True)
    held = found.state == models.CLAIMED or (again and found.state == models.PLANNED)
    if not held or found.claimed_by != by:
        return None
    found.state, found.claimed_until = models.CLAIMED, now + LEASE
    found.attempts += again
    session.flush()
    return found


def _own(notice_id: int, by: str) -> ReturningUpdate[int]:
    """A change of a notice by whoever has claimed it; none where another has by now."""
    table = models.Notice
    return (
        update(table)
        .where(table.id == notice_id, table.claimed_by == by)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )


def begin(session: Session, notice_id: int, by: str, now: datetime) -> bool:
    """Note that a message is about to be posted: from now on it may stand; False where another's.

    Its own small transaction, since after a crash nobody knows more.
    """
    table = models.Notice
    changed = (
        _own(notice_id, by)
        .where(table.state == models.CLAIMED)
        .values(tried_at=func.coalesce(table.tried_at, now), claimed_until=now + LEASE)
    )
    return session.scalar(changed) is not None


def postpone(
    session: Session, notice: models.Notice, until: datetime, expires_at: datetime
) -> None:
    """Let a held notice, which was not tried now, become due later."""
    notice.state, notice.claimed_until = models.PLANNED, None
    notice.due_at, notice.expires_at = until, expires_at
    notice.attempts -= 1
    if notice.tried_at is None:
        notice.counted_on = None  # it takes a place of that day
    session.flush()


def settle(
    session: Session, notice_id: int, by: str, state: str, revision: int, **outcome: object
) -> None:
    """Record how a notice ended; where it has changed since `revision`, it is to be sent again."""
    table = models.Notice
    same = table.revision == revision
    session.execute(
        _own(notice_id, by).values(
            state=case((same, state), else_=models.PLANNED),
            claimed_until=None,
            attempts=case((same, table.attempts), else_=0),
            **outcome,
        )
    )


def put_back(
    session: Session,
    notice_id: int,
    by: str,
    now: datetime,
    wait: float,
    *,
    counts: bool = True,
    **known: object,
) -> None:
    """Keep a notice for a later try, at least `wait` seconds from now.

    What does not count, since nothing was wrong with the notice, does not make the pauses longer.
    """
    table = models.Notice
    tried = session.scalar(select(table.attempts).where(table.id == notice_id)) or 0
    over = min(max(tried - AT_ONCE, 0), 4) if counts else 0
    pause = min(timedelta(minutes=2**over), LONGEST_PAUSE) if over else timedelta()
    until = now + max(timedelta(seconds=wait), pause)
    session.execute(
        _own(notice_id, by).values(
            state=models.PLANNED,
            claimed_until=until,
            attempts=tried - (not counts),
            **known,
        )
    )


def put_off(session: Session, notice_ids: Sequence[int], by: str, until: datetime) -> None:
    """Leave claimed notices, which were not tried, for a later pass."""
    table = models.Notice
    session.execute(
        update(table)
        .where(table.id.in_(notice_ids), table.claimed_by == by)
        .values(state=models.PLANNED, claimed_until=until, attempts=table.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def waiting(session: Session, now: datetime) -> int:
    """How many notices are due and not settled."""
    return session.scalar(COUNT_WAITING, {"now": now}) or 0
