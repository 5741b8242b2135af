"""Links, files in Slack and messages that a task is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Select, select

from .. import models
from ..errors import Invalid, NotFound, Refusal
from . import access, history, words
from .actor import Actor

ADDRESS = re.compile(r"https?://[\w\[][^\s<>|]*", re.IGNORECASE)
LONGEST = 3_000
"""Characters of an address, as Slack's own buttons and links allow."""
KINDS = {models.LINK: "a link", models.FILE: "a file", models.MESSAGE: "a message"}


def add(
    actor: Actor,
    task: models.Task,
    *,
    kind: str = models.LINK,
    url: str,
    title: str = "",
    slack_id: str = "",
) -> models.Attachment:
    """Put a link, a file or a message under a task; refuses what is there already."""
    if not ADDRESS.fullmatch(url) or len(url) > LONGEST:
        raise Invalid("link", f"“{url[:60]}” is no address: write https://… .")
    if actor.session.scalars(_alive(task).where(models.Attachment.url == url)).first():
        raise Refusal(f"That is linked to {task.key} already: nothing was changed.")
    made = models.Attachment(
        workspace_id=task.workspace_id,
        task_id=task.id,
        kind=kind,
        url=url,
        title=" ".join(words.plain(title).split())[: words.TITLE_LIMIT],
        slack_id=slack_id,
        person_id=actor.who.id,
        created_at=actor.now,
    )
    actor.session.add(made)
    actor.session.flush()
    said = f"put {KINDS[kind]} under {task.key}"
    history.created(actor, "attachment", made.id, made.title or url[:80], said)
    return made


def of(actor: Actor, task: models.Task) -> Sequence[models.Attachment]:
    """What is under a task, oldest first."""
    return actor.session.scalars(_alive(task).order_by(models.Attachment.id)).all()


def find_by(actor: Actor, slack_id: str) -> models.Attachment | None:
    """The file or message with this Slack id under a task that the actor may see, or None."""
    return actor.session.scalars(
        _seen(actor)
        .where(models.Attachment.slack_id == slack_id)
        .order_by(models.Attachment.id)
        .limit(1)
    ).first()


def find(actor: Actor, attachment_id: int) -> models.Attachment:
    """An attachment by its id."""
    found = actor.session.scalars(
        _seen(actor).where(models.Attachment.id == attachment_id)
    ).one_or_none()
    if found is None:
        raise NotFound("That was taken away already: nothing was changed.")
    return found


def remove(actor: Actor, task: models.Task, url: str) -> None:
    """Take what has this address away from a task."""
    found = actor.session.scalars(_alive(task).where(models.Attachment.url == url)).first()
    if found is None:
        raise NotFound(f"That is not linked to {task.key}: `show {task.key}` says what is.")
    take_away(actor, found)


def take_away(actor: Actor, attachment: models.Attachment) -> None:
    """Take a link, file or message away from its task."""
    said = f"took {KINDS[attachment.kind]} away from {attachment.task.key}"
    history.change(actor, attachment, said, deleted_at=actor.now)


def _alive(task: models.Task) -> Select[models.Attachment]:
    return select(models.Attachment).where(
        models.Attachment.task_id == task.id, models.Attachment.deleted_at.is_(None)
    )


def _seen(actor: Actor) -> Select[models.Attachment]:
    return (
        select(models.Attachment)
        .join(models.Task, models.Task.id == models.Attachment.task_id)
        .join(models.Project, models.Project.id == models.Task.project_id)
        .where(
            models.Attachment.deleted_at.is_(None),
            models.Task.deleted_at.is_(None),
            access.visible(actor),
        )
    )
