"""The living card of a task in its project's channel, and what watchers are told."""

from __future__ import annotations

from .. import models
from ..operations.words import count
from . import kit, tasks, when


def card(reader: when.Reader, task: models.Task, progress: tuple[int, int]) -> kit.Message:
    """A task as its channel sees it; names are plain, since a mention would ring."""
    closed = task.status in models.OVER
    title = kit.words(task.title, strike=True) if closed else kit.words(task.title)
    shown: list[kit.Part] = [kit.bold(task.key), "  ", title, "\n", _owner(task)]
    shown += _deadline(reader, task)
    shown += [f" · {each}" for each in _more(task, progress) if each]
    if task.blocked and not closed:
        shown.append(f"\n⛔ blocked: {kit.cut(task.blocked, 250)}")
    text = f"{task.key} {task.title} · {tasks.STATUS[task.status]}"
    return kit.message(text, kit.rich(kit.line(*shown)), kit.actions(*tasks.steps(task)))


def _owner(task: models.Task) -> str:
    if task.owner_id and task.owner is not None:
        return task.owner.name
    return task.owner_role or "nobody's yet"


def _deadline(reader: when.Reader, task: models.Task) -> list[kit.Part]:
    return [" · due ", when.deadline(reader, task)] if task.due else []


def _more(task: models.Task, progress: tuple[int, int]) -> list[str]:
    done, total = progress
    milestone = task.milestone
    return [
        tasks.PRIORITY[task.priority],
        tasks.STATUS[task.status],
        f"{done} of {count(total, 'sub-task')} done" if total else "",
        task.repeats,
        f"part of {task.parent.key}" if task.parent and tasks.belongs(task, task.parent) else "",
        f"for {milestone.key}" if milestone and tasks.belongs(task, milestone) else "",
        kit.cut(" ".join(f"+{each}" for each in task.labels.split()), 250),
    ]


def taken_back(task: models.Task) -> kit.Message:
    """What stays of the card of a deleted task: people have talked below it."""
    line = kit.line(kit.words(f"{task.key}  {task.title}", strike=True), "  was taken back")
    return kit.message(f"{task.key} was taken back", kit.rich(line))


def moved(task: models.Task | None) -> kit.Message:
    """What stays of a card in the channel that its task has left; None for one not to be named."""
    if task is None:
        return kit.message("This task was moved to a project elsewhere.")
    line = kit.line(kit.words(task.title, strike=True), "  is now ", kit.bold(task.key))
    return kit.message(f"{task.title} is now {task.key}", kit.rich(line))


def heard(task: models.Task, said: str) -> kit.Message:
    """What became of a task, for one who watches it."""
    return _news(task, said, f"You watch {task.key}: /task unwatch {task.key} ends these notes.")


def told(task: models.Task, said: str) -> kit.Message:
    """The same for one whose own work it touches."""
    key = task.project.key
    return _news(task, said, f"You hear of what moves yours: /pm quiet watch in:{key} ends it.")


def _news(task: models.Task, said: str, why: str) -> kit.Message:
    return kit.message(
        f"{task.key} {task.title}: {said}",
        kit.rich(kit.line(kit.bold(task.key), f"  {task.title}")),
        kit.section(said),
        kit.context(why),
    )
