"""Forms: reading their fields, and two people editing one item at the same time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from .. import dates, models
from ..errors import Invalid, NotFound
from ..operations import access, history, people
from ..ui import kit, notes
from .call import Call


class Redraw(Exception):  # noqa: N818 - an answer that leaves the database as it was
    """Show the form again instead of saving: somebody else changed the same field."""

    def __init__(self, modal: kit.Modal) -> None:
        """`modal` takes the place of the form that was submitted."""
        super().__init__()
        self.modal = modal


def metadata(**values: Any) -> str:
    """What a form remembers while it is open."""
    return json.dumps(values, separators=(",", ":"))


def text(call: Call, name: str) -> str:
    """A text field; empty where nothing was typed."""
    return call.fields.get(name) or ""


def day(call: Call, name: str) -> date | None:
    """A date field."""
    found = call.fields.get(name)
    try:
        return date.fromisoformat(found) if found else None
    except ValueError:
        raise Invalid(name, f"“{found}” is not a date: choose one from the calendar.") from None


def deadline(call: Call) -> dates.Deadline | None:
    """The due date and time fields together, on the person's own clock."""
    on = day(call, "due")
    at = call.fields.get("due_time")
    if on is None:
        if at:
            raise Invalid("due", "A time needs its date: choose the day too.")
        return None
    return dates.Deadline(on, time.fromisoformat(at) if at else None)


def person(
    call: Call, name: str = "owner", kept: models.Person | None = None
) -> models.Person | None:
    """A person field; refuses apps and people who left, but for whom it was before (`kept`)."""
    found = call.fields.get(name)
    if kept is not None and kept.slack_id == found:
        return kept
    return people.owner(call.actor, found, name) if found else None


def project(call: Call) -> models.Project:
    """The project field of a form that needs one."""
    key = call.fields.get("project")
    if not key:
        raise Invalid("project", "Choose the project that this belongs to.")
    found = access.find_project(call.actor, key)
    if found is None:
        raise Invalid("project", f"I cannot find {key}: choose a project from the list.")
    return found


def milestone(call: Call, within: models.Project) -> models.Milestone | None:
    """The milestone field, of the chosen project."""
    key = call.fields.get("milestone")
    if not key:
        return None
    try:
        found = access.milestone(call.actor, key)
    except NotFound as missing:
        raise Invalid("milestone", str(missing)) from None
    if found.project_id != within.id:
        raise Invalid(
            "milestone", f"{found.key} belongs to another project: choose one of {within.key}."
        )
    return found


def estimate(call: Call) -> tuple[float, float] | None:
    """The estimate field, in hours."""
    typed = text(call, "estimate")
    if not typed:
        return None
    found = dates.read_duration(typed.lstrip("~ "))
    if found is None:
        raise Invalid(
            "estimate", f"“{typed}” is no estimate: write 4h, 3d, 2w or a range like 2d-5d."
        )
    return found


def merge(
    call: Call,
    item: Any,
    wanted: Mapping[str, Any],
    redraw: Callable[[dict[str, Any], str, Sequence[str], int], kit.Modal],
) -> tuple[dict[str, Any], Sequence[str]]:
    """What is left to save after what others changed while the form was open, and their changes.

    A field that this person did not touch keeps what the other wrote. Where both changed the
    same field, the form is shown again by `redraw(values, stamp, said, seen)` with what this
    person typed; saving again is then a decision.
    """
    # Of two who save at once, the second looks again when the first is done.
    history.hold(call.actor, item)
    changed = history.changes_after(call.actor, item, int(call.meta.get("seen", 0)))
    base: dict[str, Any] = {}
    for change, _ in changed:
        base.setdefault(change.field, change.old)
    said = [
        notes.changed_meanwhile(change, author)
        for change, author in changed
        if change.field in wanted
    ]
    left = dict(wanted)
    torn = False
    for name, before in base.items():
        if name not in wanted:
            continue
        mine, theirs = history.plain(wanted[name]), history.plain(getattr(item, name))
        if mine in (before, theirs):
            del left[name]
        else:
            torn = True
    if torn:
        current = {name: getattr(item, name) for name in wanted}
        seen = history.newest(call.actor, item)
        raise Redraw(redraw(current | left, f"@{seen}", said, seen))
    return left, said
