"""What people said, with names in the place of ids."""

from __future__ import annotations

import re

from ..operations import people
from ..operations.actor import Actor
from ..ui import kit

ENTITY = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>")
PRIVATE = "private-channel"
"""Stands for the name of a private channel."""


def named(actor: Actor, said: str) -> str:
    """The words with names in the place of ids; of private channels only this one has one.

    Who reads the words may be another than who said them.
    """

    def name(found: re.Match[str]) -> str:
        session, workspace = actor.session, actor.who.workspace_id
        if found[1] == "@":
            person = people.find_person(session, workspace, found[2])
            label = person.name if person else "somebody"
        else:
            channel = people.find_channel(session, workspace, found[2])
            here = found[2] == actor.channel
            open_ = channel is not None and (here or not channel.is_private)
            label = channel.name if channel and open_ else PRIVATE
        return f"<{found[1]}{found[2]}|{kit.escape(label)}>"

    return ENTITY.sub(name, said)
