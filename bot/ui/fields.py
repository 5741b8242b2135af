"""Fields of forms: each a label and something to fill in, named like what it is for.

`stamp` is put behind a field's name when its form is drawn anew, so that Slack takes the values
from here rather than keep what stood in the old fields.
"""

from __future__ import annotations

from datetime import date, time

from .. import models
from . import kit


def text_box(initial: str = "", *, many_lines: bool = False, limit: int = 3_000) -> kit.Element:
    """A field to type into."""
    element: kit.Element = {"type": "plain_text_input", "action_id": "value", "max_length": limit}
    if many_lines:
        element["multiline"] = True
    return element | {"initial_value": initial[:limit]} if initial else element


def date_box(initial: date | None) -> kit.Element:
    """A calendar."""
    element: kit.Element = {"type": "datepicker", "action_id": "value"}
    return element | {"initial_date": initial.isoformat()} if initial else element


def time_box(initial: time | None) -> kit.Element:
    """A clock, in hours and minutes."""
    element: kit.Element = {"type": "timepicker", "action_id": "value"}
    return element | {"initial_time": initial.strftime("%H:%M")} if initial else element


def person_box(initial: str = "") -> kit.Element:
    """A menu of the workspace's people; `initial` is a Slack id."""
    element: kit.Element = {"type": "users_select", "action_id": "value"}
    return element | {"initial_user": initial} if initial else element


def channel_box(initial: str = "") -> kit.Element:
    """A menu of channels, public and private; `initial` is a Slack id."""
    element: kit.Element = {
        "type": "conversations_select",
        "action_id": "value",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | {"initial_conversation": initial} if initial else element


def field(
    name: str, label: str, element: kit.Element, *, optional: bool = True, hint: str = ""
) -> kit.Block:
    """An input with its label; `name` is the block id under which errors are shown."""
    block: kit.Block = {
        "type": "input",
        "block_id": name,
        "label": kit.plain(label, 2_000),
        "element": element,
        "optional": optional,
    }
    return block | {"hint": kit.plain(hint, 2_000)} if hint else block


def long_field(name: str, label: str, text: str) -> kit.Block:
    """A field for several lines; a text that no form can hold is left alone rather than kit.cut."""
    if len(text) > kit.SECTION:
        return kit.context(f"{label}: too long for a form, it stays as it is.")
    return field(name, label, text_box(text, many_lines=True))


# ── what the forms of several nouns ask ──────────────────────────────────────────────────────


def title(text: str, stamp: str) -> kit.Block:
    """What it is called."""
    return field(f"title{stamp}", "Title", text_box(text, limit=250), optional=False)


def project(chosen: models.Project | None, stamp: str) -> kit.Block:
    """The project that it belongs to."""
    option = kit.option(f"{chosen.key} · {chosen.name}", chosen.key) if chosen else None
    menu = kit.search("search.project", "Type a key or a name", option)
    return field(f"project{stamp}", "Project", menu, optional=False)


def milestone(chosen: models.Milestone | None, stamp: str) -> kit.Block:
    """The milestone that a task is for."""
    alive = chosen is not None and chosen.deleted_at is None
    option = kit.option(f"{chosen.key} · {chosen.title}", chosen.key) if chosen and alive else None
    menu = kit.search("search.milestone", "Type a key or a title", option)
    return field(f"milestone{stamp}", "Milestone", menu)


def owner(slack_id: str, stamp: str) -> kit.Block:
    """Whose it is."""
    return field(f"owner{stamp}", "Owner", person_box(slack_id))


def due(day: date | None, stamp: str) -> kit.Block:
    """The day of a deadline."""
    return field(f"due{stamp}", "Due date", date_box(day))


def called(key: str, name: str, stamp: str, *, hint: str) -> list[kit.Block]:
    """Key and name of a project or program."""
    short, long = text_box(key, limit=10), text_box(name, limit=80)
    return [
        field(f"key{stamp}", "Key", short, optional=False, hint=hint),
        field(f"name{stamp}", "Name", long, optional=False),
    ]
