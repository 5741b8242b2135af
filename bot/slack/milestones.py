"""`/milestone`: verbs, buttons and forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .. import dates, models
from ..operations import access, deadlines, focus, lists, milestones, task_lists
from ..operations.words import TITLE_LIMIT, count
from ..ui import kit
from ..ui import milestones as ui
from . import dating, forms, narrowing, steps, where
from .call import Answer, Call, Handler, Verb
from .narrowing import Wanted

SHOWN_TASKS = 10


def add(call: Call) -> Answer:
    """Create a milestone from one line; without a title, open the form."""
    line = call.line
    if not line.title:
        return open_form(call)
    dating.refuse_no_such_day(line.raw_title)
    project = where.project(call)
    due = dating.settled(call, line.due)
    milestone = milestones.add(
        call.actor,
        project,
        milestones.New(
            title=line.title,
            deadline=steps.for_project(call, due, project),
            owner=where.person(call),
            description=line.description,
        ),
    )
    said = []
    if len(line.title) > TITLE_LIMIT:
        said.append("The title was too long: the whole text is in the description.")
    if line.due is None:
        said += steps.unread_date(milestone.title)
    if deadlines.late(milestone, call.actor.now):
        said.append("That date is past: the milestone counts as overdue.")
    return _shown(call, milestone, "Added", said=said, reading=line.due)


def open_form(call: Call) -> Answer:
    """The form for a new milestone, filled from what was typed."""
    line = call.line
    person = where.person(call)
    due = line.due.deadline if line.due else None
    filled = ui.FormValues(
        title=line.title or line.description,
        project=steps.form_project(call),
        due=due.day if due else None,
        owner=person.slack_id if person else "",
    )
    return ui.form("milestone.new", filled, metadata=forms.metadata(due=_written(due)))


def save_new(call: Call) -> Answer:
    """Create a milestone from its form."""
    project = forms.project(call)
    chosen = dating.confirmed(call, _chosen_date(call, str(call.actor.zone)))
    milestone = milestones.add(
        call.actor,
        project,
        milestones.New(
            title=forms.text(call, "title"),
            deadline=steps.for_project(call, chosen, project),
            owner=forms.person(call),
        ),
    )
    return _shown(call, milestone, "Added")


def _written(deadline: dates.Deadline | None) -> str:
    return deadlines.write(deadline) if deadline else ""


def _chosen_date(call: Call, zone: str) -> dates.Deadline | None:
    """The date field on the clocks of `zone`; the time, which has no field, stays as it was."""
    opened = deadlines.read(call.meta["due"]) if call.meta.get("due") else None
    shown = deadlines.between(opened, deadlines.zone(zone), str(call.actor.zone))
    day = forms.day(call, "due")
    if shown is None or day is None or shown.time is None:
        return dates.Deadline(day) if day else None
    if day == shown.day:
        return opened
    return deadlines.between(dates.Deadline(day, shown.time), call.actor.zone, zone)


def list_(call: Call) -> Answer:
    """Milestones of this channel, a project, a person …, a page at a time."""
    return _listing(call, call.words, 0)


def _listing(call: Call, query: str, page: int, *, said: str = "") -> Answer:
    everything = Wanted(lists.Filter(), "Open milestones")
    wanted = narrowing.read(call.again(command="milestone"), query, everything, WORDS)
    found, total = milestones.list_milestones(call.actor, wanted.filter, page, ui.PAGE)
    if not found and page > 0:
        return _listing(call, query, steps.last_page(total, ui.PAGE), said=said)
    if not total:
        hint = "/milestone add Code freeze due 23 july makes a milestone."
        return kit.nothing(wanted.heading, said or narrowing.missed(wanted, WORDS) or hint)
    done = milestones.progress(call.actor, found)
    return ui.listing(call.actor, wanted.heading, found, done, total, page, query, said=said)


WORDS: Mapping[str, narrowing.Word] = {
    **narrowing.ALWAYS,
    "all": lambda _, wanted: wanted.of_status("All milestones", *milestones.BOTH),
    "done": lambda _, wanted: wanted.of_status("Milestones reached", models.DONE),
    "overdue": lambda _, wanted: wanted.narrowed("overdue", overdue=True),
}
"""What narrows a list of milestones."""


def show(call: Call) -> Answer:
    """Everything about one milestone."""
    found = steps.only_item(call)
    milestone = found.item
    focus.remember(call.actor, milestone.key, milestone.project_id)
    waiting, total = task_lists.page(
        call.actor, task_lists.Filter(milestone_id=milestone.id), size=SHOWN_TASKS
    )
    return ui.details(
        call.actor,
        milestone,
        _progress(call, milestone),
        waiting,
        total,
        said=steps.assumed(found),
    )


def edit(call: Call) -> Answer:
    """The form of one milestone, or changes typed in one line."""
    found = where.item(call)
    if not found.words.strip():
        return _edit_form(call, found.item)
    words, dateless = steps.without_due(found.words)
    typed = call.again(words=words)
    line = typed.line
    dating.refuse_no_such_day(line.raw_title)
    due = dating.settled(call, line.due, f"{found.item.key} {found.words}")
    person = where.person(typed)
    changes = steps.given(
        title=line.title, description=line.description, owner_id=person.id if person else None
    )
    if dateless or line.due:
        changes["deadline"] = steps.for_project(call, due, found.item.project)
    changed = milestones.edit(call.actor, found.item, **changes)
    return _shown(
        call,
        found.item,
        "Changed" if changed else "Unchanged:",
        said=steps.assumed(found),
        reading=line.due,
    )


def edit_button(call: Call) -> Answer:
    """The form, from a card's *Edit* button."""
    return _edit_form(call, access.milestone(call.actor, call.value))


def _edit_form(call: Call, milestone: models.Milestone) -> kit.Modal:
    focus.remember(call.actor, milestone.key, milestone.project_id)
    return _form(forms.opened(call, milestone))


def _form(opened: forms.Opened) -> kit.Modal:
    due = opened.deadline_here()
    filled = ui.FormValues(
        title=opened["title"],
        project=opened.find(models.Project, "project_id"),
        due=due.day if due else None,
        owner=opened.person(),
    )
    kept = forms.metadata(**{**opened.kept, "due": _written(opened.deadline())})
    return ui.form("milestone.edit", filled, metadata=kept, stamp=opened.stamp, said=opened.said)


def save_edit(call: Call) -> Answer:
    """Save a milestone's form, minding what others changed while it was open."""
    milestone = access.milestone(call.actor, call.meta["key"])
    project = forms.project(call)
    owner = forms.person(call, kept=milestone.owner)
    due = _chosen_date(call, milestone.project.zone)
    if due and due != deadlines.of(milestone):
        here = deadlines.zone(milestone.project.zone)
        dating.confirmed(call, deadlines.between(due, here, str(call.actor.zone)))
    wanted: dict[str, Any] = {
        "title": forms.text(call, "title"),
        "project_id": project.id,
        "due": due.day if due else None,
        "due_time": due.time if due else None,
        "owner_id": owner.id if owner else None,
    }

    left, told = forms.merge(call, milestone, wanted, _form)
    said = list(told)
    forms.join_deadline(left, milestone, project)
    if left.pop("project_id", milestone.project_id) != milestone.project_id:
        released = milestones.move(call.actor, milestone, project)
        if released:
            said.append(f"{count(released, 'task')} stayed behind, without a milestone.")
    milestones.edit(call.actor, milestone, **left)
    did = "Saved" if call.actor.set_id else "Nothing changed in"
    return _shown(call, milestone, did, said=said)


def due(call: Call) -> Answer:
    """Move a milestone, or remove its date."""
    found = where.item(call)
    words = found.words.strip()
    if not words:
        raise where.Missing("date", found.item.key)
    reading = None
    if words.casefold() not in steps.NO_DATE:
        reading = steps.read_date(call, words)
    deadline = dating.settled(call, reading, f"{found.item.key} {words}")
    changed = milestones.edit(
        call.actor,
        found.item,
        "moved",
        deadline=steps.for_project(call, deadline, found.item.project),
    )
    did = ("Due:" if deadline else "No due date:") if changed else "Unchanged:"
    return _shown(call, found.item, did, said=steps.assumed(found), reading=reading)


def done(call: Call) -> Answer:
    """A milestone is reached."""
    found = steps.only_item(call)
    fresh = milestones.finish(call.actor, found.item)
    said = steps.assumed(found)
    _, waiting = task_lists.page(call.actor, task_lists.Filter(milestone_id=found.item.id), size=1)
    if waiting:
        said.append(f"Still open: {count(waiting, 'task')} of it.")
    return _shown(call, found.item, "Reached:" if fresh else "Already reached:", said=said)


def reopen(call: Call) -> Answer:
    """Take back that a milestone is reached."""
    found = steps.only_item(call)
    fresh = milestones.reopen(call.actor, found.item)
    did = "Reopened:" if fresh else "Already open:"
    return _shown(call, found.item, did, said=steps.assumed(found))


def delete(call: Call) -> Answer:
    """Delete a milestone; its tasks go on without one."""
    found = steps.only_item(call)
    released = milestones.delete(call.actor, found.item)
    # The milestone is gone: a verb without a key must not mean it.
    focus.remember(call.actor, "", found.item.project_id)
    return ui.deleted(found.item, released, call.actor.set_id)


def overview(call: Call) -> Answer:
    """No words: the milestones of this channel's projects, or the form where there is none."""
    here = tuple(project.id for project in access.projects_here(call.actor))
    both = lists.Filter(project_ids=here, status=milestones.BOTH)
    if here and milestones.list_milestones(call.actor, both, size=1)[1]:
        return _listing(call, "", 0)
    return open_form(call)


# ── buttons ──────────────────────────────────────────────────────────────────────────────────


def tick(call: Call) -> Answer:
    """*Done* in a row of a list: the list stays, without that row."""
    key, page, query = call.value.split("|", 2)
    fresh = milestones.finish(call.actor, access.milestone(call.actor, key))
    said = f"{key} is reached." if fresh else f"{key} was reached already."
    return _listing(call, query, int(page), said=said)


def turn(call: Call) -> Answer:
    """Another page of a list."""
    page, query = call.value.split("|", 1)
    return _listing(call, query, int(page))


def meant(call: Call) -> Answer:
    """The other reading of an unclear date."""
    key, day = call.value.split("|")
    milestone = access.milestone(call.actor, key)
    deadline = steps.for_project(call, deadlines.read(day), milestone.project)
    milestones.edit(call.actor, milestone, "moved", deadline=deadline)
    return _shown(call, milestone, "Due:")


# ── answers ──────────────────────────────────────────────────────────────────────────────────


def _shown(
    call: Call,
    milestone: models.Milestone,
    did: str,
    *,
    said: Sequence[str] = (),
    reading: dates.Reading | None = None,
) -> kit.Message:
    focus.remember(call.actor, milestone.key, milestone.project_id)
    return ui.card(
        call.actor,
        milestone,
        did,
        progress=_progress(call, milestone),
        said=[*said, *dating.remarks(call, reading)],
        undo=call.actor.set_id,
        meant=steps.other_reading(call, milestone.key, dating.offered(call, reading)),
    )


def _progress(call: Call, milestone: models.Milestone) -> milestones.Progress | None:
    return milestones.progress(call.actor, [milestone]).get(milestone.id)


# ── tables ───────────────────────────────────────────────────────────────────────────────────

VERBS: dict[str, Verb] = {
    "add": Verb(add, "add Code freeze due 23 july @ana in:WEB", "Create a milestone"),
    "list": Verb(
        list_, "list all | done | overdue | unassigned | mine | @ana | in:WEB", "Find milestones"
    ),
    "show": Verb(show, "show WEB-M2", "Progress and open tasks of a milestone"),
    "edit": Verb(edit, "edit WEB-M2", "Change a milestone in its form"),
    "due": Verb(due, "due WEB-M2 30 july", "Move it to another date, or none"),
    "done": Verb(done, "done WEB-M2", "The milestone is reached"),
    "reopen": Verb(reopen, "reopen WEB-M2", "It is not reached after all"),
    "delete": Verb(delete, "delete WEB-M2", "Delete it; its tasks stay"),
}

BUTTONS: dict[str, Handler] = {
    "milestone.done": steps.press("milestone", done),
    "milestone.reopen": steps.press("milestone", reopen),
    "milestone.edit": edit_button,
    "milestone.delete": steps.press("milestone", delete),
    "milestone.meant": meant,
    "milestones.tick": tick,
    "milestones.next": turn,
    "milestones.prev": turn,
}

FORMS: dict[str, Handler] = {"milestone.new": save_new, "milestone.edit": save_edit}
