"""One-tap answers in notes: each writes the record, and the note follows from that by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .. import dates, models
from ..errors import NotFound, Refusal
from ..operations import (
    access,
    keys,
    manners,
    milestones,
    mutes,
    nudges,
    projects,
    risks,
    tasks,
    watching,
)
from ..ui import kit
from ..ui import nudges as ui
from . import forms, task_state
from .call import Answer, Call, Handler


def _item(call: Call) -> tuple[Any, list[str]]:
    """The item of a button, which its value begins with, and what else stands in it."""
    key, *rest = call.value.split("|")
    return keys.item(call.actor, key), rest


def done(call: Call) -> Answer:
    """*Done*; open sub-tasks are asked about first, above the note."""
    item, _ = _item(call)
    if item.status in models.OVER:
        raise Refusal(f"{item.key} is {item.status} already: nothing was changed.")
    if isinstance(item, models.Milestone):
        milestones.finish(call.actor, item)
        return None
    _, asked = task_state.row_done(call)
    return kit.above(asked, _note(call)) if asked else None


def on_track(call: Call) -> Answer:
    """*On track*: the deadline will be kept."""
    task, _ = _item(call)
    tasks.on_track(call.actor, task)
    return None


def slips(call: Call) -> Answer:
    """*Slips to…*: a day of the menu; *Another day…* opens a form."""
    item, rest = _item(call)
    _refuse_finished(item)
    if not rest[-1]:
        return ui.another_day(item, forms.metadata(key=item.key))
    _put_off(call, item, date.fromisoformat(rest[-1]))
    return None


def save_slips(call: Call) -> Answer:
    """The day of the form, and why."""
    item = keys.item(call.actor, call.meta["key"])
    _refuse_finished(item)
    _put_off(call, item, date.fromisoformat(call.fields["day"]))
    why = forms.text(call, "reason")
    if why and isinstance(item, models.Task):
        tasks.note(call.actor, item, why)
    return None


def _put_off(call: Call, item: Any, day: date) -> None:
    if isinstance(item, models.Project):
        projects.edit(call.actor, item, due=day)
        return
    deadline = dates.Deadline(day, item.due_time)
    if isinstance(item, models.Milestone):
        milestones.edit(call.actor, item, deadline=deadline)
    else:
        tasks.edit(call.actor, item, "moved", deadline=deadline)


def _refuse_finished(item: Any) -> None:
    if getattr(item, "status", models.OPEN) in models.OVER:
        raise Refusal(f"{item.key} is {item.status} already: nothing was changed.")


def blocked(call: Call) -> Answer:
    """*Blocked…*: asks why, or by which task."""
    task, _ = _item(call)
    return task_state.block(call.again(command="task", words=task.key))


def claim(call: Call) -> Answer:
    """*I take it* under what is nobody's."""
    task, _ = _item(call)
    if task.owner is not None:
        raise Refusal(f"{task.key} is {task.owner.name}'s by now: nothing was changed.")
    tasks.assign(call.actor, task, me_of(call))
    return None


def me_of(call: Call) -> models.Person:
    """Who presses."""
    return call.actor.session.get_one(models.Person, call.actor.who.id)


def review(call: Call) -> Answer:
    """*Reviewed, again…*: the day on which a risk is to be looked at next."""
    risk, rest = _item(call)
    _refuse_finished(risk)
    risks.edit(call.actor, risk, review=date.fromisoformat(rest[-1]))
    return None


def close(call: Call) -> Answer:
    """*Close* under a risk."""
    risk, _ = _item(call)
    risks.close(call.actor, risk)
    return None


# ── the three dots ───────────────────────────────────────────────────────────────────────────


def more(call: Call) -> Answer:
    """Why, mute, snooze."""
    what, rule, key, notice_id = call.value.split("|")
    item = keys.item(call.actor, key)
    if rule not in mutes.KINDS:
        raise NotFound("That button is from an older version of me: type the command instead.")
    project = item if isinstance(item, models.Project) else item.project
    if what == "why":
        return _why(call, rule, item, int(notice_id))
    if what == "mute":
        mutes.mute(call.actor, rule, project)
    else:
        days = {"tomorrow": 1, "monday": 7 - call.actor.today.weekday()}
        watching.snooze(call.actor, item, call.actor.today + timedelta(days=days[what]))
    return None


def _why(call: Call, rule: str, item: Any, notice_id: int) -> Answer:
    notice = call.actor.session.get(models.Notice, notice_id)
    if notice is None or notice.person_id != call.actor.who.id:
        raise NotFound("That note is not yours.")
    found = nudges.read(call.actor.session, notice, me_of(call), call.actor.now)
    row = next((each for each in found.rows if each.rule == rule and each.item is item), None)
    if row is None:
        raise NotFound(f"{item.key} is not in that note any more.")
    silent = manners.muted(call.actor.session, call.actor.who.id)
    return ui.why(row, nudges.next_role(row), manners.is_muted(silent, rule, row.project.id))


def mute(call: Call) -> Answer:
    """*Mute* in the answer to why."""
    rule, key = call.value.split("|")
    project = access.project(call.actor, key)
    mutes.mute(call.actor, rule, project)
    said = f"You will hear no more of {mutes.said(rule, project)}. /pm quiet takes it back."
    return kit.page("Muted", [kit.section(said)])


def _note(call: Call) -> kit.Message:
    """The note that a button stands in, as it is now."""
    notice = call.actor.session.get(models.Notice, int(call.value.split("|")[1]))
    if notice is None or notice.person_id != call.actor.who.id:
        raise NotFound("That note is not yours.")
    found = nudges.read(call.actor.session, notice, me_of(call), call.actor.now)
    draw = ui.note if notice.kind == "morning" else ui.single
    return draw(call.actor, found, notice)


BUTTONS: dict[str, Handler] = {
    **{f"nudge.done{way}": done for way in task_state.WAYS},
    "nudge.on-track": on_track,
    "nudge.slips": slips,
    "nudge.blocked": blocked,
    "nudge.claim": claim,
    "nudge.review": review,
    "nudge.close": close,
    "nudge.more": more,
    "nudge.mute": mute,
}

FORMS: dict[str, Handler] = {"nudge.slips": save_slips}
