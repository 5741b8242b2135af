"""`/task`: create, find and look; what changes one thing is in the `task_…` beside it."""

from __future__ import annotations

from .. import models
from ..errors import Invalid
from ..operations import access, around, deadlines, dependencies, drafts, focus, tasks
from ..ui import kit, task_details, unfurls
from ..ui import tasks as ui
from . import (
    dating,
    steps,
    task_breakdown,
    task_fields,
    task_forms,
    task_lines,
    task_lists,
    task_notes,
    task_series,
    task_state,
    task_time,
    task_watch,
    where,
)
from .call import Answer, Call, Handler, Verb


def add(call: Call) -> Answer:
    """Create a task from one line; with no words, open the form."""
    if not call.words.strip():
        return task_forms.open_form(call)
    line = call.line
    if not line.title:
        raise Invalid("title", "Say what is to be done: `/task add Fix the login page due friday`.")
    project = where.project(call)
    task = task_lines.create(call, project)
    return task_forms.shown(call, task, "Added", said=_doubts(call, task), other=line.due)


def list_(call: Call) -> Answer:
    """Tasks of this channel, of a person, of a time …, a page at a time."""
    return task_lists.page(call, call.words, 0)


def show(call: Call) -> Answer:
    """Everything about one task."""
    found = steps.only_item(call)
    task = found.item
    focus.remember(call.actor, task.key, task.project_id)
    return task_details.details(
        call.actor,
        task,
        around.gather(call.actor, task),
        said=steps.assumed(found),
        mine=task.owner_id == call.actor.who.id,
        address=unfurls.link_of(call.links, task.key),
    )


def edit(call: Call) -> Answer:
    """The form of one task, or changes typed in one line."""
    found = where.item(call)
    if not found.words.strip():
        return task_forms.edit_form(call, found.item)
    words, dateless = steps.without_due(found.words)
    again = call.again(words=words)
    line = again.line
    dating.refuse_no_such_day(line.raw_title)
    due = dating.settled(call, line.due, f"{found.item.key} {found.words}")
    # First: a deadline is kept on the clocks of where the task goes.
    task_fields.put(again, found.item)
    person = where.person(again)
    changes = steps.given(
        title=line.title,
        description=line.description,
        priority=line.priority,
        estimate=line.estimate,
        start=line.start.day if line.start else None,
        labels=" ".join(line.labels),
        repeats=line.every,
        owner_id=person.id if person else None,
    )
    if dateless or line.due:
        changes["deadline"] = steps.for_project(call, due, found.item.project)
    task_lines.tie(again, found.item)
    tasks.edit(call.actor, found.item, **changes)
    if person is not None:
        call.actor.session.expire(found.item, ["owner"])
    did = "Changed" if call.actor.set_id else "Unchanged:"
    said = [*steps.assumed(found), *steps.unread_date(line.title), *_ties(call, found.item)]
    return task_forms.shown(call, found.item, did, said=said, other=line.due)


def overview(call: Call) -> Answer:
    """No words at all: what is open here, or what is mine."""
    if access.projects_here(call.actor):
        return task_lists.page(call, "", 0)
    return task_lists.page(call, "mine", 0)


# ── buttons ──────────────────────────────────────────────────────────────────────────────────


def tick(call: Call) -> Answer:
    """*Done* in a row of a list: the list stays, without that row."""
    _, page, query = call.value.split("|", 2)
    said, asked = task_state.row_done(call)
    return kit.above(asked, task_lists.page(call, query, int(page), said=said))


def more(call: Call) -> Answer:
    """A choice in the menu behind three dots: the verb of that name."""
    verb, _, key = call.value.partition("|")
    return VERBS[verb].run(call.again(command="task", verb=verb, words=key))


def turn(call: Call) -> Answer:
    """Another page of a list."""
    page, query = call.value.split("|", 1)
    return task_lists.page(call, query, int(page))


def add_draft(call: Call) -> Answer:
    """*Add it as a task* under words that were no command."""
    draft = drafts.use(call.actor, int(call.value))
    return steps.asking(add, call.again(command="task", verb="add", words=draft.words))


# ── answers ──────────────────────────────────────────────────────────────────────────────────


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
        "list mine | @ana | week | overdue | unassigned | blocked | done | all"
        " | +ui | in:WEB | words",
        "Find tasks",
    ),
    "show": Verb(show, "show WEB-12", "Everything about a task"),
    "edit": Verb(edit, "edit WEB-12", "Change a task in its form"),
    **task_state.VERBS,
    **task_fields.VERBS,
    **task_breakdown.VERBS,
    **task_series.VERBS,
    **task_notes.VERBS,
    **task_time.VERBS,
    **task_watch.VERBS,
}

BUTTONS: dict[str, Handler] = {
    **task_state.BUTTONS,
    **task_fields.BUTTONS,
    **task_series.BUTTONS,
    **task_notes.BUTTONS,
    **task_time.BUTTONS,
    **task_watch.BUTTONS,
    "task.edit": task_forms.edit_button,
    "task.draft": add_draft,
    "task.more": more,
    **{f"tasks.tick{way}": tick for way in task_state.WAYS},
    "tasks.next": turn,
    "tasks.prev": turn,
}

FORMS = {**task_forms.FORMS, **task_state.FORMS}
