"""Forms: reading their fields, and two people editing one item at the same time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, TypeVar

from .. import dates, models
from ..errors import Invalid, NotFound
from ..operations import access, deadlines, history, people
from ..ui import kit, notes
from .call import Call

Named = TypeVar("Named", bound=models.Base)

NOT_SAVED = "Nothing is saved yet: save again to keep what stands here."
"""Said in a form that is shown again because two people changed the same field."""


class Redraw(Exception):  # noqa: N818 - an answer that leaves the database as it was
    """Show the form again instead of saving: somebody else changed the same field."""

    def __init__(self, modal: kit.Modal) -> None:
        """`modal` takes the place of the form that was submitted."""
        super().__init__()
        self.modal = modal


@dataclass(frozen=True)
class Opened:
    """A form about to be drawn: an item's own fields, and what was typed over them."""

    call: Call
    item: Any
    kept: Mapping[str, Any]
    """What the form remembers while it is open."""
    typed: Mapping[str, Any] = field(default_factory=dict)
    stamp: str = ""
    said: Sequence[str] = ()

    def __getitem__(self, name: str) -> Any:
        """What stands in the field of a column."""
        return self.typed[name] if name in self.typed else getattr(self.item, name)

    def find(self, table: type[Named], name: str) -> Named | None:
        """What a column refers to."""
        found = self[name]
        return self.call.actor.session.get(table, found) if found else None

    def person(self, name: str = "owner_id") -> str:
        """The Slack id of the person that a column refers to, or empty."""
        found = self.find(models.Person, name)
        return found.slack_id if found else ""

    def deadline(self) -> dates.Deadline | None:
        """The deadline on the project's clocks."""
        return dates.Deadline(self["due"], self["due_time"]) if self["due"] else None

    def deadline_here(self) -> dates.Deadline | None:
        """The deadline on the clocks of whoever opens the form."""
        zone = deadlines.zone(self.item.project.zone)
        return deadlines.between(self.deadline(), zone, str(self.call.actor.zone))


def opened(call: Call, item: Any, **typed: Any) -> Opened:
    """The form of an item as it is, with what was `typed` over it."""
    return Opened(call, item, {"key": item.key, "seen": history.newest(call.actor, item)}, typed)


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
    draw: Callable[[Opened], kit.Modal],
) -> tuple[dict[str, Any], Sequence[str]]:
    """What is left to save after what others changed while the form was open, and their changes.

    A field that this person did not touch keeps what the other wrote. Where both changed the
    same field, `draw` shows the form again with what this person typed; saving again is then a
    decision.
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
        seen = history.newest(call.actor, item)
        kept = {**call.meta, "seen": seen}
        raise Redraw(draw(Opened(call, item, kept, left, f"@{seen}", [*said, NOT_SAVED])))
    return left, said


def join_deadline(left: dict[str, Any], item: Any, project: models.Project) -> None:
    """Make one `deadline` of the columns left to save, on the clocks of where the item goes."""
    if {"due", "due_time"} & left.keys():
        on, at = left.pop("due", item.due), left.pop("due_time", item.due_time)
        typed = dates.Deadline(on, at) if on else None
        here = deadlines.zone(item.project.zone)
        left["deadline"] = deadlines.between(typed, here, project.zone)
