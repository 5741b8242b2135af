"""Whole messages, views and option lists: what holds across blocks.

https://docs.slack.dev/reference/views, …/methods/chat.postMessage, …/block-kit/blocks.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bot.sandbox.blockkit import blocks, rules
from bot.sandbox.blockkit.elements import GROUP, OPTION, plain
from bot.sandbox.errors import Refused

Object = dict[str, Any]

_AT_MOST = {"table": 1, "data_table": 1, "data_visualization": 2}
_MARKDOWN = 12_000
_VIEW_BYTES = 250_000
_TOP = {"type": rules.one_of("modal", "home"), "blocks": rules.anything}
_VIEW_FIELDS: dict[str, rules.Rule] = {
    "private_metadata": rules.text(3_000, 0),
    "callback_id": rules.text(255, 0),
    "external_id": rules.text(255, 0),
}
_VIEWS: dict[str, rules.Rule] = {
    "modal": rules.shape(
        {**_TOP, "title": plain(24), "blocks": blocks.blocks("modal", 100)},
        {
            **_VIEW_FIELDS,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": rules.flag,
            "notify_on_close": rules.flag,
            "submit_disabled": rules.flag,
        },
    ),
    "home": rules.shape({**_TOP, "blocks": blocks.blocks("home", 100)}, _VIEW_FIELDS),
}
_SUGGESTIONS = rules.shape(
    {},
    {"options": rules.items(OPTION, 100, 0), "option_groups": rules.items(GROUP, 100, 0)},
    also=rules.exactly_one("options", "option_groups"),
)
METADATA = rules.shape(
    {},
    {
        "event_type": rules.matching(r"[A-Za-z0-9_.:-]+", "an event type", 255),
        "event_payload": rules.anything,
        "entities": rules.items(rules.anything, 20),
    },
    also=rules.at_least_one("event_type", "entities"),
)


def all_blocks(found: list[Object]) -> Iterator[Object]:
    """Every block, those inside containers and the cards of carousels included."""
    for block in found:
        yield block
        yield from all_blocks(block.get("child_blocks") or [])
        if block["type"] == "carousel":
            yield from block["elements"]


def elements_of(block: Object) -> list[Object]:
    """The interactive elements of one block, in the order they are seen."""
    kind = block.get("type")
    found: list[Object] = []
    if kind == "section" and "accessory" in block:
        found = [block["accessory"]]
    elif kind in ("actions", "context_actions"):
        found = block["elements"]
    elif kind == "input":
        found = [block["element"]]
    elif kind == "card":
        found = block.get("actions", [])
    elif kind == "data_table":
        cells = [cell for row in block["rows"] for cell in row]
        found = [cell["element"] for cell in cells if cell["type"] == "action_cell"]
    return [one for one in found if one.get("type") in blocks.INTERACTIVE]


def _across(found: list[Object], at: str, surface: str) -> list[str]:
    problems: list[str] = []
    ids = [block["block_id"] for block in all_blocks(found) if "block_id" in block]
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        rules.note(problems, at, f"block_id must be unique: {one}")
    for index, top in enumerate(found):
        for block in all_blocks([top]):
            _actions_once(block, f"{at}/{index}", problems)
    kinds = [block["type"] for block in all_blocks(found)]
    for kind, most in _AT_MOST.items():
        if kinds.count(kind) > most:
            rules.note(problems, at, f"only {most} {kind} allowed in a message")
    markdown = sum(len(block["text"]) for block in found if block["type"] == "markdown")
    if markdown > _MARKDOWN:
        rules.note(problems, at, f"markdown must be less than {_MARKDOWN + 1} characters in total")
    focused = [e for b in found for e in elements_of(b) if e.get("focus_on_load")]
    if len(focused) > 1:
        rules.note(problems, at, "only one element may have focus_on_load")
    for index, block in enumerate(found):
        for one in elements_of(block):
            _where_it_stands(one, block, f"{at}/{index}", surface, problems)
    return problems


def _actions_once(block: Object, at: str, problems: list[str]) -> None:
    actions = [one["action_id"] for one in elements_of(block) if "action_id" in one]
    for one in sorted({one for one in actions if actions.count(one) > 1}):
        rules.note(problems, at, f"action_id must be unique in a block: {one}")


def _where_it_stands(
    one: Object, block: Object, at: str, surface: str, problems: list[str]
) -> None:
    modal_input = surface == "modal" and block["type"] == "input"
    if one["type"] == "file_input" and not modal_input:
        rules.note(problems, f"{at}/element", "unsupported type: file_input")
    if one.get("response_url_enabled") and not modal_input:
        rules.note(problems, at, "response_url_enabled is only for input blocks of modals")


def _named(found: list[Object]) -> list[Object]:
    made = deepcopy(found)
    for block in all_blocks(made):
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for one in elements_of(block):
            one.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return made


def message_blocks(given: Any) -> list[Object]:
    """The blocks of a message with ids filled in, else `invalid_blocks`."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_blocks_format") from None
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    problems: list[str] = []
    blocks.blocks("message", 50)(given, "/blocks", problems)
    problems = problems or _across(given, "/blocks", "message")
    if problems:
        raise Refused("invalid_blocks", problems)
    return _named(given)


def view(given: Any, kinds: tuple[str, ...]) -> Object:
    """A view with ids filled in, else `invalid_arguments` or `view_too_large`.

    `kinds` are the types that the method takes: modals for open, push and update of a modal.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused(
                "invalid_arguments", ["must be valid JSON [json-pointer:/view]"]
            ) from None
    problems: list[str] = []
    rules.by_type(_VIEWS, kinds)(given, "/view", problems)
    if not problems:
        problems = _across(given["blocks"], "/view/blocks", given["type"])
        has_inputs = any(block["type"] == "input" for block in given["blocks"])
        if given["type"] == "modal" and has_inputs and "submit" not in given:
            rules.note(problems, "/view", "missing required field: submit")
    if problems:
        raise Refused("invalid_arguments", problems)
    if len(json.dumps(given)) > _VIEW_BYTES:
        raise Refused("view_too_large")
    made = dict(given)
    made["blocks"] = _named(given["blocks"])
    return made


def suggestions(given: Any) -> Object:
    """The answer to a menu that asked for options, else `invalid_arguments`."""
    problems: list[str] = []
    _SUGGESTIONS(given, "", problems)
    if problems:
        raise Refused("invalid_arguments", problems)
    return dict(given)


def metadata(given: Any) -> Object:
    """Message metadata, else `invalid_metadata_format` or `invalid_metadata_schema`."""
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise Refused("invalid_metadata_format") from None
    problems: list[str] = []
    METADATA(given, "/metadata", problems)
    if not problems and ("event_type" in given) != ("event_payload" in given):
        rules.note(problems, "/metadata", "event_type and event_payload go together")
    if not problems and not isinstance(given.get("event_payload", {}), dict):
        rules.note(problems, "/metadata/event_payload", "must be an object")
    if problems:
        raise Refused("invalid_metadata_schema", problems)
    return dict(given)
