"""`/pm quiet`, `/pm settings` and `/project nudges`: what somebody hears, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from .. import dates, models
from ..errors import Invalid, Refusal
from ..operations import access, history, mutes, people, preferences
from ..ui import kit
from ..ui import settings as ui
from . import forms, steps, typed, where
from .call import Answer, Call, Handler, Verb

LENGTH = re.compile(r"(?:for )?(\d{1,3}) ?(m|min|minutes?|h|hours?|d|days?)")
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
UNTIL = re.compile(r"^(?:until|till|for) ", re.IGNORECASE)
END_OF = re.compile(r"(?:the )?end of .*|eo[a-z]", re.IGNORECASE)
IN = re.compile(r"(?:^| )in:(\S+)", re.IGNORECASE)
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
    named = _named(call, words)
    if named is not None:
        done = mutes.mute(call.actor, *named)
        return _shown(call, "Muted." if done else "That was muted already.")
    until = _until(call, words)
    if until <= call.actor.now or until - call.actor.now > LONGEST_QUIET:
        raise Invalid("quiet", "Say a moment to come, within a year: “2h”, “until monday 9am”.")
    history.change(call.actor, me, "asked for quiet", quiet_until=until)
    return _shown(call, "Nothing rings you meanwhile; your next note has what was due.")


def _named(call: Call, words: str) -> tuple[str, models.Project | None] | None:
    """The kind of message and the project that the words name, one of them or both."""
    marked = IN.search(words)
    rest = IN.sub("", words).strip()
    if marked is not None:
        project = access.project(call.actor, marked[1])
        kind = mutes.read(rest) if rest else mutes.EVERYTHING
        return (_of_project(kind), project) if kind else None
    kind = mutes.read(words)
    if kind is not None:
        return kind, None
    head, _, key = words.rpartition(" ")
    kind = mutes.read(re.sub(r" (?:in|of)$", "", head))
    if kind is not None:
        return _of_project(kind), access.project(call.actor, key)
    found = access.find_project(call.actor, words)
    return (mutes.EVERYTHING, found) if found else None


def _of_project(kind: str) -> str:
    if kind not in mutes.OF_PROJECT:
        raise Invalid("quiet", f"“{mutes.KINDS[kind]}” is of all projects: mute it without a key.")
    return kind


def _until(call: Call, words: str) -> datetime:
    """The end of a quiet: a moment, or the first one after days that have begun."""
    length = LENGTH.fullmatch(words.casefold())
    if length is not None:
        return call.actor.now + timedelta(**{UNITS[length[2][0]]: int(length[1])})
    said, who = UNTIL.sub("", words), call.actor.who
    reading = dates.read_phrase(said, call.actor.here, language=who.language, order=who.order)
    days = dates.read_stretch(said, call.actor.here, language=who.language, order=who.order)
    at = reading.deadline if reading else None
    if days and not (at and at.time) and (days[0] <= call.actor.today or END_OF.fullmatch(said)):
        at = dates.Deadline(days[1] + timedelta(days=1))
    if at is None:
        raise Invalid(
            "quiet",
            f"{steps.quoted(words)} is neither a time nor something to mute: try “2h”, "
            "“until monday”, a project's key, or “overdue in:WEB”.",
        )
    moment = dates.Deadline(at.day, at.time or time(0))
    return dates.instant(moment, call.actor.zone).astimezone(UTC)


def mute_beside(call: Call) -> Answer:
    """*Mute* under a message that stays as it is."""
    said = quiet(call.again(words=call.value))
    return replace(said, beside=True) if isinstance(said, kit.Message) else said


def _shown(call: Call, said: str = "") -> kit.Message:
    me, silent = _me(call), mutes.listed(call.actor)
    about = [each.project for each in reversed(silent) if each.project]
    projects = [*dict.fromkeys([*access.projects_here(call.actor), *about])]
    return ui.quiet(call.actor, me.quiet_until, silent, projects, said, call.actor.set_id)


def unmute(call: Call) -> Answer:
    """*Unmute* beside what is muted."""
    found = mutes.unmute(call.actor, int(call.value))
    return _shown(call, "You hear of it again." if found else "That is not muted any more.")


# ── my settings ──────────────────────────────────────────────────────────────────────────────


def settings(call: Call) -> Answer:
    """The form of my settings, or of what I hear of one project."""
    project = _project(call, "/pm settings")
    if project is not None:
        return _settings_of(call, project)
    me, silent = _me(call), mutes.listed(call.actor)
    whole = [each.project for each in silent if each.kind == mutes.EVERYTHING and each.project]
    others = call.actor.session.scalars(access.projects(call.actor).limit(kit.OPTIONS))
    projects = [*dict.fromkeys([*whole, *others])][: kit.OPTIONS]
    return ui.form(
        preferences.of(me),
        preferences.country_of(me.zone, me.locale),
        preferences.is_own_country(me),
        [each.kind for each in silent if each.project_id is None],
        projects,
        [each.key for each in whole],
        forms.metadata(projects=[each.key for each in projects]),
    )


def _project(call: Call, command: str) -> models.Project | None:
    """The project that is all that the words name; None where there are none."""
    words = call.words.strip()
    found = access.find_project(call.actor, IN.sub(r"\1", words)) if words else None
    if words and found is None:
        raise Refusal(f"I cannot find {steps.quoted(words)}: `{command} WEB` takes a key.")
    return found


def _settings_of(call: Call, project: models.Project) -> kit.Modal:
    silent = mutes.listed(call.actor)
    return ui.form_of_project(
        project,
        [each.kind for each in silent if each.project_id == project.id],
        [each.kind for each in silent if each.project_id is None],
        preferences.of_project(project).off,
        forms.metadata(key=project.key),
    )


def save_settings(call: Call) -> Answer:
    """Keep what the form says."""
    me = _me(call)
    told = preferences.of(me)
    note_at, until = _time(call, "note_at"), _time(call, "until")
    if until <= note_at:
        raise Invalid("until", "Nothing would ever come: choose an end after the note's time.")
    weekdays = frozenset(_chosen(call, "weekdays"))
    if not weekdays or not weekdays <= set("0123456"):
        raise Invalid("weekdays", "Choose a day at least; /pm away is for days off.")
    told = replace(
        told,
        note_at=note_at,
        until=until,
        weekdays=frozenset(map(int, weekdays)),
        country=_country(call, me),
        cap=_number(call, "cap", 1, preferences.MOST_A_DAY, told.cap),
        leads=_leads(call),
        full_on=_number(call, "full_on", 0, 6, told.full_on),
    )
    changed = preferences.keep(call.actor, me, told)
    changed |= _save_mutes(call)
    silent = mutes.listed(call.actor)
    return ui.saved(preferences.of(me), silent, changed, call.actor.set_id)


def _save_mutes(call: Call) -> bool:
    """Keep what is muted everywhere, and of the projects in the form what is muted wholly."""
    keys, chosen = call.meta.get("projects", []), _chosen(call, "projects")
    offered = access.projects(call.actor).where(models.Project.key.in_(keys))
    projects = call.actor.session.scalars(offered).all()
    asked: set[mutes.Mark] = {(kind, None) for kind in mutes.KINDS}
    asked |= {(mutes.EVERYTHING, each.id) for each in projects}
    wanted: set[mutes.Mark] = {(kind, None) for kind in _chosen(call, "kinds")}
    wanted |= {(mutes.EVERYTHING, each.id) for each in projects if each.key in chosen}
    return mutes.set_all(call.actor, asked, wanted)


def save_settings_of(call: Call) -> Answer:
    """Keep what the form says of one project."""
    project = access.project(call.actor, call.meta["key"])
    asked: set[mutes.Mark] = {(kind, project.id) for kind in mutes.OF_PROJECT}
    wanted: set[mutes.Mark] = {(kind, project.id) for kind in _chosen(call, "kinds")}
    changed = mutes.set_all(call.actor, asked, wanted)
    silent = [each for each in mutes.listed(call.actor) if each.project_id == project.id]
    return ui.saved_of_project(project, silent, changed, call.actor.set_id)


def _country(call: Call, me: models.Person) -> str:
    code = forms.text(call, "country")
    if code == ui.NO_HOLIDAYS["value"]:
        return ""
    if code and not preferences.country_name(code):
        raise Invalid("country", "Choose a country of the menu.")
    return code or preferences.country_of(me.zone, me.locale)


def _number(call: Call, name: str, least: int, most: int, before: int) -> int:
    """A number chosen from a menu; what it was before where nothing is chosen."""
    words = forms.text(call, name) or str(before)
    if not words.isdecimal() or not least <= int(words) <= most:
        raise Invalid(name, f"Choose one of the menu: {kit.cut(words, 20)} is not among them.")
    return int(words)


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
        most = preferences.MOST_AHEAD
        if not all(each.isdecimal() and int(each) <= most for each in words):
            raise Invalid(field, f"Write numbers of working days up to {most}: 5, 1")
        # None before the deadline is what an empty field says.
        found[name] = tuple(sorted({int(each) for each in words} - {0}, reverse=True))
    return found


# ── of a project ─────────────────────────────────────────────────────────────────────────────


def of_project(call: Call) -> Answer:
    """The form of a project's nudges, for who manages it."""
    project = _project(call, "/project nudges") or where.project(call)
    access.refuse_others(call.actor, project, "set the nudges")
    told = preferences.of_project(project)
    return ui.of_project(project, told, forms.metadata(key=project.key))


def save_of_project(call: Call) -> Answer:
    """Keep what the form says of a project's nudges."""
    project = access.project(call.actor, call.meta["key"])
    access.refuse_others(call.actor, project, "set the nudges")
    day = forms.text(call, "check_in_on")
    told = preferences.OfProject(
        leads=_leads(call),
        off=frozenset(_chosen(call, "off")) & mutes.RULES,
        escalates=forms.text(call, "escalates") != "no",
        check_in_on=None if day == ui.NEVER else _number(call, "check_in_on", 0, 6, 3),
        praises=forms.text(call, "praises") != "no",
    )
    changed = preferences.keep_of_project(call.actor, project, told)
    said = "saved." if changed else "nothing was changed."
    return ui.project_saved(project, told, said, call.actor.set_id)


VERBS: dict[str, Verb] = {
    "quiet": Verb(quiet, "quiet 2h | until monday | overdue in:WEB | WEB | off", "Hear less"),
    "settings": Verb(settings, "settings [WEB]", "When, how much and of what I hear"),
}

PROJECT_VERBS: dict[str, Verb] = {
    "nudges": Verb(of_project, "nudges WEB", "Who hears of what and when, for everybody in it"),
}

BUTTONS: dict[str, Handler] = {
    "pm.settings": settings,
    "pm.unmute": unmute,
    **{
        f"pm.settings.in.{which}": lambda call: settings(call.again(words=call.value))
        for which in range(ui.MOST_BUTTONS)
    },
    **{
        f"pm.quiet.{which}": lambda call: quiet(call.again(words=call.value))
        for which in ("0", "1", "2", "off")
    },
    "pm.quiet.light": mute_beside,
    "project.nudges": lambda call: of_project(call.again(words=call.value)),
}

FORMS: dict[str, Handler] = {
    "pm.settings": save_settings,
    "pm.settings.in": save_settings_of,
    "project.nudges": save_of_project,
}
