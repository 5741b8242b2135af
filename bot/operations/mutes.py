"""What people do not want to hear: a kind of message, a project, or one of the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from .. import models
from ..planning import nudging
from . import access, history, manners
from .actor import Actor

EVERYTHING = manners.EVERYTHING
RULES = frozenset(nudging.RULES)
KINDS = {
    **{name: rule.name for name, rule in nudging.RULES.items()},
    "watch": "news of what I watch",
    "light": "lights going down",
    "weekly": "the whole week on its first day",
    manners.EVERYTHING: "everything",
}
"""What can be muted, in words."""
OF_PROJECT = [kind for kind in KINDS if kind != "weekly"]
"""What can be muted of one project: the whole week is of all of them."""
Mark = tuple[str, int | None]
"""A kind, and the project of which it is muted; None: of any."""


def read(words: str) -> str | None:
    """The kind that some words name, by its own name or as people call it."""
    plain = " ".join(words.casefold().replace("_", " ").split())
    return next((kind for kind in KINDS if plain in {kind.replace("_", " "), KINDS[kind]}), None)


def mute(actor: Actor, kind: str, project: models.Project | None) -> bool:
    """Send the actor no more of a kind, of one project or of any; False where that is so."""
    # The unique key does not keep apart two that are of no project: NULL is never the same.
    history.hold(actor, actor.session.get_one(models.Person, actor.who.id))
    return history.tie(
        actor,
        models.Mute,
        f"muted {said(kind, project)}",
        by=("person_id", "kind", "project_id"),
        person_id=actor.who.id,
        kind=kind,
        project_id=project.id if project else None,
    )


def unmute(actor: Actor, mute_id: int) -> models.Mute | None:
    """Send the actor what they had muted; None where it is not muted any more."""
    found = actor.session.get(models.Mute, mute_id)
    if found is None or found.person_id != actor.who.id or found.deleted_at is not None:
        return None
    words = f"unmuted {said(found.kind, found.project)}"
    history.change(actor, found, words, deleted_at=actor.now)
    return found


def listed(actor: Actor) -> Sequence[models.Mute]:
    """What the actor has muted, of projects that they may still see."""
    table = models.Mute
    found = actor.session.scalars(
        select(table)
        .where(table.person_id == actor.who.id, table.deleted_at.is_(None))
        .order_by(table.id)
    ).all()
    return [
        each
        for each in found
        if each.project_id is None or access.sees_project(actor.session, actor.who, each.project_id)
    ]


def said(kind: str, project: models.Project | None) -> str:
    """A mute in words: "overdue in WEB"."""
    if kind == EVERYTHING:
        return project.key if project else "everything"
    return f"“{KINDS.get(kind, kind)}”" + (f" in {project.key}" if project else "")


def set_all(actor: Actor, asked: Collection[Mark], wanted: Collection[Mark]) -> bool:
    """Of what a form asks about, mute what is wanted and nothing else; whether that is new."""
    standing = {(each.kind, each.project_id): each for each in listed(actor)}
    over = [each for mark, each in standing.items() if mark in asked and mark not in wanted]
    new = [mark for mark in asked if mark in wanted and mark not in standing]
    for each in over:
        unmute(actor, each.id)
    for kind, project_id in sorted(new, key=lambda mark: list(KINDS).index(mark[0])):
        mute(actor, kind, actor.session.get(models.Project, project_id) if project_id else None)
    return bool(over or new)
