"""`/project checkin` and the lights in a manager's note: how a project stands, in a few taps."""

from __future__ import annotations

import re

from .. import dates, models
from ..errors import Invalid
from ..operations import access, check_ins, preferences
from ..ui import check_ins as ui
from ..ui import kit
from . import forms, projects, typed
from .call import Answer, Call, Handler, Verb

STATUS = {
    "green": models.ON_TRACK,
    "on track": models.ON_TRACK,
    "🟢": models.ON_TRACK,
    ":large_green_circle:": models.ON_TRACK,
    "amber": models.AT_RISK,
    "yellow": models.AT_RISK,
    "at risk": models.AT_RISK,
    "🟡": models.AT_RISK,
    ":large_yellow_circle:": models.AT_RISK,
    "red": models.OFF_TRACK,
    "late": models.OFF_TRACK,
    "off track": models.OFF_TRACK,
    "🔴": models.OFF_TRACK,
    ":red_circle:": models.OFF_TRACK,
}
"""How a light is typed: by its colour, as the buttons call it, or as Slack spells the picture."""
LIGHT = re.compile(rf"({'|'.join(STATUS)})(?=$|[\s:,.;])[\s:,.;]*", re.IGNORECASE)
NEEDS = re.compile(r"(?:^|\s)(?:--|—)(?:\s|$)")
RHYTHM = re.compile(r"(?:(?:every|on) )?(?P<day>\w+?)s?")


def check_in(call: Call) -> Answer:
    """Say how a project stands: in one line, or in the form; or when to be asked."""
    project, rest = projects.named(call)
    words = typed.plain(rest).strip()
    light = LIGHT.match(words)
    if light is not None:
        return _line(call, project, STATUS[light[1].casefold()], words[light.end() :])
    if not words:
        return _form(call, project, "")
    if words.casefold() in {"never", "off"}:
        return _ask(call, project, None)
    match = RHYTHM.fullmatch(words.casefold())
    rhythm = dates.read_schedule(match["day"]) if match else None
    if rhythm is None:
        raise Invalid(
            "status",
            f"Say how it stands (`/project checkin {project.key} green all on time`) "
            "or when to ask (`every wednesday`, `never`).",
        )
    return _ask(call, project, rhythm[0])


def _line(call: Call, project: models.Project, status: str, words: str) -> Answer:
    """A light and the words behind it: progress, and needs after a dash; none of them: the form."""
    progress, *needs = (each.strip() for each in NEEDS.split(words, maxsplit=1))
    if not progress and not any(needs):
        return _form(call, project, status)
    check_ins.say(call.actor, project, status, progress, needs="".join(needs))
    return _said(call, project)


def _ask(call: Call, project: models.Project, weekday: int | None) -> Answer:
    """Set when the manager is asked."""
    access.refuse_others(call.actor, project, "set when to ask")
    told = preferences.of_project(project)
    preferences.keep_of_project(call.actor, project, preferences.asked_on(told, weekday))
    return ui.rhythm(project, weekday, call.actor.set_id)


def _form(call: Call, project: models.Project, status: str, **more: object) -> Answer:
    access.refuse_others(call.actor, project, "say how it stands")
    last = check_ins.newest(call.actor.session, [project.id], call.actor.now).get(project.id)
    return ui.form(project, last, status, forms.metadata(key=project.key, **more))


def _said(call: Call, project: models.Project) -> kit.Message:
    last = check_ins.newest(call.actor.session, [project.id], call.actor.now)[project.id]
    return ui.said(call.actor, last, call.actor.set_id)


def save(call: Call) -> Answer:
    """Keep what the form says; in the note the row says so itself."""
    project = access.project(call.actor, call.meta["key"])
    check_ins.say(
        call.actor,
        project,
        forms.text(call, "status"),
        *(forms.text(call, name) for name in ("progress", "risks", "needs")),
    )
    return None if call.meta.get("note") else _said(call, project)


def _light(status: str) -> Handler:
    """A light in the note: the form, with that light chosen."""

    def run(call: Call) -> Answer:
        return _form(call, access.project(call.actor, call.value), status, note=True)

    return run


VERBS: dict[str, Verb] = {
    "checkin": Verb(
        check_in,
        "checkin WEB green all on time | at risk no login yet -- a decision | wednesday | never",
        "Say how it stands, what you need after --, or when to be asked",
    ),
}

BUTTONS: dict[str, Handler] = {
    "checkin.green": _light(models.ON_TRACK),
    "checkin.amber": _light(models.AT_RISK),
    "checkin.red": _light(models.OFF_TRACK),
}

FORMS: dict[str, Handler] = {"checkin": save}
