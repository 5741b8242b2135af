"""Who hears of a task: `watch`, `unwatch`, `snooze`."""

from __future__ import annotations

from .. import dates
from ..operations import access, watching
from . import steps, task_forms, task_state, where
from .call import Answer, Call, Handler, Verb

watch = task_state.each(watching.watch, "Watching", "You watch it already:")
unwatch = task_state.each(watching.unwatch, "No longer watching", "You do not watch it:")


def toggle(call: Call) -> Answer:
    """The *Watch* button, which is *Unwatch* where one watches."""
    task = access.task(call.actor, call.value)
    again = call.again(command="task", words=task.key)
    return unwatch(again) if watching.watches(call.actor, task) else watch(again)


def snooze(call: Call) -> Answer:
    """Leave a task out of my morning note and my day until a date."""
    found = where.item(call)
    words = found.words.strip()
    if words.casefold() in steps.NO_DATE:
        did = "Awake:" if watching.wake(call.actor, found.item) else "Awake already:"
        return task_forms.shown(call, found.item, did, said=steps.assumed(found))
    day = (
        steps.read_date(call, words.removeprefix("until ")).deadline.day
        if words
        else dates.add_working_days(call.actor.today, 1)
    )
    watching.snooze(call.actor, found.item, day)
    until = f"Out of your morning note and your day until {dates.show_day(day, call.actor.today)}."
    return task_forms.shown(call, found.item, "Snoozed:", said=[*steps.assumed(found), until])


def row_snoozed(call: Call) -> str:
    """The choice in a *Snooze…* menu, which is a key and a day in words; says what became of it."""
    key, _, words = call.value.partition(" ")
    task = access.task(call.actor, key)
    day = steps.read_date(call, words).deadline.day
    watching.snooze(call.actor, task, day)
    call.actor.session.flush()
    return f"{key} is snoozed until {dates.show_day(day, call.actor.today)}."


VERBS: dict[str, Verb] = {
    "watch": Verb(watch, "watch WEB-12", "Hear of what becomes of a task"),
    "unwatch": Verb(unwatch, "unwatch WEB-12", "Hear of it no more"),
    "snooze": Verb(snooze, "snooze WEB-12 monday | off", "Leave it out of my day for a while"),
}

BUTTONS: dict[str, Handler] = {"task.watch": toggle}
