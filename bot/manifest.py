"""Slack's description of the app, from the same tables that the code uses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .slack import events, shortcuts, verbs

SCOPES = {
    "chat:write": "answers, morning notes, digests and living cards",
    "commands": "the slash commands above",
    "users:read": "names, time zones and languages of people",
    "channels:read": "names of public channels, and changes to them",
    "groups:read": "who is in a private channel: only they see its projects",
    "im:read": "commands typed in a direct message",
    "mpim:read": "commands typed in a group conversation",
    "im:write": "opens the direct message for a morning note",
    "channels:history": "replies below a card; looks up what was posted after an unclear answer",
    "groups:history": "the same in private channels",
    "im:history": "the same in direct messages, and words written to the bot there",
    "dnd:read": "who does not want to be disturbed gets a note when that ends",
    "files:read": "reads the CSV file of a plan to import",
}
"""What the bot may do, each with the reason."""


LINK_SCOPES = {
    "links:read": "hears of links to items that people share",
    "links:write": "shows what those links are about",
}
"""Only where the bot has an address of its own, and so links."""


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
    "entity_details_requested": Subscription("entity_details_requested", None),
    "file_shared": Subscription("file_shared", "files:read"),
    "group_archive": Subscription("group_archive", "groups:read"),
    "group_rename": Subscription("group_rename", "groups:read"),
    "group_unarchive": Subscription("group_unarchive", "groups:read"),
    "link_shared": Subscription("link_shared", "links:read"),
    "member_joined_channel": Subscription("member_joined_channel", "channels:read"),
    "member_left_channel": Subscription("member_left_channel", "channels:read"),
    "message": Subscription("message.im", "im:history"),
    "reaction_added": Subscription("reaction_added", "reactions:read"),
    "tokens_revoked": Subscription("tokens_revoked", None),
    "user_change": Subscription("user_change", "users:read"),
}
"""How the events that the code listens to are subscribed to, by their type."""

ALSO = {
    "message": (
        Subscription("message.channels", "channels:history"),
        Subscription("message.groups", "groups:history"),
        Subscription("message.mpim", "mpim:history"),
    ),
}
"""Events of one type that come from several kinds of conversations are several to the manifest."""

ABOUT_LINKS = {"entity_details_requested", "link_shared"}
"""Events that come only of links to items."""

ABOUT = (
    "Stationmaster keeps tasks, milestones, risks, projects and programs where your team already "
    "talks. Note a task in one line, take it, finish it, undo it. Each morning everybody gets one "
    "note with what is due, in their own time zone, and nothing when nothing is. Each week a "
    "program's channel gets a digest: how each project stands, what is next, what slipped and "
    "who is needed where."
)


def build(prefix: str = "", url: str = "", links: str = "") -> dict[str, Any]:
    """The manifest; with `url`, the bot's public address, for HTTP instead of Socket Mode.

    `links` is where links to items lead, if anywhere; with `url` they lead there.
    """
    domain = urlsplit(links or url).hostname or ""
    address = f"{url.rstrip('/')}/slack/events" if url else ""
    subscriptions = sorted(subscribed(bool(domain)))
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
            "shortcuts": [_shortcut(each) for each in shortcuts.SHORTCUTS],
            **({"unfurl_domains": [domain]} if domain else {}),
        },
        "oauth_config": {"scopes": {"bot": list(scopes(bool(domain)))}},
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


def scopes(links: bool = False) -> dict[str, str]:
    """Every scope that the bot needs, with the reason; more where it has links to items."""
    known = SCOPES | LINK_SCOPES if links else SCOPES
    heard = subscribed(links)
    for_events = {each.scope: f"the event {each.name}" for each in heard if each.scope}
    return known | {scope: why for scope, why in for_events.items() if scope not in known}


def subscribed(links: bool = False) -> list[Subscription]:
    """The events that the code listens to; more where the bot has links to items."""
    kinds = [kind for kind in events.LISTENERS if links or kind not in ABOUT_LINKS]
    return [each for kind in kinds for each in (SUBSCRIPTIONS[kind], *ALSO.get(kind, ()))]


def text(prefix: str = "", url: str = "", links: str = "") -> str:
    """The manifest as YAML, each scope with its reason."""
    built = build(prefix, url, links)
    return "\n".join(_lines(built, "", scopes("unfurl_domains" in built["features"]))) + "\n"


def _command(command: verbs.Command, prefix: str, address: str) -> dict[str, Any]:
    return {
        "command": f"/{prefix}{command.name}",
        **({"url": address} if address else {}),
        "description": command.description,
        "usage_hint": command.usage_hint,
        # People and channels arrive as ids, which no renaming breaks.
        "should_escape": True,
    }


def _shortcut(shortcut: shortcuts.Shortcut) -> dict[str, Any]:
    return {
        "name": shortcut.name,
        "type": shortcut.kind,
        "callback_id": shortcut.id,
        "description": shortcut.description,
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
