"""Who may import whom: the tables below are the documentation, and the code is held to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BOT = Path(__file__).parent.parent / "bot"

ROOMS = {
    # Rules and records: no Slack, no clock, nothing that is sent.
    "errors": set(),
    "planning": set(),
    "dates": {"errors"},
    "models": set(),
    "migrations": {"models"},
    "db": {"migrations"},
    "operations": {"dates", "errors", "models", "planning"},
    # Objects in, Block Kit out.
    "ui": {"dates", "models", "operations", "planning"},
    # What Slack sends, and what is sent to Slack.
    "slack_errors": set(),
    "settings": set(),
    "slack": {"dates", "db", "errors", "models", "operations", "settings", "slack_errors", "ui"},
    "builders": {"models", "operations", "ui"},
    "sending": {"builders", "ui"},
    "writing": {"builders", "disturbing", "models", "operations", "sending", "ui"},
    "failing": {"models", "operations", "sending"},
    "disturbing": {"slack_errors"},
    "pacing": {"disturbing", "slack_errors"},
    "passes": {
        *("db", "failing", "models", "operations", "pacing", "sending", "slack_errors", "ui"),
        "writing",
    },
    "jobs": {"db", "operations", "pacing", "passes"},
    # A little Slack: it knows nothing of the bot.
    "sandbox": set(),
    # The top: puts everything together.
    "app": {"db", "jobs", "pacing", "settings", "slack"},
    "serve": {"app", "db", "jobs", "pacing", "passes", "settings", "slack"},
    "importing": {"errors", "models", "operations", "serve", "settings", "slack", "ui"},
    "manifest": {"slack"},
    "doctor": {"db", "manifest", "models", "settings", "slack"},
    "explain": {"dates", "slack"},
    "story": set(),
    "demo": {
        *("app", "dates", "db", "errors", "importing", "jobs", "manifest", "models"),
        *("sandbox", "serve", "settings", "slack", "story"),
    },
    "__main__": {
        *("demo", "doctor", "errors", "explain", "importing", "manifest", "serve", "settings"),
    },
}
"""Each room of `bot` and what it may import of the others."""

LIBRARIES = {
    "alembic": {"migrations"},
    "apscheduler": {"serve"},
    "click": {"__main__", "demo", "explain"},
    "dateparser": {"dates"},
    "holidays": {"operations.preferences"},
    "slack_bolt": {
        "app",
        "slack.authorize",
        "slack.edge",
        "slack.http",
        "slack.socket_mode",
        "serve",
    },
    "starlette": {"slack.http", "sandbox"},
    "uvicorn": {"slack.http", "sandbox"},
}
"""Libraries that only these may import: what is replaced one day is replaced in one place."""

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
MAY_READ_A_CLOCK = {"__main__", "explain", "sandbox"}
"""Time is an argument; only entries know the real clock."""

BLOCKS = {"section", "header", "context", "actions", "divider", "input", "modal", "home", "mrkdwn"}
MAY_WRITE_BLOCKS = {"ui", "sandbox"}

FILES = sorted(set(BOT.rglob("*.py")) - {BOT / "__init__.py"})


def module_of(path: Path) -> str:
    """`slack.edge` for `bot/slack/edge.py`."""
    parts = path.relative_to(BOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def room_of(path: Path) -> str:
    return module_of(path).partition(".")[0]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports_of(path: Path) -> Iterator[str]:
    """Full names of what a file imports, inside functions too."""
    package = ["bot", *path.relative_to(BOT).parent.parts]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{name.name}" for name in node.names)


def test_a_room_imports_only_what_its_line_allows() -> None:
    wrong = []
    for path in FILES:
        used = {name.split(".")[1] for name in imports_of(path) if name.startswith("bot.")}
        room = room_of(path)
        wrong += [f"{module_of(path)} imports {each}" for each in used - {room} - ROOMS[room]]
    assert wrong == []


def test_libraries_stay_in_their_place() -> None:
    wrong = []
    for path in FILES:
        places = {module_of(path), room_of(path)}
        used = {name.partition(".")[0] for name in imports_of(path)} & LIBRARIES.keys()
        wrong += [f"{module_of(path)}: {each}" for each in used if not places & LIBRARIES[each]]
    assert wrong == []


def test_only_entries_read_a_clock() -> None:
    wrong = []
    for path in FILES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and room_of(path) not in MAY_READ_A_CLOCK:
                used = ".".join(ast.unparse(node).split(".")[-2:])
                wrong += [f"{module_of(path)}:{node.lineno} {used}"] if used in CLOCKS else []
    assert wrong == []


def test_block_kit_is_written_in_one_room() -> None:
    wrong = [
        f"{module_of(path)}:{node.lineno}"
        for path in FILES
        if room_of(path) not in MAY_WRITE_BLOCKS
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Dict) and typed_as(node) & BLOCKS
    ]
    assert wrong == []


def typed_as(node: ast.Dict) -> set[str]:
    """What a dictionary's `type` is, where it is written out."""
    pairs = zip(node.keys, node.values, strict=True)
    return {
        str(value.value)
        for key, value in pairs
        if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant)
    }


def test_every_line_of_the_table_is_a_room_that_exists() -> None:
    assert {room_of(path) for path in FILES} == ROOMS.keys()
