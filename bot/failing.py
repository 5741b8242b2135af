"""What is done about a notice that Slack will never take: recorded, and its owner told once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from . import models
from .operations import digests, notices
from .sending import Ready

log = logging.getLogger(__name__)

DELETED = "message_not_found"
"""Somebody has deleted it: it is posted anew."""
TOO_OLD = "edit_window_closed"
"""A message that may not be edited any more: the next change posts a new one."""
CLOSED = {"is_archived": "it is archived", "channel_is_archived": "it is archived"}
OUTSIDE = {"not_in_channel": "I am not in it", "channel_not_found": "I am not in it"}
TOLD_FOR = timedelta(days=3)


def give_up(session: Session, ready: Ready, error: str, now: datetime) -> None:
    """Record a final failure; whoever can help hears of it once a channel and reason."""
    notices.settle(session, ready.id, models.FAILED, ready.revision, error=error)
    notice = session.get_one(models.Notice, ready.id)
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    if channel is None:
        return  # a person who cannot be written to: nobody is told of that
    if error in CLOSED:
        channel.is_archived = True
    if error in OUTSIDE:
        channel.has_bot = False
    person, what, instead = _owner(session, notice)
    if person is None or person.left:
        log.warning("nobody can be told that notice %s failed: %s", notice.key, error)
        return
    reason = {**CLOSED, **OUTSIDE}.get(error, f"Slack says “{error}”")
    name = "its private channel" if channel.is_private else f"#{channel.name}"
    notices.plan(
        session,
        notices.New(
            workspace_id=notice.workspace_id,
            # The digest of each program, but a channel's cards only once.
            key=f"failed:{notice.kind}:{channel.id}:{what}:{error}:{now:%Y-%m}",
            kind="words",
            person_id=person.id,
            due_at=now,
            expires_at=now + TOLD_FOR,
            body=f"I could not post {what} in {name} ({error}): {reason}. "
            f"Invite me there, or {instead}.",
        ),
    )


def _owner(session: Session, notice: models.Notice) -> tuple[models.Person | None, str, str]:
    """Who is told, what of, and what they can do instead of inviting the bot."""
    if notice.kind == "digest":
        return _of_digest(session, notice)
    if notice.kind != "card":
        return None, "", ""
    task = session.get(models.Task, notice.subject_id)
    if task is None:
        return None, "", ""
    key = task.project.key
    return (
        task.project.manager,
        f"the cards of {key}",
        f"give it another channel with /project link {key} #channel",
    )


def _of_digest(session: Session, notice: models.Notice) -> tuple[models.Person | None, str, str]:
    about, _ = digests.about(session, notice)
    if about is None:
        return None, "", ""
    noun = "program" if isinstance(about, models.Program) else "project"
    return (
        about.manager,
        f"the digest of {about.key}",
        f"choose another one with /{noun} digest {about.key} monday 9am in #channel",
    )
