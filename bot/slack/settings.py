"""`/pm quiet`, `/pm settings` and `/project nudges`: what somebody hears, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from .. import dates, models
from ..errors import Invalid, Refusal
from ..operations import access, check_ins, history, mutes, people, preferences
from ..ui import kit
from ..ui import settings as ui
from . import forms, steps, typed, where
from .call import Answer, Call, Handler, Verb

LENGTH = re.compile(r"(?:for )?(\d{1,3}) ?(m|min|minutes?|h|hours?|d|days?)")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
IN = re.compile(r"(?:^| )in:(\S+)", re.IGNORECASE)
MOST_AHEAD = 60
LONGEST_QUIET = timedelta(days=366)


def _me(call: Call) -> models.Person:
    return people.owner(call.actor, call.actor.who.slack_id)


# ── quiet ────────────────────────────────────────────────────────────────────────────────────


def quiet(call: Call) -> Answer:
    """Leave me alone for a while, or of something; with no words, what is so."""
    words = typed.plain(call.words).strip()
    if not words:
        return _shown(call)
    me = _me(call)
    if words.casefold() in {"off", "no", "none", "end"}:
        changed = history.change(call.actor, me, "ended the quiet", quiet_until=None)
        return _shown(call, "You hear what is due again." if changed else "You were not quiet.")
    if _mute(call, words):
        return _shown(call, "Muted.")
    until = _until(call, words)
    if until <= call.actor.now or until - call.actor.now > LONGEST_QUIET:
        raise Invalid("quiet", "Say a moment to come, within a year: “2h”, “until monday 9am”.")
    history.change(call.actor, me, "asked for quiet", quiet_until=until)
    return _shown(call, "Nothing rings you meanwhile; your next note has what was due.")


def _mute(call: Call, words: str) -> bool:
    """Whether the words name a kind of message, a project, or one of the other."""
    named = IN.search(words)
    rest = IN.sub("", words).strip().casefold()
    project = access.project(call.actor, named[1]) if named else None
    kinds = {said.casefold(): kind for kind, said in mutes.KINDS.items()}
    kinds |= {kind.replace("_", " "): kind for kind in mutes.KINDS}
    if rest in kinds and (project or kinds[rest] != mutes.EVERYTHING):
        mutes.mute(call.actor, kinds[rest], project)
        return True
    project = project if project and not rest else access.find_project(call.actor, words)
    if project is None:
        return False
    mutes.mute(call.actor, mutes.EVERYTHING, project)
    return True


def _until(call: Call, words: str) -> datetime:
    length = LENGTH.fullmatch(words.casefold())
    if length is not None:
        return call.actor.now + timedelta(**{UNITS[length[2][0]]: int(length[1])})
    try:
        deadline = steps.read_date(call, words.removeprefix("until ")).deadline
    except Invalid:
        raise Invalid(
            "quiet",
            f"{steps.quoted(words)} is neither a time nor something to mute: try “2h”, "
            "“until monday”, a project's key, or “overdue in:WEB”.",
        ) from None
    at = dates.Deadline(deadline.day, deadline.time or time(0))
    return dates.instant(at, call.actor.zone).astimezone(UTC)


def _shown(call: Call, said: str = "") -> kit.Message:
    me = _me(call)
    undo = call.actor.set_id
    return ui.quiet(call.actor, me.quiet_until, mutes.listed(call.actor), said, undo)


def unmute(call: Call) -> Answer:
    """*Unmute* beside what is muted."""
    found = mutes.unmute(call.actor, int(call.value))
    return _shown(call, "You hear of it again." if found else "That is not muted any more.")


# ── my settings ──────────────────────────────────────────────────────────────────────────────


def settings(call: Call) -> Answer:
    """The form of my settings."""
    me, silent = _me(call), mutes.listed(call.actor)
    projects = [*call.actor.session.scalars(access.projects(call.actor).limit(kit.OPTIONS))]
    whole = [each.project for each in silent if each.kind == mutes.EVERYTHING and each.project]
    return ui.form(
        preferences.of(me),
        preferences.country_of(me.zone, me.locale),
        "country" in (me.manners or {}),
        [each.kind for each in silent if each.project_id is None],
        [*whole, *(each for each in projects if each not in whole)],
        [each.key for each in whole],
    )


def save_settings(call: Call) -> Answer:
    """Keep what the form says."""
    me = _me(call)
    told = preferences.of(me)
    note_at, until = _time(call, "note_at"), _time(call, "until")
    if until <= note_at:
        raise Invalid("until", "Nothing would ever come: choose an end after the note's time.")
    weekdays = _chosen(call, "weekdays")
    if not weekdays:
        raise Invalid("weekdays", "Choose a day at least; /pm away is for days off.")
    told = replace(
        told,
        note_at=note_at,
        until=until,
        weekdays=frozenset(int(each) for each in weekdays),
        country=forms.text(call, "country") or preferences.country_of(me.zone, me.locale),
        cap=int(forms.text(call, "cap") or told.cap),
        leads=_leads(call),
        full_on=int(forms.text(call, "full_on") or told.full_on),
    )
    preferences.keep(call.actor, me, told)
    projects = [access.project(call.actor, key) for key in _chosen(call, "projects")]
    mutes.set_all(call.actor, _chosen(call, "kinds"), projects)
    name = preferences.country_name(told.country)
    return ui.saved(preferences.of(me), name, call.actor.set_id)


def _time(call: Call, name: str) -> time:
    try:
        return time.fromisoformat(forms.text(call, name))
    except ValueError:
        raise Invalid(name, "Choose a time.") from None


def _chosen(call: Call, name: str) -> list[str]:
    return [each for each in forms.text(call, name).split(",") if each]


def _leads(call: Call) -> Mapping[str, tuple[int, ...]]:
    """Working days by priority, as typed: “5, 1”."""
    found = {}
    for name in models.PRIORITIES:
        field = f"lead_{name}"
        words = forms.text(call, field).replace(",", " ").split()
        if not all(each.isdecimal() and int(each) <= MOST_AHEAD for each in words):
            raise Invalid(field, f"Write numbers of working days up to {MOST_AHEAD}: 5, 1")
        found[name] = tuple(sorted({int(each) for each in words}, reverse=True))
    return found


# ── of a project ─────────────────────────────────────────────────────────────────────────────


def of_project(call: Call) -> Answer:
    """The form of a project's nudges, for who manages it."""
    project = _project(call)
    check_ins.refuse_others(call.actor, project, "set the nudges")
    told = preferences.of_project(project)
    return ui.of_project(project, told, forms.metadata(key=project.key))


def _project(call: Call) -> models.Project:
    words = call.words.strip()
    found = access.find_project(call.actor, words) if words else None
    if words and found is None:
        raise Refusal(f"I cannot find {steps.quoted(words)}: `/project nudges WEB` takes a key.")
    return found or where.project(call)


def save_of_project(call: Call) -> Answer:
    """Keep what the form says of a project's nudges."""
    project = access.project(call.actor, call.meta["key"])
    check_ins.refuse_others(call.actor, project, "set the nudges")
    day = forms.text(call, "check_in_on")
    told = preferences.OfProject(
        leads=_leads(call),
        off=frozenset(_chosen(call, "off")) & mutes.RULES,
        escalates=forms.text(call, "escalates") != "no",
        check_in_on=None if day == ui.NEVER else int(day or 3),
        praises=forms.text(call, "praises") != "no",
    )
    changed = preferences.keep_of_project(call.actor, project, told)
    said = "saved." if changed else "nothing was changed."
    return ui.project_saved(project, told, said, call.actor.set_id)


VERBS: dict[str, Verb] = {
    "quiet": Verb(quiet, "quiet 2h | until monday | overdue in:WEB | off", "Hear less"),
    "settings": Verb(steps.alone(settings), "settings", "When, how much and of what I hear"),
}

PROJECT_VERBS: dict[str, Verb] = {
    "nudges": Verb(of_project, "nudges WEB", "Who hears of what and when, for everybody in it"),
}

BUTTONS: dict[str, Handler] = {
    "pm.settings": settings,
    "pm.unmute": unmute,
    **{
        f"pm.quiet.{which}": lambda call: quiet(call.again(words=call.value))
        for which in ("0", "1", "2", "off")
    },
    "project.nudges": lambda call: of_project(call.again(words=call.value)),
}

FORMS: dict[str, Handler] = {"pm.settings": save_settings, "project.nudges": save_of_project}
