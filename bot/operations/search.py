"""Finding across nouns: tasks, milestones, risks, projects and programs that hold all words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import joinedload

from .. import models
from . import access, task_lists
from .actor import Actor
from .terms import ABOUT, Term, asked, holding, passage, place_in, says

ITEMS: dict[str, Any] = {"task": models.Task, "milestone": models.Milestone, "risk": models.Risk}
PLACES: dict[str, Any] = {"project": models.Project, "program": models.Program}


@dataclass(frozen=True)
class Filter:
    """What is looked for; empty fields do not narrow."""

    sought: tuple[Term, ...] = ()
    project_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    label: str = ""

    @property
    def key(self) -> str:
        """The only word, as the key that it may be."""
        return self.sought[0].text.upper() if len(self.sought) == 1 else ""


@dataclass(frozen=True)
class Hit:
    """Something found; `said` is the passage with the words where the title does not have them."""

    noun: str
    item: Any
    place: str = ""
    said: str = ""


def find(actor: Actor, wanted: Filter, page: int = 0, size: int = 10) -> tuple[list[Hit], int]:
    """One page of what the actor may see with these words, and how much there is in all.

    What has the typed key comes first, then what is open, what has the words in its title, and
    what is new.
    """
    wanted = replace(wanted, sought=tuple(asked(wanted.sought)))
    found = _everything(actor, wanted)
    total = actor.session.scalar(select(func.count()).select_from(found))
    rows = actor.session.execute(
        select(found.c.noun, found.c.id)
        .order_by(
            found.c.named.desc(),
            found.c.closed,
            found.c.rank.desc(),
            found.c.created_at.desc(),
            found.c.id.desc(),
        )
        .offset(page * size)
        .limit(size)
    ).all()
    items = _load(actor, [(row.noun, row.id) for row in rows])
    said = _said_about(actor, [each for noun, each in items if noun == "task"], wanted.sought)
    return [_hit(noun, item, said.get(item.id, []), wanted) for noun, item in items], total or 0


def _everything(actor: Actor, wanted: Filter) -> Subquery:
    kinds = [_items(actor, noun, item, wanted) for noun, item in ITEMS.items()]
    if wanted.label:
        kinds = kinds[:1]
    elif wanted.sought and wanted.owner_id is None and not wanted.project_ids:
        kinds += [_named(actor, noun, place, wanted) for noun, place in PLACES.items()]
    return union_all(*kinds).subquery()


def _items(actor: Actor, noun: str, item: Any, wanted: Filter) -> Select[Any]:
    of_key = _is_key(noun, item, wanted.key)
    has_all = and_(true(), *holding(actor, item, wanted.sought))
    # Not a join: SQLite would go through all items of each project.
    seen = select(models.Project.id).where(access.visible(actor))
    query = _columns(noun, item, of_key, item.status.in_(models.OVER), item.title, wanted).where(
        item.project_id.in_(seen), item.deleted_at.is_(None), or_(of_key, has_all)
    )
    if wanted.project_ids:
        query = query.where(item.project_id.in_(wanted.project_ids))
    if wanted.owner_id is not None:
        query = query.where(item.owner_id == wanted.owner_id)
    if wanted.label:
        query = query.where(task_lists.has_label(wanted.label))
    return query


def _is_key(noun: str, item: Any, key: str) -> ColumnElement[bool]:
    match = access.ITEM.fullmatch(key)
    if match is None or access.LETTERS[noun] != match[2]:
        return false()
    of_project = select(models.Project.id).where(models.Project.key == match[1])
    return and_(item.project_id.in_(of_project), item.number == int(match[3]))


def _named(actor: Actor, noun: str, place: Any, wanted: Filter) -> Select[Any]:
    """Projects or programs by key or name: they are few, so each is looked at."""
    of_key = place.key == wanted.key
    conditions = [
        or_(place.name.icontains(each.text, autoescape=True), place.key == each.text.upper())
        for each in wanted.sought
    ]
    is_project = place is models.Project
    seen = access.visible(actor) if is_project else access.visible_programs(actor)
    return _columns(noun, place, of_key, false(), place.name, wanted).where(seen, *conditions)


def _columns(
    noun: str,
    item: Any,
    of_key: ColumnElement[bool],
    closed: ColumnElement[bool],
    title: Any,
    wanted: Filter,
) -> Select[Any]:
    """What rows of several kinds have in common, so that they stand in one list."""
    hits = (title.icontains(each.text, autoescape=True) for each in wanted.sought)
    rank: Any = sum((case((hit, 1), else_=0) for hit in hits), literal(0))
    return select(
        literal(noun).label("noun"),
        item.id.label("id"),
        case((of_key, 1), else_=0).label("named"),
        case((closed, 1), else_=0).label("closed"),
        rank.label("rank"),
        item.created_at.label("created_at"),
    )


def _load(actor: Actor, rows: Sequence[tuple[str, int]]) -> list[tuple[str, Any]]:
    """The items themselves, in the order of their rows."""
    found: dict[tuple[str, int], Any] = {}
    for noun, source in {**ITEMS, **PLACES}.items():
        ids = [each for kind, each in rows if kind == noun]
        if ids:
            query = select(source).where(source.id.in_(ids))
            if noun in ITEMS:
                query = query.options(joinedload(source.project), joinedload(source.owner))
            found |= {(noun, each.id): each for each in actor.session.scalars(query)}
    return [(noun, found[noun, item_id]) for noun, item_id in rows]


# ── where it was found ───────────────────────────────────────────────────────────────────────


def _hit(noun: str, item: Any, said: list[tuple[str, str]], wanted: Filter) -> Hit:
    """A hit with the first passage that has a word which the title does not have."""
    if noun in PLACES:
        return Hit(noun, item)
    own = ("response", item.response) if noun == "risk" else ("description", item.description)
    there = said if noun == "task" else []
    for each in wanted.sought:
        if place_in(item.title, each) >= 0:
            continue
        for place, text in (own, *there):
            at = place_in(text, each)
            if at >= 0:
                return Hit(noun, item, place, passage(text, at))
    return Hit(noun, item)


NAMES = {models.Note: "note", models.Reply: "discussion", models.Attachment: "attachment"}


def _said_about(
    actor: Actor, found: Sequence[models.Task], sought: Sequence[Term]
) -> dict[int, list[tuple[str, str]]]:
    """By a task's id the notes, replies and attachments with one of the words, newest first."""
    said: dict[int, list[tuple[str, str]]] = {}
    if not found or not sought:
        return said
    for part in ABOUT[models.Task]:
        text = part.title if part is models.Attachment else part.text
        rows = actor.session.execute(
            select(part.task_id, text)
            .where(
                part.task_id.in_([each.id for each in found]),
                part.deleted_at.is_(None),
                or_(*(says(actor, part, each) for each in sought)),
            )
            .order_by(part.id.desc())
            .limit(200)
        )
        for task_id, words in rows:
            said.setdefault(task_id, []).append((NAMES[part], words))
    return said
