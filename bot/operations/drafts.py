"""Words that wait for an answer: kept so that nothing typed is lost while the bot asks back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, update
from sqlalchemy.orm import Session

from .. import models
from ..errors import Refusal
from .actor import Actor

KEPT_FOR = timedelta(days=30)
"""A question that nobody has answered by then is not answered any more."""
FORGET = delete(models.Draft).where(models.Draft.created_at < bindparam("before"))


def keep(actor: Actor, command: str, words: str) -> int:
    """Store a command's words; returns the draft's id."""
    draft = models.Draft(
        workspace_id=actor.who.workspace_id,
        person_id=actor.who.id,
        channel=actor.channel,
        command=command,
        words=words,
        created_at=actor.now,
    )
    actor.session.add(draft)
    actor.session.flush()
    return draft.id


def look(actor: Actor, draft_id: int) -> models.Draft:
    """The draft, which stays: what opens a form may be pressed again."""
    found = actor.session.get(models.Draft, draft_id)
    if found is None:
        raise Refusal("That question is too old by now: nothing was changed, type it again.")
    if found.person_id != actor.who.id:
        raise Refusal("That question was not put to you: nothing was changed.")
    return found


def use(actor: Actor, draft_id: int) -> models.Draft:
    """The draft, once: a second press finds it used."""
    draft = look(actor, draft_id)
    fresh = actor.session.execute(
        update(models.Draft)
        .where(models.Draft.id == draft_id, models.Draft.used_at.is_(None))
        .values(used_at=actor.now)
        .returning(models.Draft.id)
    ).first()
    if fresh is None:
        raise Refusal("That question is answered already: nothing was changed.")
    return draft


def forget(session: Session, now: datetime) -> None:
    """Drop the words of questions that are too old."""
    session.connection().execute(FORGET, {"before": now - KEPT_FOR})
