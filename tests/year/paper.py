"""A note as it stands in Slack: its numbers, its rows, the keys that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .opinion import Row

WORDS = {
    "overdue": "overdue",
    "due_today": "due today",
    "due_soon": "due soon",
    "due_hours": "due within hours",
    "blocked": "blocked",
}
PARTS = (
    *WORDS.values(),
    "to look at",
    "your projects",
    "your programs",
    "check-in",
    "week",
    "held",
)
MOST = {"owner": 20, "manager": 20, "program manager": 10, "check-ins": 10}
"""Rows of each part of a note; what is over waits for the next one."""


@dataclass
class Letter:
    """A direct message of the bot, as it stood when it came."""

    key: str
    text: str
    blocks: list[dict[str, Any]]


def summary(rows: list[Row], week: int, held: int) -> Counter[str]:
    """The numbers that a note has to begin with."""
    found: Counter[str] = Counter()
    for row in rows:
        if row.rule == "check_in":
            found["check-in"] += 1
        elif row.role == "manager":
            found["your projects"] += 1
        elif row.role == "program manager":
            found["your programs"] += 1
        else:
            found[WORDS.get(row.rule, "to look at")] += 1
    found.update({name: number for name, number in (("week", week), ("held", held)) if number})
    return found


def parts(text: str) -> Counter[str]:
    """The numbers that it does begin with."""
    found: Counter[str] = Counter()
    for part in text.removeprefix("Your day: ").split(" · "):
        number, _, words = part.partition(" ")
        name = next((each for each in PARTS if each in words), words)
        found[name] += int(number) if number.isdecimal() else 1
    return found


def part(row: Row) -> str:
    """The part of a note in which a row stands."""
    return "check-ins" if row.rule == "check_in" else row.role


def keys_of(blocks: Any) -> Iterator[str]:
    """Every word in the blocks that may be a key."""
    if isinstance(blocks, dict):
        yield from (word.strip() for word in str(blocks.get("text", "")).split())
        yield from keys_of(list(blocks.values()))
    elif isinstance(blocks, list):
        for each in blocks:
            yield from keys_of(each)


def rows_of(letter: Letter) -> Iterator[tuple[str, str]]:
    """Rule and key of each row with buttons."""
    for block in letter.blocks:
        for element in block.get("elements", []):
            if element.get("action_id", "").startswith("nudge.more"):
                _, rule, key, _ = element["options"][0]["value"].split("|")
                yield rule, key
        menu = block.get("accessory", {})
        if menu.get("action_id", "").startswith("nudge.light"):
            yield "check_in", menu["options"][0]["value"].split("|")[1]
