"""The home page and what `/pm` says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import models
from ..operations import reports
from . import kit, when
from .reports import board_line, day_blocks

HELLO = (
    "I keep tasks, milestones, risks, projects and programs. "
    "Type /task add Fix the login page due friday in a project's channel, or /pm help."
)


def my_day(
    reader: when.Reader, found: reports.Morning, rest: int, done: str = "my.done"
) -> kit.Message:
    """What is mine now; `rest` is how many open tasks are due later or not at all.

    `done` is the action id of the rows' buttons.
    """
    blocks = [kit.header("My day"), *day_blocks(reader, found, done)]
    if found.empty:
        blocks.append(kit.section("Nothing of yours is late or due within three days."))
    if rest:
        blocks.append(kit.context(f"and {rest} more, due later or without a date: /task list mine"))
    return kit.message("My day", *blocks)


def page(
    reader: when.Reader,
    found: reports.Morning,
    rest: int,
    standings: Sequence[reports.Standing],
    said: str = "",
) -> kit.Modal:
    """The App Home tab; `said` is what was just done there."""
    day = my_day(reader, found, rest, "home.done")
    blocks: list[kit.Block] = [kit.context(said)] if said else []
    blocks += day.blocks
    if standings:
        lines = [board_line(reader, each) for each in standings[:20]]
        blocks += [kit.divider(), kit.header("My projects"), kit.rich(kit.bullets(lines))]
    blocks += [kit.divider(), kit.context(HELLO)]
    return kit.Modal({"type": "home", "blocks": blocks[:100]})


def hello() -> kit.Message:
    """What a direct message to the bot gets."""
    return kit.message(HELLO)


def undone(step: models.ChangeSet, changes: Sequence[Any]) -> kit.Message:
    """A step was taken back."""
    more = f" ({len(changes)} changes)" if len(changes) > 1 else ""
    return kit.message(f"Undone: {step.words}{more}.")
