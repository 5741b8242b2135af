"""The living card: one message for each task in its project's channel, one notice row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from . import access, notices
from .actor import Actor

KEPT_FOR = timedelta(days=7)
"""So long a card that cannot be posted is tried; the next change of its task tries again."""
MOST_NEW = 5
"""A step that would post more cards than this posts none: it is an import, not a talk."""
SHOWN = frozenset(
    {"", "title", "status", "priority", "owner_id", "owner_role", "due", "due_time", "milestone_id"}
    | {"labels", "blocked", "repeats", "parent_id", "project_id", "number", "deleted_at"}
)
"""Fields of a task that its card shows; an empty one is its creation."""
COUNTED = frozenset({"", "status", "parent_id", "deleted_at"})
"""Fields of a task that the progress of the task above it depends on."""

_task, _project, _channel = models.Task, models.Project, models.Channel
HOMES = (
    select(
        _task.id,
        _task.parent_id,
        _task.owner_id,
        _project.manager_id,
        case((and_(_channel.has_bot, ~_channel.is_archived), _channel.id)).label("channel_id"),
    )
    .join(_project, _project.id == _task.project_id)
    .outerjoin(_channel, _channel.id == _project.channel_id)
    .where(_task.id.in_(bindparam("ids", expanding=True)))
)


class Place(NamedTuple):
    """Where a card stands in Slack."""

    channel: str
    ts: str

    @classmethod
    def of(cls, notice: models.Notice) -> Place | None:
        """Where the message of a notice stands; None where it is not posted."""
        found = notice.sent_channel and notice.sent_ts
        return cls(notice.sent_channel, notice.sent_ts) if found else None  # type: ignore[arg-type]


def key(task_id: int, channel_id: int) -> str:
    """The key of a card's notice."""
    return f"card:{task_id}:{channel_id}"


def homes(actor: Actor, task_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Of each task who it concerns and the channel that its card stands in, None without one."""
    return actor.session.connection().execute(HOMES, {"ids": sorted(task_ids)}).all()


def redraw(actor: Actor, channels: Mapping[int, int]) -> set[int]:
    """Have the cards of these tasks posted, or edited; returns the tasks that get one.

    `channels` is the channel of each task.
    """
    wanted = set(channels)
    if len(wanted) > MOST_NEW:
        standing = _standing(actor, [key(*each) for each in channels.items()])
        if len(wanted - standing) > MOST_NEW:
            wanted = standing
    notices.arm(
        actor.session,
        [
            notices.New(
                workspace_id=actor.who.workspace_id,
                key=key(task_id, channels[task_id]),
                kind="card",
                channel_id=channels[task_id],
                subject_id=task_id,
                due_at=actor.now,
                expires_at=actor.now + KEPT_FOR,
            )
            for task_id in wanted
        ],
    )
    return wanted


def _standing(actor: Actor, keys: Sequence[str]) -> set[int]:
    """Tasks whose card is there or on its way."""
    table = models.Notice
    found = actor.session.scalars(
        select(table.subject_id).where(
            table.workspace_id == actor.who.workspace_id,
            table.key.in_(keys),
            table.sent_ts.is_not(None) | table.state.in_(notices.WAITING),
        )
    )
    return {each for each in found if each is not None}


def edit(actor: Actor, keys: Sequence[str]) -> None:
    """Have cards drawn anew where they stand already."""
    if keys:
        table = models.Notice
        mine = and_(table.workspace_id == actor.who.workspace_id, table.key.in_(sorted(keys)))
        notices.arm_again(actor.session, mine, actor.now, actor.now + KEPT_FOR)


def edit_all(actor: Actor, project_ids: Sequence[int]) -> None:
    """Have every card of some projects drawn anew: what they are called or where has changed."""
    table = models.Notice
    theirs = select(models.Task.id).where(models.Task.project_id.in_(project_ids))
    cards = and_(
        table.workspace_id == actor.who.workspace_id,
        table.kind == "card",
        table.sent_ts.is_not(None),
        table.subject_id.in_(theirs),
    )
    notices.arm_again(actor.session, cards, actor.now, actor.now + KEPT_FOR)


# ── for the sender ───────────────────────────────────────────────────────────────────────────


def find(session: Session, task_id: int | None, channel_id: int | None) -> models.Notice | None:
    """The row of a card, where there is one."""
    task = session.get(models.Task, task_id)
    if task is None or channel_id is None:
        return None
    return session.scalars(
        select(models.Notice).where(
            models.Notice.workspace_id == task.workspace_id,
            models.Notice.key == key(task.id, channel_id),
        )
    ).one_or_none()


def task_of(session: Session, notice: models.Notice) -> models.Task | None:
    """The task of a card, deleted ones too."""
    return session.scalars(
        select(models.Task)
        .where(models.Task.id == notice.subject_id)
        .options(joinedload(models.Task.project), joinedload(models.Task.owner))
    ).one_or_none()


def progress(session: Session, task: models.Task) -> tuple[int, int]:
    """How many sub-tasks are done, and how many there are."""
    row = session.execute(
        select(
            func.count(models.Task.id).filter(models.Task.status == models.DONE),
            func.count(models.Task.id),
        ).where(
            models.Task.parent_id == task.id,
            models.Task.project_id == task.project_id,
            models.Task.deleted_at.is_(None),
        )
    ).one()
    return row[0], row[1]


def is_talked_about(session: Session, notice: models.Notice) -> bool:
    """Whether something was said in the thread of a card."""
    replies = select(models.Reply.id).where(
        models.Reply.task_id == notice.subject_id, models.Reply.deleted_at.is_(None)
    )
    said = select(models.Notice.id).where(
        models.Notice.kind == "said",
        models.Notice.subject_id == notice.subject_id,
        models.Notice.state == models.SENT,
    )
    return any(session.scalars(each.limit(1)).first() for each in (replies, said))


def may_name(session: Session, notice: models.Notice, project: models.Project) -> bool:
    """Whether everybody in a card's channel may hear of a project."""
    channel = session.get(models.Channel, notice.channel_id)
    asked = select(models.Project.id).where(
        access.visible_in(channel, notice.workspace_id), models.Project.id == project.id
    )
    return session.scalar(asked) is not None


def at(session: Session, team: str, place: Place) -> int | None:
    """The task whose card stands in a place in Slack, or None."""
    table = models.Notice
    return session.scalars(
        select(table.subject_id)
        .join(models.Workspace, models.Workspace.id == table.workspace_id)
        .where(
            table.sent_channel == place.channel,
            table.sent_ts == place.ts,
            table.kind == "card",
            models.Workspace.slack_id == team,
        )
    ).first()


def key_at(session: Session, team: str, place: Place) -> str:
    """The key of the task whose card stands there, for somebody who may look it up; or empty."""
    task = session.get(models.Task, at(session, team, place) or 0)
    return task.key if task is not None else ""
