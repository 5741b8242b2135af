"""What a thread is told of the task that was made of its message."""

from __future__ import annotations

from .. import models
from . import kit, when


def made(reader: when.Channel, task: models.Task) -> kit.Message:
    """Key, title, owner and deadline; names are plain words here, so that nobody is rung."""
    owner = task.owner.name if task.owner is not None else "no owner"
    due = when.deadline(reader, task)
    lead = kit.line("🎫 ", kit.bold(task.key), f"  {task.title}")
    facts = kit.line(f"{owner} · ", *(["due ", due] if due else ["no due date"]))
    return kit.message(f"🎫 {task.key} {task.title}", kit.rich(lead, facts))
