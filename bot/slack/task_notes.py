"""What is said about a task: remarks."""

from __future__ import annotations

from ..operations import tasks
from . import steps, task_forms, where
from .call import Answer, Call, Verb


def note(call: Call) -> Answer:
    """Put a remark on a task."""
    found = where.item(call)
    tasks.note(call.actor, found.item, call.again(words=found.words).line.raw)
    return task_forms.shown(call, found.item, "Noted on", said=steps.assumed(found))


VERBS: dict[str, Verb] = {
    "note": Verb(note, "note WEB-12 waiting for the certificate", "Put a remark on a task"),
}
