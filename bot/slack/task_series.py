"""Tasks that repeat: the rule, and whether a change holds for this one or all that follow."""

from __future__ import annotations

from collections.abc import Sequence

from .. import dates, models
from ..errors import Invalid
from ..operations import access, series
from ..ui import kit
from . import steps, task_forms, typed, where
from .call import Answer, Call, Handler, Verb


def repeat(call: Call) -> Answer:
    """Let a task come round by a rule, or never."""
    found = where.item(call, first=True)
    words = typed.plain(found.words)
    if words.casefold() in steps.NO_DATE:
        changed = series.repeat(call.actor, found.item, "", None)
        did = "Repeats no more:" if changed else "Unchanged:"
        return task_forms.shown(call, found.item, did, said=steps.assumed(found))
    who = call.actor.who
    read = dates.read_rule(words, call.actor.here, language=who.language, order=who.order)
    if read is None:
        why = f"{steps.quoted(words)} is no rule that I can read" if words else "Say how it repeats"
        raise Invalid("repeats", f"{why}: write {series.EXAMPLES}.")
    rule, every = read
    first = steps.for_project(call, every.first(call.actor.here), found.item.project)
    changed = series.repeat(call.actor, found.item, rule, first)
    did = "Repeats:" if changed else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def only(call: Call) -> Answer:
    """*Only this one* under a change of a repeating task."""
    task, set_id = _pressed(call)
    series.only_this(call.actor, task, set_id)
    return _decided(call, task, "Only this one:", [])


def all_(call: Call) -> Answer:
    """*This and all that follow* under a change of a repeating task."""
    task, set_id = _pressed(call)
    return _decided(
        call, task, "All that follow:", series.all_that_follow(call.actor, task, set_id)
    )


def _pressed(call: Call) -> tuple[models.Task, int]:
    key, _, set_id = call.value.partition("|")
    return access.task(call.actor, key), int(set_id)


def _decided(
    call: Call, task: models.Task, did: str, changed: Sequence[models.Task]
) -> kit.Message:
    said = [f"{each.key} was changed too." for each in changed]
    return task_forms.shown(call, task, did, said=said)


VERBS: dict[str, Verb] = {
    "repeat": Verb(
        repeat, "repeat WEB-12 every other monday until 30 june", "Let it come again, or never"
    ),
}

BUTTONS: dict[str, Handler] = {"series.only": only, "series.all": all_}
