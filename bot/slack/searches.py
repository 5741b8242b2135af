"""Menus with search: what the person may see, narrowed by what they type."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_

from .. import models
from ..operations import access, preferences, words
from ..ui import kit, settings
from . import payload
from .call import Call, Search


def projects(call: Call) -> list[kit.Element]:
    """Projects by key or name."""
    table = models.Project
    query = access.projects(call.actor).where(_matches(call, table.key, table.name))
    found = call.actor.session.scalars(query.limit(kit.OPTIONS))
    return [kit.option(f"{each.key} · {each.name}", each.key) for each in found]


def programs(call: Call) -> list[kit.Element]:
    """Programs by key or name."""
    table = models.Program
    query = access.programs(call.actor).where(_matches(call, table.key, table.name))
    found = call.actor.session.scalars(query.limit(kit.OPTIONS))
    return [kit.option(f"{each.key} · {each.name}", each.key) for each in found]


def milestones(call: Call) -> list[kit.Element]:
    """Milestones by key or title, of the project chosen in the form; open ones first, by date."""
    table = models.Milestone
    chosen = payload.fields(call.view).get("project")
    narrowed = [models.Project.key == chosen] if chosen else []
    order = (table.status != models.OPEN, table.due_at.is_(None), table.due_at, table.id)
    return _items(call, table, "-M", order, *narrowed)


def tasks_(call: Call) -> list[kit.Element]:
    """Tasks by key or title; open ones first, the newest first."""
    table = models.Task
    return _items(call, table, "-", (table.status.not_in(models.LIVE), table.id.desc()))


def risks(call: Call) -> list[kit.Element]:
    """Risks by key or title; open ones first, the newest first."""
    table = models.Risk
    return _items(call, table, "-R", (table.status != models.OPEN, table.id.desc()))


def countries(call: Call) -> list[kit.Element]:
    """Countries whose public holidays are known."""
    typed = words.plain(call.value).strip().casefold()
    names = sorted(preferences.country_names().items(), key=lambda each: each[1])
    found = [kit.option(name, code) for code, name in names if typed in name.casefold()]
    return [settings.NO_HOLIDAYS, *found] if typed in "no public holidays" else found


def _items(
    call: Call, table: Any, letter: str, order: tuple[Any, ...], *narrowed: ColumnElement[bool]
) -> list[kit.Element]:
    key = models.Project.key + letter + cast(table.number, String)
    query = access.items(call.actor, table).where(_matches(call, key, table.title), *narrowed)
    found = call.actor.session.scalars(query.order_by(*order).limit(kit.OPTIONS))
    return [kit.option(f"{each.key} · {each.title}", each.key) for each in found]


def _matches(call: Call, *columns: Any) -> ColumnElement[bool]:
    """Whether the words typed so far stand in one of the columns, in any case of letters."""
    typed = words.plain(call.value).strip()
    return or_(*(column.icontains(typed, autoescape=True) for column in columns))


SEARCHES: dict[str, Search] = {
    "search.project": projects,
    "search.program": programs,
    "search.milestone": milestones,
    "search.task": tasks_,
    "search.risk": risks,
    "search.country": countries,
}
