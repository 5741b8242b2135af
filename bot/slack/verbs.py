"""The slash commands: one table for the manifest, the edge and the help."""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A slash command as Slack lists it while a person types."""

    name: str
    """Without the slash and without the prefix that an installation may add."""
    description: str
    usage_hint: str


COMMANDS = (
    Command(
        "task",
        "Note, take, move and finish tasks",
        "add Write the release notes @ana due friday !high  ·  list  ·  done WEB-12  ·  help",
    ),
    Command(
        "milestone",
        "Set and reach milestones",
        "add Code freeze due 23 july  ·  list  ·  due WEB-M2 30 july  ·  help",
    ),
    Command(
        "risk",
        "Keep the risk register",
        "add Vendor may be late p:high i:high @ben  ·  list  ·  assess WEB-R3 p2 i4  ·  help",
    ),
    Command(
        "project",
        "Start and steer projects, and link them to channels",
        "new WEB Website relaunch @ana due 30 june  ·  show  ·  team  ·  help",
    ),
    Command(
        "program",
        "Bring related projects together, with a weekly digest",
        "new RAIL Northern line @pia  ·  add RAIL WEB  ·  digest RAIL monday 9am in #northern",
    ),
    Command(
        "pm",
        "What is mine today, undo, and help",
        "my  ·  find hosting certificate  ·  away 3-14 aug  ·  undo  ·  help",
    ),
)
