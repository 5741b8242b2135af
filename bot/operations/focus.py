"""What a person last saw in a conversation: the item meant when no key is typed."""

from __future__ import annotations

from .. import models
from . import statements
from .actor import Actor

REMEMBER = statements.upsert(
    models.Focus,
    lambda new: new.on_conflict_do_update(
        index_elements=["person_id", "channel"],
        set_={"key": new.excluded.key, "project_id": new.excluded.project_id},
    ),
)


def remember(actor: Actor, key: str, project_id: int | None) -> None:
    """Note the item and project that this answer shows."""
    if not actor.channel:
        return
    connection = actor.session.connection()
    connection.execute(
        REMEMBER[connection.dialect.name],
        {
            "person_id": actor.who.id,
            "channel": actor.channel,
            "key": key,
            "project_id": project_id,
        },
    )


def recall(actor: Actor) -> tuple[str, int | None]:
    """The key and the project last shown here; empty where there is none."""
    found = actor.session.get(models.Focus, (actor.who.id, actor.channel))
    return (found.key, found.project_id) if found else ("", None)
