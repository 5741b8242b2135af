"""What the verbs of several nouns have in common: keys, remarks, other readings of a date."""

from __future__ import annotations

from .. import dates, models
from ..errors import Refusal
from ..operations import access, deadlines
from ..ui import kit
from . import where
from .call import Call, Handler

NO_DATE = {"none", "never", "remove", "off", "-"}
"""Words that take a date away."""
NOT_SAVED = "Nothing is saved yet: save again to keep what stands here."
"""Said in a form that is shown again because two people changed the same field."""


def press(noun: str, run: Handler) -> Handler:
    """A button that does what a verb of the noun does, for the key that is its value."""
    return lambda call: run(call.again(command=noun, words=call.value))


def only_item(call: Call) -> where.Found:
    """The item of a verb that takes a key and nothing else."""
    found = where.item(call)
    rest = found.words.strip()
    if rest:
        raise Refusal(f"I do not understand “{kit.cut(rest, 60)}”: `{call.verb}` takes a key only.")
    return found


def assumed(found: where.Found) -> list[str]:
    """The remark that no key was typed."""
    return [f"You gave no key, so I took {found.item.key}."] if found.assumed else []


def form_project(call: Call) -> models.Project | None:
    """The project that a new form opens with; it asks for it where the words do not say."""
    try:
        return where.project(call)
    except where.Missing:
        return None


def projects_of_list(call: Call, everywhere: bool) -> tuple[str, tuple[int, ...]]:
    """What a list's heading says of its projects, and their ids; none stands for all.

    A list keeps to the project of `in:WEB`, else to this channel's, unless it looks everywhere.
    """
    if call.line.project:
        found = [access.project(call.actor, call.line.project)]
    else:
        found = [] if everywhere else list(access.projects_here(call.actor))
    names = ", ".join(project.key for project in found)
    return f" in {names}" if found else "", tuple(project.id for project in found)


def for_project(
    call: Call, deadline: dates.Deadline | None, project: models.Project
) -> dates.Deadline | None:
    """A deadline typed on the person's clock, on the project's."""
    return deadlines.between(deadline, call.actor.zone, project.zone)


def other_reading(call: Call, key: str, reading: dates.Reading | None) -> tuple[str, str] | None:
    """Label and value of the button with the other meaning of an unclear date."""
    if reading is None or reading.other is None:
        return None
    shown = dates.show(reading.other, call.actor.today)
    return f"Meant {shown}?", f"{key}|{deadlines.write(reading.other)}"
