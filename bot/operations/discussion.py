"""What people say in the thread of a task's card: kept as Slack has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from .. import models
from ..errors import Refusal
from . import access, attachments, people
from .actor import Actor


@dataclass(frozen=True)
class File:
    """A file that somebody shared in Slack."""

    id: str
    url: str
    title: str


@dataclass(frozen=True)
class Said:
    """A message in a thread; `channel` and `ts` are its name in Slack."""

    channel: str
    ts: str
    text: str
    files: Sequence[File] = ()


def hear(actor: Actor, task_id: int, said: Said) -> None:
    """Keep a message of the actor's, or its new words; its files go under the task."""
    task = actor.session.scalars(
        access.items(actor, models.Task).where(models.Task.id == task_id)
    ).one_or_none()
    if task is None:
        return
    known = _find(actor, task_id, said.channel, said.ts)
    if known is not None:
        known.text = said.text
        return
    if not _stays_inside(actor, task, said.channel):
        return
    actor.session.add(
        models.Reply(
            task_id=task.id,
            channel=said.channel,
            ts=said.ts,
            person_id=actor.who.id,
            text=said.text,
            said_at=datetime.fromtimestamp(float(said.ts), UTC),
        )
    )
    for each in said.files:
        try:
            attachments.add(
                actor,
                task,
                kind=models.FILE,
                url=each.url,
                title=each.title,
                slack_id=each.id,
            )
        except Refusal:  # it is there already, or Slack gives it no address
            continue


def _stays_inside(actor: Actor, task: models.Task, slack_id: str) -> bool:
    """Whether what is said in a channel is only read there, or by all anyway.

    A task may have left the private channel in which its old card still stands.
    """
    channel = people.find_channel(actor.session, actor.who.workspace_id, slack_id)
    if channel is None:
        return False
    return not channel.is_private or channel.id == task.project.channel_id


def forget(actor: Actor, task_id: int, channel: str, ts: str) -> None:
    """Somebody has deleted a message."""
    known = _find(actor, task_id, channel, ts)
    if known is not None:
        known.deleted_at = actor.now


def _find(actor: Actor, task_id: int, channel: str, ts: str) -> models.Reply | None:
    return actor.session.scalars(
        select(models.Reply).where(
            models.Reply.task_id == task_id,
            models.Reply.channel == channel,
            models.Reply.ts == ts,
        )
    ).one_or_none()
