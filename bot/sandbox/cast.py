"""A small workspace to start from: people in several zones, and some channels."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.sandbox.workspace import App, Clock, Workspace

PEOPLE: tuple[dict[str, Any], ...] = (
    {"name": "ana", "real_name": "Ana Costa", "tz": "Europe/Lisbon", "locale": "pt-PT",
     "is_admin": True, "is_owner": True, "color": "9f69e7"},
    {"name": "ben", "real_name": "Ben Okafor", "tz": "America/New_York", "color": "4bbe2e"},
    {"name": "chloe", "real_name": "Chloé Martin", "tz": "Europe/Paris", "locale": "fr-FR",
     "color": "e7392d"},
    {"name": "dev", "real_name": "Dev Patel", "tz": "Asia/Kolkata", "color": "3c989f"},
    {"name": "emi", "real_name": "Emi Tanaka", "tz": "Asia/Tokyo", "locale": "ja-JP",
     "color": "674b1b"},
    {"name": "gus", "real_name": "Gus Guest", "tz": "Australia/Sydney", "is_restricted": True,
     "color": "e96699"},
)  # fmt: skip
"""Ana owns the workspace; Gus is a guest."""

CHANNELS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("general", "public", ("ana", "ben", "chloe", "dev", "emi"), True),
    ("web", "public", ("ana", "ben", "chloe", "gus"), True),
    ("mobile", "public", ("ana", "dev", "emi"), True),
    ("random", "public", ("ana", "ben", "dev"), False),
    ("board", "private", ("ana", "chloe"), True),
)
"""Name, kind, members, whether the bot is there. #random is without the bot."""


def small_town(manifest: dict[str, Any], clock: Clock | None = None) -> Workspace:
    """A workspace with the people and channels above; without a clock it is always the same day."""
    app = App(manifest)
    workspace = Workspace(app, clock or (lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC)))
    for fields in PEOPLE:
        workspace.person(**fields)
    for name, kind, members, with_bot in CHANNELS:
        found = (workspace.find_person(one) for one in members)
        ids = [one.id for one in found if one is not None]
        bot = [app.user_id] if with_bot else []
        workspace.channel(name, [*ids, *bot], kind=kind, creator=ids[0])
    return workspace
