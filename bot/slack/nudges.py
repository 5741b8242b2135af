"""One-tap answers in notes: each writes the record, and the note follows from that by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from .. import dates, models
from ..errors import Invalid, NotFound, Refusal
from ..operations import (
    access,
    breakdown,
    keys,
    manners,
    milestones,
    mornings,
    mutes,
    nudges,
    projects,
    risks,
    tasks,
    watching,
)
from ..ui import breakdown as breakdown_ui
from ..ui import kit
from ..ui import nudges as ui
from . import check_ins, forms, task_state
from .call import Answer, Call, Handler

OLD = "That button is from an older version of me: type the command instead."
Item = models.Task | models.Milestone | models.Risk | models.Project


def _item(call: Call, *nouns: type[Item]) -> tuple[Any, list[str]]:
    """The item of a button, which its value begins with, and what else stands in it."""
    key, *rest = call.value.split("|")
    found = keys.item(call.actor, key)
    if not isinstance(found, nouns):
        raise NotFound(OLD)
    if rest and rest[0].isdecimal():
        mornings.follow(call.actor, int(rest[0]))
    return found, rest


def done(call: Call) -> Answer:
    """*Done*; what is to be asked of sub-tasks and parents stands beside the note."""
    item, _ = _item(call, models.Task, models.Milestone)
    _refuse_finished(item)
    if isinstance(item, models.Milestone):
        milestones.finish(call.actor, item)
        return None
    if parts := breakdown.open_below(call.actor, [item]):
        return replace(breakdown_ui.asked([item], parts, "done"), beside=True)
    tasks.finish(call.actor, item)
    call.actor.session.flush()
    parents = breakdown.completed(call.actor, [item])
    return replace(breakdown_ui.offered(parents[0]), beside=True) if parents else None


def on_track(call: Call) -> Answer:
    """*On track*: the deadline will be kept."""
    task, _ = _item(call, models.Task)
    tasks.on_track(call.actor, task)
    return None


def slips(call: Call) -> Answer:
    """*Slips to…*: a day of the menu; *Another day…* opens a form."""
    item, rest = _item(call, models.Task, models.Milestone, models.Project)
    _refuse_finished(item)
    if not rest or not rest[-1]:
        return ui.another_day(item, forms.metadata(key=item.key, note=rest[0] if rest else ""))
    _put_off(call, item, _day(rest[-1]))
    return None


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotFound(OLD) from None


def save_slips(call: Call) -> Answer:
    """The day of the form, and why."""
    item = keys.item(call.actor, call.meta["key"])
    _refuse_finished(item)
    if str(call.meta.get("note", "")).isdecimal():
        mornings.follow(call.actor, int(call.meta["note"]))
    _put_off(call, item, date.fromisoformat(call.fields["day"]))
    why = forms.text(call, "reason")
    if why and isinstance(item, models.Task):
        tasks.note(call.actor, item, why)
    return None


def _put_off(call: Call, item: Any, day: date) -> None:
    if day < call.actor.today:
        shown = dates.show_day(day, call.actor.today)
        raise Invalid("day", f"{shown} is past: choose a day to come.")
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
    task, _ = _item(call, models.Task)
    return task_state.block(call.again(command="task", words=task.key))


def claim(call: Call) -> Answer:
    """*I take it* under what is nobody's."""
    task, _ = _item(call, models.Task)
    _refuse_finished(task)
    if task.owner is not None:
        raise Refusal(f"{task.key} is {task.owner.name}'s by now: nothing was changed.")
    tasks.assign(call.actor, task, me_of(call))
    return None


def me_of(call: Call) -> models.Person:
    """Who presses."""
    return call.actor.session.get_one(models.Person, call.actor.who.id)


def review(call: Call) -> Answer:
    """*Reviewed, again…*: the day on which a risk is to be looked at next."""
    risk, rest = _item(call, models.Risk)
    _refuse_finished(risk)
    day = _day(rest[-1] if rest else "")
    if day < call.actor.today:
        raise Refusal(f"{dates.show_day(day, call.actor.today)} is past: nothing was changed.")
    risks.edit(call.actor, risk, review=day)
    return None


def close(call: Call) -> Answer:
    """*Close* under a risk."""
    risk, _ = _item(call, models.Risk)
    risks.close(call.actor, risk)
    return None


# ── the three dots ───────────────────────────────────────────────────────────────────────────


def more(call: Call) -> Answer:
    """Why, mute, snooze."""
    what, rule, key, notice_id = _four(call.value)
    item = keys.item(call.actor, key)
    mornings.follow(call.actor, notice_id)
    if not nudges.is_about(rule, item):
        raise NotFound(OLD)
    if what == "why":
        return _why(call, rule, item, notice_id)
    if what == "mute":
        mutes.mute(call.actor, rule, item if isinstance(item, models.Project) else item.project)
    elif what in SNOOZES and isinstance(item, models.Task):
        days = SNOOZES[what](call.actor.today)
        watching.snooze(call.actor, item, call.actor.today + timedelta(days=days))
    else:
        raise NotFound(OLD)
    return None


SNOOZES: dict[str, Callable[[date], int]] = {
    "tomorrow": lambda _today: 1,
    "monday": lambda today: 7 - today.weekday(),
}


def _four(value: str) -> tuple[str, str, str, int]:
    what, _, rest = value.partition("|")
    rule, _, rest = rest.partition("|")
    key, _, notice_id = rest.partition("|")
    if not notice_id.isdecimal():
        raise NotFound(OLD)
    return what, rule, key, int(notice_id)


def light(call: Call) -> Answer:
    """A light chosen from the menu of a check-in, or why it is asked."""
    what, _, rest = call.value.partition("|")
    key, _, notice_id = rest.partition("|")
    if what == "why":
        return more(call.again(value=f"why|check_in|{key}|{notice_id}"))
    run = check_ins.BUTTONS.get(f"checkin.{what}")
    if run is None:
        raise NotFound(OLD)
    return run(call.again(value=key))


def _why(call: Call, rule: str, item: Any, notice_id: int) -> Answer:
    notice = call.actor.session.get(models.Notice, notice_id)
    if notice is None or notice.person_id != call.actor.who.id:
        raise NotFound("That note is not yours.")
    found = mornings.read(call.actor.session, notice, me_of(call), call.actor.now)
    row = next((each for each in found.rows if each.rule == rule and each.item is item), None)
    if row is None:
        raise NotFound(f"{item.key} is not in that note any more.")
    silent = manners.muted(call.actor.session, call.actor.who.id)
    return ui.why(row, nudges.next_step(row), manners.is_muted(silent, rule, row.project.id))


def mute(call: Call) -> Answer:
    """*Mute* in the answer to why."""
    rule, _, key = call.value.partition("|")
    if rule not in mutes.RULES:
        raise NotFound(OLD)
    project = access.project(call.actor, key)
    mutes.mute(call.actor, rule, project)
    said = f"You will hear no more of {mutes.said(rule, project)}. /pm quiet takes it back."
    return kit.page("Muted", [kit.section(said)])


BUTTONS: dict[str, Handler] = {
    "nudge.done": done,
    "nudge.light": light,
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
