"""users.*, dnd.*, team.*, bots.*: https://docs.slack.dev/reference/methods?filter=users"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.sandbox import shapes
from bot.sandbox.errors import Refused
from bot.sandbox.web.calls import Call, Method
from bot.sandbox.web.conversations import kinds_asked
from bot.sandbox.workspace import Person

Object = dict[str, Any]

NIGHT_STARTS, NIGHT_ENDS = time(22), time(8)
"""Slack's default do-not-disturb hours, in each person's zone."""


def _shown(call: Call, person: Person) -> Object:
    email = "users:read.email" in call.workspace.app.scopes
    locale = call.flag("include_locale")
    return shapes.user(call.workspace, person, locale=locale, email=email)


def info(call: Call) -> Object:
    """One person."""
    return {"ok": True, "user": _shown(call, call.person())}


def list_all(call: Call) -> Object:
    """Everybody, by pages."""
    rows, cursor = call.page(list(call.workspace.people.values()), 1_000, 1_000)
    return {
        "ok": True,
        "members": [_shown(call, one) for one in rows],
        "cache_ts": int(call.workspace.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def conversations(call: Call) -> Object:
    """The conversations that somebody (by default the bot) is in, of those the bot can see."""
    kinds = kinds_asked(call)
    person = call.person().id if call.arguments.get("user") else call.me
    gone = call.flag("exclude_archived")
    rows = [
        one
        for one in call.workspace.channels.values()
        if one.kind in kinds
        and person in one.members
        and (one.kind == "public" or call.me in one.members)
        and not (gone and one.is_archived)
    ]
    shown, cursor = call.page(rows, 100, 999)
    channels = [shapes.conversation(call.workspace, one) for one in shown]
    return {"ok": True, "channels": channels, "response_metadata": {"next_cursor": cursor}}


def by_email(call: Call) -> Object:
    """Somebody by address."""
    wanted = call.text("email").casefold()
    for person in call.workspace.people.values():
        if person.email.casefold() == wanted and not person.deleted and not person.is_bot:
            return {"ok": True, "user": _shown(call, person)}
    raise Refused("users_not_found")


def profile(call: Call) -> Object:
    """Somebody's profile."""
    person = call.person() if call.arguments.get("user") else call.workspace.people[call.me]
    return {"ok": True, "profile": _shown(call, person)["profile"]}


def _night(now: datetime, tz: str) -> tuple[int, int]:
    """The next night that ends in the future: start and end in unix seconds."""
    zone = ZoneInfo(tz)
    here = now.astimezone(zone)
    day = here.date() if here.time() >= NIGHT_ENDS else here.date() - timedelta(days=1)
    start = datetime.combine(day, NIGHT_STARTS, zone)
    end = datetime.combine(day + timedelta(days=1), NIGHT_ENDS, zone)
    return int(start.timestamp()), int(end.timestamp())


def _quiet(call: Call, person: Person) -> Object:
    """The window that somebody is in, or their next one: a snooze, else the night."""
    start, end = _night(call.workspace.clock(), person.tz)
    until = person.quiet_until
    if until is not None and until > call.workspace.clock():
        start, end = int(call.workspace.now()), int(until.timestamp())
    return {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def dnd_info(call: Call) -> Object:
    """Somebody's do-not-disturb hours."""
    person = call.person() if call.arguments.get("user") else call.workspace.people[call.me]
    return {"ok": True, **_quiet(call, person)}


def dnd_team(call: Call) -> Object:
    """The do-not-disturb hours of up to 50 people."""
    users = call.listed("users")
    if not users:
        raise Refused("invalid_arguments", ["missing required field: users [json-pointer:]"])
    if len(users) > 50:
        raise Refused("too_many_users")
    known = [one for one in users if one in call.workspace.people]
    found = {one: _quiet(call, call.workspace.people[one]) for one in known}
    return {"ok": True, "cached": False, "users": found}


def team(call: Call) -> Object:
    """The workspace."""
    workspace = call.workspace
    named = {"id": workspace.team_id, "name": workspace.team_name, "domain": workspace.domain}
    return {"ok": True, "team": {**named, "email_domain": "example.com", "icon": {}}}


def bot(call: Call) -> Object:
    """The bot itself."""
    app = call.workspace.app
    if call.arguments.get("bot", app.bot_id) != app.bot_id:
        raise Refused("bot_not_found")
    shown = {"id": app.bot_id, "app_id": app.id, "user_id": app.user_id, "name": app.name}
    return {"ok": True, "bot": {**shown, "deleted": False, "updated": 0, "icons": {}}}


_USERS = ("users:read",)
METHODS = {
    "users.info": Method(info, _USERS, tier=4),
    "users.list": Method(list_all, _USERS, tier=2),
    "users.conversations": Method(
        conversations, ("channels:read", "groups:read", "im:read", "mpim:read"), tier=3
    ),
    "users.lookupByEmail": Method(by_email, ("users:read.email",), tier=3),
    "users.profile.get": Method(profile, ("users.profile:read",), tier=4),
    "dnd.info": Method(dnd_info, ("dnd:read",), tier=3),
    "dnd.teamInfo": Method(dnd_team, ("dnd:read",), tier=2),
    "team.info": Method(team, ("team:read",), tier=3),
    "bots.info": Method(bot, _USERS, tier=3),
}
