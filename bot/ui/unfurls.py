"""What stands under a link to an item: blocks for everybody there, and a Work Object.

People are named and never mentioned; there is no money and there are no notes in it. Only the
details, which one person opens for themselves, have the description.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from .. import dates, models
from ..operations import words
from ..operations.keys import Item
from ..operations.milestones import Progress
from . import kit, risks, tasks, when

Entity = dict[str, Any]

PATH = "/go/"
"""Between the bot's own address and the key of an item."""
PRODUCT = "Stationmaster"
KINDS: dict[type[Any], str] = {
    models.Task: "Task",
    models.Milestone: "Milestone",
    models.Risk: "Risk",
    models.Project: "Project",
    models.Program: "Program",
}
COLOURS = {
    models.OPEN: "gray",
    models.STARTED: "blue",
    models.DONE: "green",
    models.CANCELLED: "gray",
}
STRING, DATE, MOMENT = "string", "slack#/types/date", "slack#/types/timestamp"


def link_of(base: str, key: str) -> str:
    """The bot's own address of an item; empty where the bot has no address."""
    return f"{base}{PATH}{quote(key)}" if base else ""


# ── blocks ───────────────────────────────────────────────────────────────────────────────────


def blocks(reader: when.Reader, item: Item) -> list[kit.Block]:
    """Key, title and facts, and what can be done, for everybody in a conversation."""
    made = [line(item), kit.facts([_value(each) for each in _rows(reader, item)])]
    buttons = [
        kit.button(label, action, item.key, style=style) for label, action, style in _steps(item)
    ]
    return [*made, kit.actions(*buttons)] if buttons else made


def line(item: Item) -> kit.Block:
    """Key and title; what is over is struck out."""
    over = getattr(item, "status", "") in models.OVER
    shown = kit.words(_title(item), strike=True) if over else kit.words(_title(item))
    return kit.rich(kit.line(kit.bold(item.key), "  ", shown))


def preview(reader: when.Reader, item: Item) -> kit.Message:
    """The few words that are said of a key that somebody named."""
    facts = kit.facts([_value(each) for each in _rows(reader, item)])
    return kit.message(f"{item.key} {_title(item)}", line(item), facts)


def _title(item: Item) -> str:
    return item.name if isinstance(item, models.Project | models.Program) else item.title


Row = tuple[str, str]


def _rows(reader: when.Reader, item: Item) -> list[Row]:
    """Label and words of each fact that has some."""
    if isinstance(item, models.Project | models.Program):
        manager = item.manager.name if item.manager else "nobody"
        found = [("Manager", manager)]
        if isinstance(item, models.Project) and item.due:
            found.append(("Due", dates.show_day(item.due, reader.today)))
        return found
    found = [("Status", _status(item)), ("Owner", _owner(item))]
    if isinstance(item, models.Risk):
        found = [("Level", risks.level(item)), *found]
    else:
        found.append(("Due", _due(reader, item)))
    if isinstance(item, models.Task):
        found.append(("Priority", tasks.PRIORITY[item.priority]))
    found.append(("Project", item.project.name))
    return [(label, said) for label, said in found if said]


def _value(row: Row) -> str:
    label, said = row
    return f"{label.lower()} {said}" if label in {"Manager", "Due"} else said


def _status(item: models.Task | models.Milestone | models.Risk) -> str:
    if isinstance(item, models.Milestone):
        return "reached" if item.status == models.DONE else "ahead"
    if isinstance(item, models.Risk):
        return item.status
    return "blocked" if item.blocked else tasks.STATUS[item.status]


def _owner(item: models.Task | models.Milestone | models.Risk) -> str:
    if item.owner is not None:
        return item.owner.name
    return getattr(item, "owner_role", "") or "no owner"


def _due(reader: when.Reader, item: models.Task | models.Milestone) -> str:
    """The deadline on the project's clock, which is the same for all who read it."""
    zone = ZoneInfo(item.project.zone)
    shown = when.due(item, zone, reader.today)
    if item.due_at is None or item.due_time is None:
        return shown
    return f"{shown} {item.due_at.astimezone(zone):%Z}"


def _steps(item: Item) -> list[tuple[str, str, str]]:
    """Label, action and style of the buttons."""
    if isinstance(item, models.Milestone):
        done = item.status == models.DONE
        return [("Reopen" if done else "Done", f"milestone.{'reopen' if done else 'done'}", "")]
    if not isinstance(item, models.Task):
        return []
    if item.status in models.OVER:
        return [("Reopen", "task.reopen", "")]
    free = item.owner_id is None and not item.owner_role
    claim = [("Claim", "task.claim", "")] if free else []
    return [("Done", "task.done", "primary"), *claim]


# ── Work Objects ─────────────────────────────────────────────────────────────────────────────


def entity(reader: when.Reader, item: Item, base: str, posted: str = "") -> Entity:
    """An item as a Work Object for everybody; `posted` is the link as it stands in the message."""
    kind = KINDS[type(item)]
    payload: Entity = {
        "attributes": {
            "title": {"text": _said(kit.cut(_title(item), 250))},
            "display_type": kind,
            "display_id": item.key,
            "product_name": PRODUCT,
        },
        **_shown(reader, item),
    }
    buttons = [_button(each, item.key) for each in _steps(item)]
    if buttons:
        payload["actions"] = {"primary_actions": buttons}
    made: Entity = {
        "entity_type": "slack#/entities/task" if _is_work(item) else "slack#/entities/item",
        "url": link_of(base, item.key),
        "external_ref": {"id": item.key, "type": kind.lower()},
        "entity_payload": payload,
    }
    return {"app_unfurl_url": posted, **made} if posted else made


def details(reader: when.Reader, item: Item, base: str, progress: Progress | None = None) -> Entity:
    """The same for one person who opened it: with its description and how far it is."""
    made = entity(reader, item, base)
    payload = made["entity_payload"]
    more = payload.setdefault("custom_fields", [])
    if progress is not None and progress.total:
        part = "sub-task" if isinstance(item, models.Task) else "task"
        count = words.count(progress.total, part)
        more.append(_custom("Progress", f"{progress.done} of {count} done"))
    if isinstance(item, models.Task):
        more += _more(item)
    said = getattr(item, "description", "") or getattr(item, "response", "")
    if said and _is_work(item):
        payload["fields"]["description"] = {"value": _said(said), "long": True}
    elif said:
        more.append(_custom("Response", said))
    return made


def _more(task: models.Task) -> list[Entity]:
    found = []
    if task.blocked:
        found.append(_custom("Blocked", task.blocked))
    if task.labels:
        found.append(_custom("Labels", " ".join(f"+{each}" for each in task.labels.split())))
    return found


def _is_work(item: Item) -> bool:
    """Whether Slack's task is what it is: something with an owner and a deadline."""
    return isinstance(item, models.Task | models.Milestone)


def _shown(reader: when.Reader, item: Item) -> Entity:
    """Slack's own fields for what is work, fields of ours for all else."""
    if not isinstance(item, models.Task | models.Milestone):
        return {"custom_fields": [_custom(*row) for row in _rows(reader, item)]}
    fields: Entity = {
        "status": {"value": _status(item), "tag_color": _colour(item)},
        "assignee": {"type": "slack#/types/user", "user": {"text": _said(_owner(item))}},
    }
    if item.due_at is not None and item.due_time is not None:
        fields["due_date"] = {"value": int(item.due_at.timestamp()), "type": MOMENT}
    elif item.due is not None:
        fields["due_date"] = {"value": item.due.isoformat(), "type": DATE}
    if isinstance(item, models.Task):
        fields["priority"] = {"value": item.priority}
    return {"fields": fields, "custom_fields": [_custom("Project", item.project.name)]}


def _colour(item: models.Task | models.Milestone) -> str:
    return "red" if getattr(item, "blocked", "") else COLOURS[item.status]


def _custom(label: str, said: str) -> Entity:
    name = label.lower().replace("-", "_")
    return {"key": name, "label": label, "type": STRING, "value": _said(said)}


def _said(text: str) -> str:
    """People's words where Slack does not say whether it parses them: shown as typed either way."""
    for mark in "<@":
        text = text.replace(mark, f"{mark}{kit.ZERO_WIDTH}")
    return kit.cut(text, kit.SECTION)


def _button(step: Sequence[str], key: str) -> Entity:
    label, action, style = step
    made = {"text": label, "action_id": action, "value": key}
    return made | {"style": style} if style else made
