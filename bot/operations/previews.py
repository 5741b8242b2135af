"""Keys that people name in a conversation: explained in the thread, each once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from .. import models
from . import access, keys, notices, people
from .actor import Actor

MOST = 3
"""So many keys of one message are explained."""
WORTH = timedelta(hours=1)
"""Nobody waits longer for an answer to a passing word."""


def plan(actor: Actor, named: Iterable[str], thread: str, *, strangers: bool = False) -> None:
    """Explain the keys that all may read, where a project of the conversation switched it on.

    `strangers` says that people of other workspaces read along.
    """
    wanting = [each for each in access.projects_here(actor) if each.previews]
    workspace_id = actor.who.workspace_id
    channel = people.find_channel(actor.session, workspace_id, actor.channel)
    if not wanting or channel is None:
        return
    day = actor.now.astimezone(ZoneInfo(wanting[0].zone)).date()
    wanted = dict.fromkeys(named)
    known = [key for key in wanted if keys.find_for_all(actor, key, strangers=strangers)]
    for key in known[:MOST]:
        new = notices.New(
            workspace_id=workspace_id,
            key=f"preview:{actor.channel}:{key}:{day}",
            kind="preview",
            due_at=actor.now,
            expires_at=actor.now + WORTH,
            channel_id=channel.id,
            body=f"{key} {thread}",
        )
        actor.told = notices.plan(actor.session, new) or actor.told


def read(session: Session, notice: models.Notice) -> tuple[keys.Item | None, str]:
    """What a preview is about, if all there may still read it, and the thread it goes to."""
    key, _, thread = notice.body.partition(" ")
    channel = session.get(models.Channel, notice.channel_id)
    return keys.find_in(session, notice.workspace_id, channel, key), thread
