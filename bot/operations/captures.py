"""Tasks made of messages: once per message, its address kept, and told in its thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from .. import models
from ..errors import Refusal
from . import access, attachments, focus, history, notices, people
from .actor import Actor

TOLD = {"deleted_at", "project_id"}
"""Fields of a task that the answer in the thread of its message depends on."""
TELL_FOR = timedelta(hours=1)
"""An answer in a thread that could not be posted by then helps nobody."""


@dataclass(frozen=True)
class Source:
    """The message that a task is made of: its place, its thread's first message, its address."""

    channel: str
    ts: str
    thread: str
    url: str

    @property
    def slack_id(self) -> str:
        """What the message is called among the attachments."""
        return f"{self.channel}:{self.ts}"


def made_of(actor: Actor, slack_id: str) -> models.Task | None:
    """The task that was made of a message, as far as the actor may see it."""
    found = attachments.find_by(actor, slack_id)
    return found.task if found is not None else None


def refuse_twice(actor: Actor, source: Source) -> None:
    """Refuse a second task of the same message."""
    made = hold(actor, source)
    if made is not None:
        raise Refusal(f"{made.key} was made of that message meanwhile: nothing was changed.")


def hold(actor: Actor, source: Source) -> models.Task | None:
    """What was made of a message; nobody else makes a task here until this transaction ends."""
    channel = people.find_channel(actor.session, actor.who.workspace_id, source.channel)
    if channel is not None:
        history.hold(actor, channel)
    return made_of(actor, source.slack_id)


def switched_on(actor: Actor) -> models.Project | None:
    """The project that a reaction here makes tasks in, if one wants that.

    Of several, the one this person used last here; else one that lives here. What is said in a
    private channel goes only into a project that lives there.
    """
    if actor.who.is_bot:
        return None
    channel = people.find_channel(actor.session, actor.who.workspace_id, actor.channel)
    closed = channel is None or channel.is_private
    found = [
        each
        for each in access.projects_here(actor)
        if each.tickets and (not closed or _lives_here(actor, each))
    ]
    last = focus.recall(actor)[1]
    by_rank = sorted(found, key=lambda each: (each.id != last, not _lives_here(actor, each)))
    return by_rank[0] if by_rank else None


def _lives_here(actor: Actor, project: models.Project) -> bool:
    return project.channel is not None and project.channel.slack_id == actor.channel


def keep(actor: Actor, task: models.Task, source: Source) -> Sequence[str]:
    """Keep the message with its task and tell its thread; what the person should know of that."""
    attachments.add(
        actor,
        task,
        kind=models.MESSAGE,
        url=source.url,
        title="The message that this was made of",
        slack_id=source.slack_id,
    )
    channel = people.find_channel(actor.session, actor.who.workspace_id, source.channel)
    if channel is None or not channel.has_bot or channel.is_archived:
        return ["I cannot post in that conversation, so only you see this answer."]
    if not may_hear(actor.session, channel, task.project):
        return [f"Not everybody there may see {task.project.key}, so only you see this answer."]
    actor.told |= notices.plan(
        actor.session,
        notices.New(
            workspace_id=task.workspace_id,
            key=_key(task.id),
            kind="made",
            channel_id=channel.id,
            subject_id=task.id,
            body=source.thread,
            due_at=actor.now,
            expires_at=actor.now + TELL_FOR,
        ),
    )
    return []


def retell(actor: Actor, task_ids: Sequence[int]) -> None:
    """Have what the threads were told of some tasks written anew, where it stands."""
    if task_ids:
        table = models.Notice
        told = and_(
            table.workspace_id == actor.who.workspace_id,
            table.key.in_([_key(each) for each in task_ids]),
            table.sent_ts.is_not(None),
        )
        notices.arm_again(actor.session, told, actor.now, actor.now + TELL_FOR)


def _key(task_id: int) -> str:
    return f"made:{task_id}"


def may_hear(session: Session, channel: models.Channel, project: models.Project) -> bool:
    """Whether everybody in a channel may read of a project."""
    asked = select(models.Project.id).where(
        access.visible_in(channel, project.workspace_id), models.Project.id == project.id
    )
    return session.scalar(asked) is not None
