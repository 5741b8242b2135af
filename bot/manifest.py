"""Slack's description of the app, from the same tables that the code uses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .slack import events, verbs

SCOPES = {
    "chat:write": "answers, morning notes, digests and living cards",
    "commands": "the slash commands above",
    "users:read": "names, time zones and languages of people",
    "channels:read": "names of public channels, and changes to them",
    "groups:read": "who is in a private channel: only they see its projects",
    "im:read": "commands typed in a direct message",
    "mpim:read": "commands typed in a group conversation",
    "im:write": "opens the direct message for a morning note",
    "channels:history": "looks a note up after an unclear answer, so that it is not posted twice",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages, and words written to the bot there",
    "files:read": "reads the CSV file of a plan to import",
}
"""What the bot may do, each with the reason."""


class Subscription(NamedTuple):
    """An event as the manifest names it, and the scope that Slack wants for it."""

    name: str
    scope: str | None


SUBSCRIPTIONS = {
    "app_home_opened": Subscription("app_home_opened", None),
    "app_mention": Subscription("app_mention", "app_mentions:read"),
    "app_uninstalled": Subscription("app_uninstalled", None),
    "channel_archive": Subscription("channel_archive", "channels:read"),
    "channel_rename": Subscription("channel_rename", "channels:read"),
    "channel_unarchive": Subscription("channel_unarchive", "channels:read"),
    "file_shared": Subscription("file_shared", "files:read"),
    "group_archive": Subscription("group_archive", "groups:read"),
    "group_rename": Subscription("group_rename", "groups:read"),
    "group_unarchive": Subscription("group_unarchive", "groups:read"),
    "member_joined_channel": Subscription("member_joined_channel", "channels:read"),
    "member_left_channel": Subscription("member_left_channel", "channels:read"),
    "message": Subscription("message.im", "im:history"),
    "tokens_revoked": Subscription("tokens_revoked", None),
    "user_change": Subscription("user_change", "users:read"),
}
"""How the events that the code listens to are subscribed to, by their type."""

ABOUT = (
    "Stationmaster keeps tasks, milestones, risks, projects and programs where your team already "
    "talks. Note a task in one line, take it, finish it, undo it. Each morning everybody gets one "
    "note with what is due, in their own time zone, and nothing when nothing is. Each week a "
    "program's channel gets a digest: how each project stands, what is next, what slipped and "
    "who is needed where."
)


def build(prefix: str = "", url: str = "") -> dict[str, Any]:
    """The manifest; with `url`, the bot's public address, for HTTP instead of Socket Mode."""
    address = f"{url.rstrip('/')}/slack/events" if url else ""
    subscriptions = sorted(subscribed())
    return {
        "display_information": {
            "name": "Stationmaster",
            "description": "Project and program management where your team talks",
            "long_description": ABOUT,
            "background_color": "#1d3b53",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Stationmaster", "always_online": True},
            "slash_commands": [_command(each, prefix, address) for each in verbs.COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": list(scopes())}},
        "settings": {
            "event_subscriptions": {
                **({"request_url": address} if address else {}),
                "bot_events": [each.name for each in subscriptions],
            },
            "interactivity": {
                "is_enabled": True,
                **(
                    {"request_url": address, "message_menu_options_url": address} if address else {}
                ),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def scopes() -> dict[str, str]:
    """Every scope that the bot needs, with the reason."""
    for_events = {each.scope: f"the event {each.name}" for each in subscribed() if each.scope}
    return SCOPES | {scope: why for scope, why in for_events.items() if scope not in SCOPES}


def subscribed() -> list[Subscription]:
    """The events that the code listens to."""
    return [SUBSCRIPTIONS[kind] for kind in events.LISTENERS]


def text(prefix: str = "", url: str = "") -> str:
    """The manifest as YAML, each scope with its reason."""
    return "\n".join(_lines(build(prefix, url), "", scopes())) + "\n"


def _command(command: verbs.Command, prefix: str, address: str) -> dict[str, Any]:
    return {
        "command": f"/{prefix}{command.name}",
        **({"url": address} if address else {}),
        "description": command.description,
        "usage_hint": command.usage_hint,
        # People and channels arrive as ids, which no renaming breaks.
        "should_escape": True,
    }


PLAIN = re.compile(r"[A-Za-z][\w.:/-]*\w")
"""Words that YAML reads as they stand (and `true`, `null`, which are not among our texts)."""


def _lines(value: Any, indent: str, remarks: Mapping[str, str]) -> Iterator[str]:
    """The part of YAML that a manifest needs: mappings, lists, words, texts, yes and no."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield f"{indent}{name}:"
                yield from _lines(inner, indent + "  ", remarks)
            else:
                yield f"{indent}{name}: {_scalar(inner)}"
        return
    for inner in value:
        if isinstance(inner, dict):
            first, *more = _lines(inner, indent + "  ", remarks)
            yield f"{indent}- {first.lstrip()}"
            yield from more
        else:
            remark = f"  # {remarks[inner]}" if inner in remarks else ""
            yield f"{indent}- {_scalar(inner)}{remark}"


def _scalar(value: Any) -> str:
    if isinstance(value, str) and PLAIN.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)
