"""The rules of Block Kit's blocks, and which block may stand on which surface.

Limits: https://docs.slack.dev/reference/block-kit/blocks, in characters and items.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit import charts
from bot.sandbox.blockkit.elements import (
    BOXES,
    BUTTONS,
    CONTEXTUAL,
    FILE_INPUT,
    ID,
    IMAGE,
    MENUS,
    PICKERS,
    PICTURE,
    SLACK_FILE,
    TEXT_INPUTS,
    TYPE,
    URL,
    plain,
    words,
)
from bot.sandbox.blockkit.rich import RICH_INPUT, RICH_TEXT
from bot.sandbox.blockkit.rules import (
    Rule,
    at_least_one,
    by_type,
    exactly_one,
    flag,
    items,
    note,
    number,
    one_of,
    shape,
    text,
)

_NAMED: dict[str, Rule] = {"block_id": ID}
_ACCESSORY = by_type(BUTTONS | BOXES | MENUS | PICKERS | IMAGE)
_IN_A_ROW = by_type(
    BUTTONS | BOXES | PICKERS | {n: r for n, r in MENUS.items() if not n.startswith("multi_")}
)
_IN_CONTEXT = by_type(
    IMAGE
    | {
        "plain_text": words(),
        "mrkdwn": words(),
    }
)
_INPUTS = by_type(TEXT_INPUTS | MENUS | BOXES | RICH_INPUT | FILE_INPUT | PICKERS)
_PICTURE_ELEMENT = by_type(IMAGE)

SECTION = shape(
    {"type": TYPE},
    {
        **_NAMED,
        "text": words(3_000),
        "fields": items(words(2_000), 10),
        "accessory": _ACCESSORY,
        "expand": flag,
    },
    also=at_least_one("text", "fields"),
)
IMAGE_BLOCK = shape(
    {"type": TYPE, "alt_text": text(2_000)},
    {**_NAMED, "image_url": PICTURE, "slack_file": SLACK_FILE, "title": plain(2_000)},
    also=exactly_one("image_url", "slack_file"),
)
VIDEO = shape(
    {
        "type": TYPE,
        "alt_text": text(2_000),
        "title": plain(199),
        "thumbnail_url": PICTURE,
        "video_url": PICTURE,
    },
    {
        **_NAMED,
        "author_name": text(49),
        "description": plain(200),
        "provider_icon_url": PICTURE,
        "provider_name": text(255),
        "title_url": PICTURE,
    },
)
_SOURCE = by_type({"url": shape({"type": TYPE, "url": URL, "text": text(255)})})
_STATES = ("pending", "in_progress", "complete", "error")


def _task_card(*states: str) -> Rule:
    return shape(
        {"type": TYPE, "task_id": text(255), "title": text(255), "status": one_of(*states)},
        {
            **_NAMED,
            "details": RICH_TEXT,
            "output": RICH_TEXT,
            "sources": items(_SOURCE, 100),
        },
    )


CARD = shape(
    {"type": TYPE},
    {
        **_NAMED,
        "hero_image": _PICTURE_ELEMENT,
        "icon": _PICTURE_ELEMENT,
        "title": words(150),
        "subtitle": words(150),
        "body": words(200),
        "subtext": words(200),
        "actions": items(by_type({"button": BUTTONS["button"]}), 3),
    },
    also=at_least_one("hero_image", "title", "actions", "body"),
)


def _container_as_a_whole(value: Any, at: str, problems: list[str]) -> None:
    at_least_one("title", "rich_text_title")(value, at, problems)
    if value.get("is_collapsible") and value.get("has_header_divider"):
        note(problems, at, "has_header_divider cannot be set when is_collapsible is true")
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        note(problems, at, "default_collapsed requires is_collapsible")


RULES: dict[str, Rule] = {
    "section": SECTION,
    "header": shape({"type": TYPE, "text": plain(150)}, {**_NAMED, "level": number(1, 4)}),
    "divider": shape({"type": TYPE}, _NAMED),
    "image": IMAGE_BLOCK,
    "context": shape({"type": TYPE, "elements": items(_IN_CONTEXT, 10)}, _NAMED),
    "actions": shape({"type": TYPE, "elements": items(_IN_A_ROW, 25)}, _NAMED),
    "context_actions": shape({"type": TYPE, "elements": items(by_type(CONTEXTUAL), 5)}, _NAMED),
    "input": shape(
        {"type": TYPE, "label": plain(2_000), "element": _INPUTS},
        {**_NAMED, "hint": plain(2_000), "optional": flag, "dispatch_action": flag},
    ),
    "rich_text": RICH_TEXT,
    "table": charts.TABLE,
    "data_table": charts.DATA_TABLE,
    "data_visualization": charts.CHART,
    "markdown": shape({"type": TYPE, "text": text(12_000)}, _NAMED),
    "video": VIDEO,
    "file": shape({"type": TYPE, "external_id": ID, "source": one_of("remote")}, _NAMED),
    "alert": shape(
        {"type": TYPE, "text": words(200)},
        {**_NAMED, "level": one_of("default", "info", "warning", "error", "success")},
    ),
    "card": CARD,
    "carousel": shape({"type": TYPE, "elements": items(by_type({"card": CARD}), 10)}, _NAMED),
    "plan": shape(
        {"type": TYPE, "title": text(255)},
        {**_NAMED, "tasks": items(by_type({"task_card": _task_card(*_STATES)}), 50)},
    ),
    "task_card": _task_card(*_STATES[1:]),
}
_EVERYWHERE = (
    "section", "header", "divider", "image", "context", "actions", "input", "rich_text", "video",
)  # fmt: skip
_MESSAGE_ONLY = (
    "context_actions", "table", "data_table", "data_visualization", "markdown", "file", "card",
    "carousel", "container", "plan", "task_card",
)  # fmt: skip
ALLOWED = {
    "message": (*_EVERYWHERE, *_MESSAGE_ONLY),
    "modal": (*_EVERYWHERE, "alert"),
    "home": _EVERYWHERE,
}
"""Which block may stand where; `alert` is for modals, tables and charts are for messages."""

_IN_CONTAINER = tuple(name for name in ALLOWED["message"] if name not in ("container", "input"))
RULES["container"] = shape(
    {"type": TYPE, "child_blocks": items(by_type(RULES, _IN_CONTAINER), 10)},
    {
        **_NAMED,
        "title": plain(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": words(150),
        "icon": _PICTURE_ELEMENT,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": flag,
        "default_collapsed": flag,
        "has_header_divider": flag,
    },
    also=_container_as_a_whole,
)
INTERACTIVE = frozenset(BUTTONS | BOXES | MENUS | PICKERS | CONTEXTUAL | TEXT_INPUTS | RICH_INPUT
                        | FILE_INPUT) - {"workflow_button"}  # fmt: skip


def blocks(surface: str, most: int) -> Rule:
    """An array of blocks for a "message", "modal" or "home"."""
    return items(by_type(RULES, ALLOWED[surface]), most, least=0)
