"""Tasks that repeat: which occurrences a change holds for."""

from __future__ import annotations

from collections.abc import Sequence

from .. import models
from . import fields, kit

ONLY = "Only this one"
ALL = "This and all that follow"
CHOICES = {"all": ALL, "only": ONLY}


def holds(fields: Sequence[str], *, followed: bool) -> str:
    """What a change of a repeating task holds for until somebody says otherwise."""
    dated = [name for name in fields if name.startswith("due")]
    if followed or len(dated) == len(fields):
        return "It repeats: this holds for this one only."
    rest = "the new date for this one only, the rest" if dated else "this"
    return f"It repeats: {rest} holds for all that follow too."


def question(task: models.Task, set_id: int) -> list[kit.Element]:
    """The two buttons that say which occurrences a change holds for."""
    value = f"{task.key}|{set_id}"
    return [kit.button(ONLY, "series.only", value), kit.button(ALL, "series.all", value)]


def applies_to(stamp: str) -> kit.Block:
    """The field of a repeating task's form."""
    options = [kit.option(label, value) for value, label in CHOICES.items()]
    return fields.field(
        f"applies{stamp}",
        "Applies to",
        kit.select("value", options, "all"),
        hint="The task repeats: the next one is made like this one, or like it was before.",
    )
