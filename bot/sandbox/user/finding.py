"""Finding what a person means on the screen: a button by its words, an input by its label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.blockkit import surfaces
from bot.sandbox.desk import Desk
from bot.sandbox.errors import CannotDo
from bot.sandbox.user.acting import Place
from bot.sandbox.user.plain import Reader
from bot.sandbox.workspace import View

Object = dict[str, Any]
Found = tuple[Object, Object]

_PRESSED = ("button", "icon_button", "feedback_buttons")


def _all(spot: Place) -> Iterator[Found]:
    for block in surfaces.all_blocks(spot.blocks):
        for one in surfaces.elements_of(block):
            yield block, one


def _labels(one: Object) -> list[str]:
    if one["type"] == "feedback_buttons":
        sides = (one["positive_button"], one["negative_button"])
        return [side["text"]["text"] for side in sides]
    return [one["text"]["text"]]


def buttons(spot: Place) -> list[str]:
    """What all buttons say."""
    return [label for _, one in _all(spot) if one["type"] in _PRESSED for label in _labels(one)]


def _row(reader: Reader, spot: Place, block: Object) -> str:
    """The words that belong to a block: its own, and for a bare row of buttons those above it."""
    found = list(surfaces.all_blocks(spot.blocks))
    at = found.index(block)
    words = [reader.block(block, {})]
    if block["type"] in ("actions", "context_actions"):
        for above in reversed(found[:at]):
            if above["type"] in ("actions", "context_actions", "divider"):
                break
            words.append(reader.block(above, {}))
    return "\n".join(words)


def _only(found: list[Found], wanted: str, there: list[str]) -> Found:
    if not found:
        raise CannotDo(f"there is no {wanted!r}; there is {', '.join(there) or 'nothing'}")
    if len(found) > 1:
        raise CannotDo(f"{wanted!r} is there {len(found)} times; say which with beside=…")
    return found[0]


def button(reader: Reader, spot: Place, wanted: str, beside: str) -> Found:
    """A button by its text, action_id or value. Error: CannotDo with what is there."""
    every = [pair for pair in _all(spot) if pair[1]["type"] in _PRESSED]
    if beside:
        every = [pair for pair in every if beside in _row(reader, spot, pair[0])]
    for fits in (
        lambda one: wanted in _labels(one),
        lambda one: one["action_id"] == wanted,
        lambda one: one.get("value") == wanted,
    ):
        found = [pair for pair in every if fits(pair[1])]
        if found:
            return _only(found, wanted, [])
    return _only([], wanted, buttons(spot))


def _label(reader: Reader, block: Object) -> str:
    if block["type"] == "input":
        return reader.text(block["label"])
    return reader.text(block["text"]) if block["type"] == "section" and "text" in block else ""


def element(reader: Reader, spot: Place, wanted: str, beside: str) -> Found:
    """A menu or input by label, action_id or block_id. Error: CannotDo with what is there."""
    every = [pair for pair in _all(spot) if pair[1]["type"] not in _PRESSED]
    if beside:
        every = [pair for pair in every if beside in _row(reader, spot, pair[0])]
    for fits in (
        lambda block, one: _label(reader, block).casefold() == wanted.casefold(),
        lambda block, one: one["action_id"] == wanted,
        lambda block, one: block["block_id"] == wanted,
    ):
        found = [pair for pair in every if fits(*pair)]
        if found:
            return _only(found, wanted, [])
    there = [_label(reader, block) or str(one["action_id"]) for block, one in every]
    return _only([], wanted, there)


def picked(desk: Desk, person: str, block: Object, one: Object, value: Any) -> Any:
    """For an external menu: the value of the option that was meant among those offered."""
    if not one["type"].endswith("external_select") or value in (None, "", []):
        return value
    offered = desk.offered.get((person, block["block_id"], one["action_id"]), [])
    if isinstance(value, list):
        return [_option(offered, str(each)) for each in value]
    return _option(offered, str(value))


def _option(offered: list[Object], wanted: str) -> str:
    exact = [one for one in offered if wanted in (one["value"], one["text"]["text"])]
    near = [one for one in offered if wanted.casefold() in one["text"]["text"].casefold()]
    found = exact or near
    if len(found) == 1 or exact:
        return str(found[0]["value"])
    labels = ", ".join(repr(one["text"]["text"]) for one in offered) or "nothing"
    raise CannotDo(f"{wanted!r} fits {len(found)} of the options; offered: {labels}")


def values(reader: Reader, view: View) -> dict[str, str]:
    """What stands in the inputs of a view, by label."""
    return {
        _label(reader, block) or str(one["action_id"]): reader.chosen(entry)
        for block, one in _all(Place(view=view))
        if (entry := view.values.get(block["block_id"], {}).get(one["action_id"])) is not None
    }
