"""What becomes of a task: begun, blocked, done, given up, deleted, taken up again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .. import models
from ..errors import Refusal
from ..operations import access, breakdown, focus, series, tasks
from ..operations.actor import Actor
from ..ui import breakdown as breakdown_ui
from ..ui import kit
from ..ui import task_forms as forms_ui
from ..ui import tasks as ui
from . import forms, steps, task_forms, typed, where
from .call import Answer, Call, Handler, Verb

Operation = Callable[[Actor, models.Task], bool]
WAYS = ("", ".all", ".only")
"""Behind the action id of a button that closes: ask, close the sub-tasks too, or leave them."""


def each(operation: Operation, did: str, same: str) -> Handler:
    """A verb that does one thing to each of its keys; `same` where nothing was left to do."""

    def run(call: Call) -> Answer:
        found, said = steps.only_items(call)
        fresh = [task for task in found if operation(call.actor, task)]
        word = did if fresh else same.format(status=ui.STATUS[found[0].status])
        return task_forms.answered(call, found, word, said=said)

    return run


def _start(actor: Actor, task: models.Task) -> bool:
    tasks.start(actor, task)
    return True


start = each(_start, "Started", "")
reopen = each(tasks.reopen, "Reopened:", "Already {status}:")
drop = each(tasks.drop, "Nobody's now:", "Nobody's already:")
unblock = each(tasks.unblock, "Goes on:", "Not blocked:")


# ── done, cancelled, deleted: with sub-tasks below, it is asked ──────────────────────────────


@dataclass(frozen=True)
class Closing:
    """A way to close a task, and which of its sub-tasks it is asked about."""

    verb: str
    operation: Operation
    did: str
    parts: Callable[[Actor, Sequence[models.Task]], list[models.Task]] = breakdown.open_below

    def __call__(self, call: Call) -> Answer:
        """Close what the keys say; open sub-tasks are asked about first."""
        found, said = steps.only_items(call)
        parts = self.parts(call.actor, found)
        way = _way(call)
        if parts and not way:
            return breakdown_ui.asked(found, parts, self.verb)
        if way == ".all":
            found += parts
        # The deepest first: nothing is closed above what is still open.
        fresh = [task for task in reversed(found) if self.operation(call.actor, task)]
        return self._answer(call, found, fresh, said)

    def _answer(
        self, call: Call, found: list[models.Task], fresh: list[models.Task], said: list[str]
    ) -> Answer:
        if self.verb == "delete":
            # They are gone: a verb without a key must not mean them.
            focus.remember(call.actor, "", found[0].project_id)
            return ui.deleted(found, call.actor.set_id)
        word = self.did if fresh else f"Already {ui.STATUS[found[0].status]}:"
        parents = breakdown.completed(call.actor, fresh)
        said += [breakdown_ui.last_of(parent) for parent in parents]
        said += filter(None, (_next_one(call, task) for task in fresh if task.repeats))
        also = [breakdown_ui.close_too(parent) for parent in parents[:1]]
        return task_forms.answered(call, found, word, said=said, also=also)


def _way(call: Call) -> str:
    """What a button's action id says about the sub-tasks."""
    return next((way for way in WAYS[1:] if call.verb.endswith(way)), "")


def _next_one(call: Call, task: models.Task) -> str:
    """The occurrence that a finished task left behind."""
    following = series.following(call.actor, task)
    return ui.next_one(call.actor, following) if following is not None else ""


done = Closing("done", tasks.finish, "Done:")
cancel = Closing("cancel", tasks.cancel, "Cancelled:")
delete = Closing("delete", breakdown.delete, "Deleted:", breakdown.below)


def row_done(call: Call) -> tuple[str, list[kit.Block]]:
    """*Done* in a row of something larger: what to say of it, and what to ask on top.

    The button's value is the key, and behind a bar whatever draws the larger thing anew.
    """
    key, bar, rest = call.value.partition("|")
    way = _way(call)
    action = call.verb.removesuffix(way)
    task = access.task(call.actor, key)
    parts = breakdown.open_below(call.actor, [task])
    if parts and not way:
        return "", breakdown_ui.question([task], parts, "done", action, call.value)
    closing = [task, *parts] if way == ".all" else [task]
    fresh = [one for one in reversed(closing) if tasks.finish(call.actor, one)]
    call.actor.session.flush()
    asked: list[kit.Block] = []
    for parent in breakdown.completed(call.actor, fresh):
        asked.append(kit.context(breakdown_ui.last_of(parent)))
        asked.append(kit.actions(breakdown_ui.close_too(parent, action, bar + rest)))
    return breakdown_ui.finished(closing, bool(fresh)), asked


# ── blocked ──────────────────────────────────────────────────────────────────────────────────


def block(call: Call) -> Answer:
    """Say why a task cannot go on; without a reason, open the form that asks for it."""
    found = where.item(call, first=True)
    why = typed.plain(found.words)
    if not why:
        return _block_form(found.item)
    changed = tasks.block(call.actor, found.item, why)
    did = "Blocked:" if changed else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def _block_form(task: models.Task) -> Answer:
    if task.status not in models.LIVE:
        raise Refusal(f"{task.key} is {task.status}: reopen it before it can be blocked.")
    return forms_ui.block_form(task, forms.metadata(key=task.key))


def save_block(call: Call) -> Answer:
    """Keep the reason from the form."""
    task = access.task(call.actor, call.meta["key"])
    changed = tasks.block(call.actor, task, forms.text(call, "reason"))
    return task_forms.shown(call, task, "Blocked:" if changed else "Unchanged:")


VERBS: dict[str, Verb] = {
    "start": Verb(start, "start WEB-12", "Work has begun"),
    "done": Verb(done, "done WEB-12 WEB-13", "Finish tasks"),
    "reopen": Verb(reopen, "reopen WEB-12", "Take a task up again"),
    "cancel": Verb(cancel, "cancel WEB-12", "Give a task up"),
    "delete": Verb(delete, "delete WEB-12", "Delete a task"),
    "drop": Verb(drop, "drop WEB-12", "Give up what is yours: no owner any more"),
    "block": Verb(block, "block WEB-12 waiting for the certificate", "Say why it cannot go on"),
    "unblock": Verb(unblock, "unblock WEB-12", "It can go on"),
}

BUTTONS: dict[str, Handler] = {
    **{
        f"task.{closing.verb}{way}": steps.press("task", closing)
        for closing in (done, cancel, delete)
        for way in WAYS
    },
    "task.start": steps.press("task", start),
    "task.reopen": steps.press("task", reopen),
    "task.drop": steps.press("task", drop),
    "task.block": steps.press("task", block),
    "task.unblock": steps.press("task", unblock),
}

FORMS: dict[str, Handler] = {"task.block": save_block}
