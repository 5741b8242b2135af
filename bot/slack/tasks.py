"""`/task`: verbs, buttons and forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..errors import Invalid, Refusal
from ..operations import access, deadlines, dependencies, drafts, focus, people, tasks
from ..ui import tasks as ui
from . import lists, steps, task_forms, typed, where
from .call import Answer, Call, Handler, Verb


def add(call: Call) -> Answer:
    """Create a task from one line; with no words, open the form."""
    if not call.words.strip():
        return task_forms.open_form(call)
    line = call.line
    if not line.title:
        raise Invalid("title", "Say what is to be done: `/task add Fix the login page due friday`.")
    project = where.project(call)
    task = tasks.add(
        call.actor,
        project,
        tasks.New(
            title=line.title,
            description=line.description,
            owner=where.person(call),
            priority=line.priority or "normal",
            deadline=steps.for_project(call, line.due.deadline if line.due else None, project),
            start=line.start.day if line.start else None,
            estimate=line.estimate,
            milestone=where.milestone_of(call, project),
            parent=where.parent_of(call, project),
            labels=line.labels,
            repeats=line.every,
        ),
    )
    _tie(call, task)
    return task_forms.shown(call, task, "Added", said=_doubts(call, task), other=line.due)


def _tie(call: Call, task: models.Task) -> None:
    """Predecessors and helpers: what the line names besides the task itself."""
    for each in call.line.predecessors:
        predecessor = access.task(call.actor, each.key)
        dependencies.add(call.actor, task, predecessor, each.kind, each.lag_days)
    for person in where.more_people(call):
        dependencies.help_with(call.actor, task, person)


def list_(call: Call) -> Answer:
    """Tasks of this channel, of a person, of a time …, a page at a time."""
    return lists.tasks(call, call.words, 0)


def show(call: Call) -> Answer:
    """Everything about one task."""
    found = steps.only_item(call)
    task = found.item
    focus.remember(call.actor, task.key, task.project_id)
    return ui.details(
        call.actor,
        task,
        tasks.notes(call.actor, task),
        tasks.children(call.actor, task),
        said=[*steps.assumed(found), *_ties(call, task)],
    )


def edit(call: Call) -> Answer:
    """The form of one task, or changes typed in one line."""
    found = where.item(call)
    if not found.words.strip():
        return task_forms.edit_form(call, found.item)
    words, dateless = steps.without_due(found.words)
    again = call.again(words=words)
    line = again.line
    _move(again, found.item)  # first: a deadline is kept on the clocks of where the task goes
    changes: dict[str, Any] = {"deadline": None} if dateless else {}
    if line.title:
        changes["title"] = line.title
    if line.description:
        changes["description"] = line.description
    if line.due:
        changes["deadline"] = steps.for_project(call, line.due.deadline, found.item.project)
    if line.priority:
        changes["priority"] = line.priority
    if line.estimate:
        changes["estimate"] = line.estimate
    if line.start:
        changes["start"] = line.start.day
    if line.labels:
        changes["labels"] = " ".join(line.labels)
    if line.every:
        changes["repeats"] = line.every
    person = where.person(again)
    if person is not None:
        changes["owner_id"] = person.id
    _tie(again, found.item)
    tasks.edit(call.actor, found.item, **changes)
    if person is not None:
        call.actor.session.expire(found.item, ["owner"])
    did = "Changed" if call.actor.set_id else "Unchanged:"
    said = [*steps.assumed(found), *steps.unread_date(line.title), *_ties(call, found.item)]
    return task_forms.shown(call, found.item, did, said=said, other=line.due)


def start(call: Call) -> Answer:
    """Work has begun."""
    found = steps.only_item(call)
    tasks.start(call.actor, found.item)
    return task_forms.shown(call, found.item, "Started", said=steps.assumed(found))


def _close(operation: Any, did: str) -> Handler:
    """A verb that takes several keys and is the same a second time."""

    def run(call: Call) -> Answer:
        found, rest, assumed = where.items(call)
        if rest.strip():
            raise Refusal(f"I do not understand {steps.quoted(rest)}: give keys such as WEB-12.")
        fresh = [task for task in found if operation(call.actor, task)]
        word = did if fresh else f"Already {ui.STATUS[found[0].status]}:"
        if len(found) > 1:
            return ui.several(call.actor, found, word, undo=call.actor.set_id)
        said = [f"You gave no key, so I took {found[0].key}."] if assumed else []
        said += _next_one(call, found[0]) if fresh and found[0].repeats else []
        return task_forms.shown(call, found[0], word, said=said)

    return run


def _next_one(call: Call, task: models.Task) -> list[str]:
    """The occurrence that a finished task left behind."""
    following = tasks.following(call.actor, task)
    return [ui.next_one(call.actor, following)] if following is not None else []


done = _close(tasks.finish, "Done:")
cancel = _close(tasks.cancel, "Cancelled:")
reopen = _close(tasks.reopen, "Reopened:")


def assign(call: Call) -> Answer:
    """Give a task to somebody."""
    found = where.item(call)
    person = where.person(call.again(words=found.words))
    if person is None:
        if found.words.strip():
            raise Invalid("owner", f"{steps.quoted(found.words)} is nobody: write @name.")
        raise where.Missing("person", found.item.key)
    changed = tasks.assign(call.actor, found.item, person)
    return task_forms.shown(
        call, found.item, "Assigned" if changed else "Unchanged:", said=steps.assumed(found)
    )


def claim(call: Call) -> Answer:
    """Take a task oneself."""
    found = steps.only_item(call)
    return _claim(call, found.item, steps.assumed(found))


def _claim(call: Call, task: models.Task, said: Sequence[str]) -> Answer:
    me = people.owner(call.actor, call.actor.who.slack_id)
    if task.owner_id not in (None, me.id) and task.owner is not None:
        said = [*said, f"It was {task.owner.name}'s."]
    changed = tasks.assign(call.actor, task, me)
    return task_forms.shown(call, task, "Yours:" if changed else "Yours already:", said=said)


def due(call: Call) -> Answer:
    """Set a deadline, or remove it."""
    found = where.item(call)
    words = found.words.strip()
    if not words:
        raise where.Missing("date", found.item.key)
    if words.casefold() in steps.NO_DATE:
        return _changed(call, found, "No due date:", deadline=None)
    reading = read_date(call, words)
    deadline = steps.for_project(call, reading.deadline, found.item.project)
    tasks.edit(call.actor, found.item, "moved", deadline=deadline)
    return task_forms.shown(call, found.item, "Due:", said=steps.assumed(found), other=reading)


def read_date(call: Call, words: str) -> dates.Reading:
    """A date typed after a verb; refuses what is none."""
    who = call.actor.who
    said = typed.plain(words)
    phrase = said.removeprefix("due ").removeprefix("by ").removeprefix("on ")
    reading = dates.read_phrase(phrase, call.actor.here, language=who.language, order=who.order)
    if reading is None:
        raise Invalid(
            "due",
            f"{steps.quoted(words)} is no date that I can read: "
            "try “friday 5pm”, “in 3 working days” or 2027-03-01.",
        )
    return reading


def priority(call: Call) -> Answer:
    """Set the priority."""
    found = where.item(call)
    word = found.words.strip().casefold()
    chosen = dict(zip(("p1", "p2", "p3", "p4"), models.PRIORITIES, strict=True)).get(
        word, word.lstrip("!")
    )
    if chosen not in models.PRIORITIES:
        raise Invalid("priority", "A priority is urgent, high, normal or low (or p1 to p4).")
    return _changed(call, found, "Priority:", priority=chosen)


def estimate(call: Call) -> Answer:
    """Set how much work it is."""
    found = where.item(call)
    words = found.words.strip().lstrip("~ ")
    hours = dates.read_duration(words)
    if hours is None and words.casefold() not in steps.NO_DATE:
        why = f"{steps.quoted(words)} is no estimate" if words else "Say how much work it is"
        raise Invalid("estimate", f"{why}: write 4h, 3d, 2w or 2d-5d.")
    return _changed(call, found, "Estimated:", estimate=hours)


def move(call: Call) -> Answer:
    """Put a task into another project, for a milestone, or under another task."""
    found = where.item(call)
    again = call.again(words=found.words)
    if not _move(again, found.item, again.line.title.strip()):
        raise Invalid(
            "project", "Say where to: `/task move WEB-12 APP`, `for:M2` or `under:WEB-7`."
        )
    did = "Moved:" if call.actor.set_id else "Unchanged:"
    return task_forms.shown(call, found.item, did, said=steps.assumed(found))


def _move(call: Call, task: models.Task, word: str = "") -> bool:
    """Put a task where the marks (or a project's bare key) say; False where they say nothing."""
    key = call.line.project or word
    project = access.project(call.actor, key) if key else None
    milestone = where.milestone_of(call, project or task.project)
    parent = where.parent_of(call, project or task.project)
    tasks.move(call.actor, task, project=project, milestone=milestone, parent=parent)
    return bool(project or milestone or parent)


def note(call: Call) -> Answer:
    """Put a remark on a task."""
    found = where.item(call)
    tasks.note(call.actor, found.item, call.again(words=found.words).line.raw)
    return task_forms.shown(call, found.item, "Noted on", said=steps.assumed(found))


def overview(call: Call) -> Answer:
    """No words at all: what is open here, or what is mine."""
    if access.projects_here(call.actor):
        return lists.tasks(call, "", 0)
    return lists.tasks(call, "mine", 0)


# ── buttons ──────────────────────────────────────────────────────────────────────────────────


def tick(call: Call) -> Answer:
    """*Done* in a row of a list: the list stays, without that row."""
    key, page, query = call.value.split("|", 2)
    task = access.task(call.actor, key)
    fresh = tasks.finish(call.actor, task)
    said = f"{key} is done." if fresh else f"{key} was done already."
    return lists.tasks(call, query, int(page), said=said)


def turn(call: Call) -> Answer:
    """Another page of a list."""
    page, query = call.value.split("|", 1)
    return lists.tasks(call, query, int(page))


def meant(call: Call) -> Answer:
    """The other reading of an unclear date."""
    key, day = call.value.split("|")
    task = access.task(call.actor, key)
    reading = deadlines.read(day)
    tasks.edit(call.actor, task, "moved", deadline=steps.for_project(call, reading, task.project))
    return task_forms.shown(call, task, "Due:")


def add_draft(call: Call) -> Answer:
    """*Add it as a task* under words that were no command."""
    draft = drafts.use(call.actor, int(call.value))
    return steps.asking(add, call.again(command="task", verb="add", words=draft.words))


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def _changed(call: Call, found: where.Found, did: str, **fields: Any) -> Answer:
    changed = tasks.edit(call.actor, found.item, **fields)
    return task_forms.shown(
        call, found.item, did if changed else "Unchanged:", said=steps.assumed(found)
    )


def _ties(call: Call, task: models.Task) -> list[str]:
    """Who helps and what it waits for, a line each."""
    actor = call.actor
    return ui.ties(dependencies.helpers(actor, task), dependencies.of(actor, task))


def _doubts(call: Call, task: models.Task) -> list[str]:
    """What the line tied to the task, and what the person should look at twice."""
    tied = call.line.predecessors or len(call.line.people) + len(call.line.names) > 1
    said = _ties(call, task) if tied else []
    if call.line.title != task.title:
        said.append("The title was too long: the whole text is in the description.")
    if call.line.due is None:
        said += steps.unread_date(task.title)
    if deadlines.late(task, call.actor.now):
        said.append("That date is past: the task counts as overdue.")
    return said


# ── tables ───────────────────────────────────────────────────────────────────────────────────

VERBS: dict[str, Verb] = {
    "add": Verb(add, "add Fix login page @ana due friday 5pm !high ~3d", "Create a task"),
    "list": Verb(
        list_,
        "list mine | @ana | today | week | overdue | unassigned | done | in:WEB",
        "Find tasks",
    ),
    "show": Verb(show, "show WEB-12", "Everything about a task"),
    "edit": Verb(edit, "edit WEB-12", "Change a task in its form"),
    "start": Verb(start, "start WEB-12", "Work has begun"),
    "done": Verb(done, "done WEB-12 WEB-13", "Finish tasks"),
    "reopen": Verb(reopen, "reopen WEB-12", "Take a task up again"),
    "cancel": Verb(cancel, "cancel WEB-12", "Give a task up"),
    "assign": Verb(assign, "assign WEB-12 @ana", "Give a task to somebody"),
    "claim": Verb(claim, "claim WEB-12", "Take a task yourself"),
    "due": Verb(due, "due WEB-12 next friday", "Set the deadline, or none"),
    "priority": Verb(priority, "priority WEB-12 high", "Set the priority"),
    "estimate": Verb(estimate, "estimate WEB-12 3d", "Set the amount of work"),
    "move": Verb(
        move, "move WEB-12 APP | for:M2 | under:WEB-7", "Move to a project, milestone or task"
    ),
    "note": Verb(note, "note WEB-12 waiting for the certificate", "Put a remark on a task"),
}

BUTTONS: dict[str, Handler] = {
    "task.done": steps.press("task", done),
    "task.start": steps.press("task", start),
    "task.reopen": steps.press("task", reopen),
    "task.claim": steps.press("task", claim),
    "task.edit": task_forms.edit_button,
    "task.meant": meant,
    "task.draft": add_draft,
    "tasks.tick": tick,
    "tasks.next": turn,
    "tasks.prev": turn,
}

FORMS = task_forms.FORMS
