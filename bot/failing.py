"""What is done about a notice that Slack will never take: recorded, and its owner told once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from . import models
from .operations import digests, notices, postings
from .sending import Ready

log = logging.getLogger(__name__)

DELETED = "message_not_found"
"""Somebody has deleted it."""
POSTED_ANEW = {"card", "made"}
"""Kinds that are posted anew then: they are where work is done, and ring nobody."""
TOO_OLD = "edit_window_closed"
"""A message that may not be edited any more: the next change posts a new one."""
GONE = "channel_not_found"
CLOSED = {"is_archived", "channel_is_archived"}
OUTSIDE = {"not_in_channel", GONE}
FORBIDDEN = {"restricted_action", "restricted_action_read_only_channel", "not_allowed_to_post"}
OF_CARDS = {"card", "said"}
"""Cards, and what is said in their threads."""
TOLD_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Lost:
    """What could not be posted, who can help, and how."""

    noun: str
    what: str
    key: str
    """Until what it is said once, of a channel and reason."""
    there: Sequence[models.Person]
    """The first of them who has not left is told."""
    instead: str
    """What they can do, in the imperative."""
    kind: str = "words"


def tell(session: Session, ready: Ready, error: str, now: datetime) -> None:
    """Have whoever can help hear of a final failure, once a channel and reason."""
    notice = session.get_one(models.Notice, ready.id)
    channel = session.get(models.Channel, notice.channel_id) if notice.channel_id else None
    if channel is None:
        return  # a person who cannot be written to: nobody is told of that
    if error in CLOSED:
        channel.is_archived = True
    if error in OUTSIDE:
        channel.has_bot = False
    if ready.spot and error not in {*CLOSED, *OUTSIDE}:
        return  # it stands, and says what was
    lost = _digest(session, notice, now) if notice.kind == "digest" else None
    if notice.kind in OF_CARDS:
        lost = _cards(session, notice, now)
    person = next((each for each in lost.there if not each.left), None) if lost else None
    if lost is None or person is None:
        log.warning("nobody can be told that notice %s failed: %s", notice.key, error)
        return
    notices.plan(
        session,
        notices.New(
            workspace_id=notice.workspace_id,
            key=f"failed:{lost.noun}:{channel.id}:{error}:{lost.key}",
            kind=lost.kind,
            person_id=person.id,
            subject_id=notice.subject_id,
            due_at=now,
            expires_at=now + TOLD_FOR,
            body=_words(session, lost, channel, person, error),
        ),
    )


def _words(
    session: Session, lost: Lost, channel: models.Channel, person: models.Person, error: str
) -> str:
    inside = session.get(models.ChannelMember, (channel.id, person.slack_id)) is not None
    name = f"#{channel.name}" if inside or not channel.is_private else "its private channel"
    if error in CLOSED:
        why = f"it is archived. Please {lost.instead}"
    elif error in OUTSIDE:
        why = f"I am not in it. Invite me there: /invite @Stationmaster; or {lost.instead}"
    elif error in FORBIDDEN:
        why = f"only some people may post there. Let me, or {lost.instead}"
    else:
        why = f"Slack did not take it. Tell whoever runs me, or {lost.instead}"
    return f"I could not post {lost.what} in {name}: {why}."


def _cards(session: Session, notice: models.Notice, now: datetime) -> Lost | None:
    """A channel's cards only once, whichever task they are of."""
    task = session.get(models.Task, notice.subject_id)
    if task is None:
        return None
    key, manager = task.project.key, task.project.manager
    return Lost(
        "cards",
        f"the cards of {key}",
        f"{key}:{now:%Y-%m}",
        [manager] if manager else [],
        f"give it another channel with /project link {key} #channel",
    )


def _digest(session: Session, notice: models.Notice, now: datetime) -> Lost | None:
    """Each digest; once until it is set anew."""
    about, _ = postings.about(session, notice)
    if about is None:
        return None
    rhythm = postings.digest(session, notice)
    noun = "program" if isinstance(about, models.Program) else "project"
    when = digests.round_words(rhythm).lower() if rhythm else "now"
    begun = rhythm.created_at if rhythm else now
    return Lost(
        "digest",
        f"the digest of {about.key}",
        f"{notice.subject_id or about.key}:{begun:%Y-%m-%dT%H:%M}",
        postings.responsible(session, about, rhythm),
        f"{'choose another channel here, or ' if rhythm else ''}"
        f"type /{noun} digest {about.key} {when} in #channel",
        "digest-lost" if rhythm else "words",
    )
