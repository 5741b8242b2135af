"""Who must hear of a step: at its end all that it changed is turned into notices.

Cards and home pages are drawn anew, threads and watchers hear of what matters. No verb has to
think of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, or_, select

from .. import dates, models
from . import alarms, captures, cards, digests, history, manners, mornings, notices, watching
from .actor import Actor, Made

SAID_FOR = timedelta(days=1)
NEAR = timedelta(days=7)
HEARD_FOR = timedelta(days=3)
"""A watcher on holiday need not hear of it afterwards."""
LOOKED_AT_FOR = timedelta(days=1)
"""A home page is kept fresh for so long after it was opened."""
CALLED = {"key", "name", "deleted_at", "channel_id"}
"""Fields of a project that the cards of its tasks depend on."""

NUDGED = {"task", "milestone", "risk", "project"}
"""What notes hold."""
OWN = {"mute", "snooze"}
"""What is somebody's own and decides what their notes hold."""
HOURS = {"person", "absence"}
"""What decides when their next one comes."""

KEEPERS = (
    select(models.Milestone.owner_id)
    .where(models.Milestone.id.in_(bindparam("ids", expanding=True)))
    .union(
        select(models.Project.manager_id)
        .join(models.Milestone, models.Milestone.project_id == models.Project.id)
        .where(models.Milestone.id.in_(bindparam("ids", expanding=True)))
    )
)
"""Owners of milestones and managers of their projects."""
LOOKING = select(models.Person.id).where(
    models.Person.home_at > bindparam("since"),
    or_(
        models.Person.id.in_(bindparam("people", expanding=True)),
        models.Person.id.in_(
            select(models.Helper.person_id).where(
                models.Helper.task_id.in_(bindparam("tasks", expanding=True)),
                models.Helper.deleted_at.is_(None),
            )
        ),
    ),
)


def after(actor: Actor) -> None:
    """Plan what others are to see of what the actor has changed."""
    if not actor.made:
        return
    actor.session.flush()
    digests.begin_anew(actor)
    by_task: dict[int, list[Made]] = defaultdict(list)
    for made in actor.made:
        if made.noun == "task":
            by_task[made.item_id].append(made)
    rows = cards.homes(actor, by_task) if by_task else []
    home = {row.id: row.channel_id for row in rows}
    shown = {task_id for task_id, made in by_task.items() if {m.field for m in made} & cards.SHOWN}
    channels = {each: channel for each in shown if (channel := home[each]) is not None}
    with_card = cards.redraw(actor, channels)
    cards.edit(actor, list(_elsewhere(actor, by_task, rows)))
    moved = [made.item_id for made in actor.made if made.noun == "project" and made.field in CALLED]
    if moved:
        cards.edit_all(actor, moved)
    captures.retell(
        actor, [each for each, made in by_task.items() if {m.field for m in made} & captures.TOLD]
    )
    said = {each: words for each, made in by_task.items() if (words := _matters(actor, made))}
    if said:
        _say(actor, said, {each: channels[each] for each in with_card})
    _homes(actor, rows, by_task)
    alarms.after(actor, by_task)
    _notes(actor)


def _notes(actor: Actor) -> None:
    """Have the notes that were sent say what is so now."""
    items = {(made.noun, made.item_id) for made in actor.made if made.noun in NUDGED}
    for made in actor.made:
        if made.noun == "check-in":
            said = actor.session.get_one(models.CheckIn, made.item_id)
            items.add(("project", said.project_id))
    if items:
        mornings.redraw(actor.session, items, actor.now)
    nouns = {made.noun for made in actor.made}
    if actor.who.id and nouns & OWN:
        mornings.redraw_own(actor.session, actor.who.id, actor.now)
    if actor.who.id and nouns & HOURS:
        me = actor.session.get_one(models.Person, actor.who.id)
        me.next_note_at = None  # it was reckoned from what was so before


def _elsewhere(
    actor: Actor, by_task: Mapping[int, Sequence[Made]], rows: Sequence[Row[Any]]
) -> set[str]:
    """Keys of cards that stand already: of the tasks above, and where a task was before."""
    above: set[int] = set()
    left: list[tuple[int, int]] = []
    for row in rows:
        made = by_task[row.id]
        if row.parent_id and {each.field for each in made} & cards.COUNTED:
            above.add(row.parent_id)
        above |= {each.old for each in made if each.field == "parent_id" and each.old}
        left += [(row.id, each.old) for each in made if each.field == "project_id" and each.old]
    keys = {
        cards.key(row.id, row.channel_id)
        for row in (cards.homes(actor, above) if above else [])
        if row.channel_id is not None
    }
    for task_id, project_id in left:
        project = actor.session.get(models.Project, project_id)
        if project is not None and project.channel_id is not None:
            keys.add(cards.key(task_id, project.channel_id))
    return keys


# ── words ────────────────────────────────────────────────────────────────────────────────────


def _matters(actor: Actor, made: Sequence[Made]) -> str:
    """What everybody should hear of a task's changes, in sentences; mostly nothing."""
    by_field = {each.field: each for each in made}
    if by_field.keys() & {"", "deleted_at"}:
        return ""
    said = []
    if "status" in by_field:
        said.append(_became(by_field["status"]))
    why = by_field["blocked"].new if "blocked" in by_field else ""
    if "blocked" in by_field and (why or "status" not in by_field):
        said.append(f"blocked it: {why.rstrip('.')}" if why else "says that it can go on")
    if by_field.keys() & {"due", "due_time"} and "project_id" not in by_field:
        said.append(_put_off(actor, by_field))
    return " ".join(f"{actor.who.name} {each}." for each in said if each)


def _became(status: Made) -> str:
    if status.new == models.DONE:
        return "finished it"
    if status.new == models.CANCELLED:
        return "cancelled it"
    return "took it up again" if status.old in (models.DONE, models.CANCELLED) else ""


def _put_off(actor: Actor, by_field: Mapping[str, Made]) -> str:
    """The deadline before and after, as the history keeps them."""
    some = by_field.get("due") or by_field["due_time"]
    task = actor.session.get_one(models.Task, some.item_id)
    day, at = _both(by_field.get("due"), task.due), _both(by_field.get("due_time"), task.due_time)
    was, now = (_shown(actor, task, *each) for each in zip(day, at, strict=True))
    if not now:
        return f"took its date away: it was {was}"
    return f"moved it: {was} → {now}" if was else f"gave it a date: {now}"


def _both(made: Made | None, now: date | time | None) -> tuple[Any, Any]:
    """What a field was and is."""
    return (made.old, made.new) if made else (history.plain(now),) * 2


def _shown(actor: Actor, task: models.Task, day: str | None, at: str | None) -> str:
    """A deadline on the project's clocks."""
    if day is None:
        return ""
    zone = ZoneInfo(task.project.zone)
    deadline = dates.Deadline(date.fromisoformat(day), time.fromisoformat(at) if at else None)
    shown = dates.show(deadline, actor.now.astimezone(zone).date())
    return f"{shown} {dates.instant(deadline, zone).astimezone(zone):%Z}" if at else shown


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


def _say(actor: Actor, said: Mapping[int, str], channels: Mapping[int, int]) -> None:
    """To the threads of the tasks' cards, and to whoever watches the tasks.

    `said` are the words of each task, `channels` where the cards of those stand that have one.
    """
    news = [
        notices.New(
            workspace_id=actor.who.workspace_id,
            key=f"said:{actor.set_id}:{task_id}",
            kind="said",
            channel_id=channels[task_id],
            subject_id=task_id,
            body=words,
            due_at=actor.now,
            expires_at=actor.now + SAID_FOR,
        )
        for task_id, words in said.items()
        if task_id in channels
    ]
    for task_id, person in watching.watchers(actor.session, said):
        if person.id == actor.who.id:
            continue
        due = manners.working_moment(actor.session, person, actor.now)
        news.append(
            notices.New(
                workspace_id=actor.who.workspace_id,
                key=f"watch:{actor.set_id}:{task_id}:{person.id}",
                kind="watch",
                person_id=person.id,
                subject_id=task_id,
                body=said[task_id],
                due_at=due,
                expires_at=due + HEARD_FOR,
            )
        )
    notices.arm(actor.session, [*news, *_concerned(actor, said)])


def _concerned(actor: Actor, said: Mapping[int, str]) -> list[notices.New]:
    """To those whose own work it touches: who waits for the task, and who answers for its date."""
    found: dict[tuple[int, int], str] = {}
    watching_already = {(task_id, p.id) for task_id, p in watching.watchers(actor.session, said)}
    put_off = [
        made.item_id
        for made in actor.made
        if made.noun == "task" and made.field in {"due", "blocked"} and made.item_id in said
    ]
    for task in filter(None, (actor.session.get(models.Task, each) for each in put_off)):
        if task.project.manager_id and _is_near(actor, task):
            found[task.id, task.project.manager_id] = ""
    for tie, owner_id in _waiting(actor, said):
        if owner_id is not None:
            found[tie.predecessor_id, owner_id] = f" Your {_key(actor, tie.task_id)} waits for it."
    news = []
    for (task_id, person_id), more in sorted(found.items()):
        person = actor.session.get_one(models.Person, person_id)
        if person_id == actor.who.id or (task_id, person_id) in watching_already or person.left:
            continue
        due = manners.working_moment(actor.session, person, actor.now)
        news.append(
            notices.New(
                workspace_id=actor.who.workspace_id,
                key=f"told:{actor.set_id}:{task_id}:{person_id}",
                kind="told",
                person_id=person_id,
                subject_id=task_id,
                body=said[task_id] + more,
                due_at=due,
                expires_at=due + HEARD_FOR,
            )
        )
    return news


def _waiting(actor: Actor, task_ids: Iterable[int]) -> Sequence[Row[models.Dependency, int | None]]:
    """The ties of open tasks that wait for these, each with the owner of who waits."""
    return actor.session.execute(
        select(models.Dependency, models.Task.owner_id)
        .join(models.Task, models.Task.id == models.Dependency.task_id)
        .where(
            models.Dependency.predecessor_id.in_(sorted(task_ids)),
            models.Dependency.deleted_at.is_(None),
            models.Task.status.in_(models.LIVE),
            models.Task.deleted_at.is_(None),
        )
    ).all()


def _key(actor: Actor, task_id: int) -> str:
    return actor.session.get_one(models.Task, task_id).key


def _is_near(actor: Actor, task: models.Task) -> bool:
    """Whether its manager should hear at once: it is due soon or was, or a milestone needs it."""
    old = next(
        (
            made.old
            for made in actor.made
            if (made.noun, made.item_id, made.field) == ("task", task.id, "due")
        ),
        None,
    )
    days = [date.fromisoformat(old)] if old else []
    days += [task.due] if task.due else []
    soon = actor.now.date() + NEAR
    return task.milestone_id is not None or any(day <= soon for day in days)


def _homes(actor: Actor, rows: Sequence[Row[Any]], task_ids: Iterable[int]) -> None:
    """Have the home pages drawn anew that those concerned have looked at of late."""
    people = {actor.who.id, *(row.owner_id for row in rows), *(row.manager_id for row in rows)}
    for made in actor.made:
        if made.field in {"owner_id", "manager_id"}:
            people |= {made.old, made.new}
    stops = {made.item_id for made in actor.made if made.noun == "milestone"}
    if stops:
        people |= set(actor.session.scalars(KEEPERS, {"ids": sorted(stops)}))
    looking = actor.session.connection().scalars(
        LOOKING,
        {
            "since": actor.now - LOOKED_AT_FOR,
            "people": sorted(people - {None, actor.who.id if actor.at_home else None}),
            "tasks": sorted(task_ids),
        },
    )
    found = [
        notices.New(
            workspace_id=actor.who.workspace_id,
            key=f"home:{person_id}",
            kind="home",
            person_id=person_id,
            due_at=actor.now,
            expires_at=actor.now + LOOKED_AT_FOR,
        )
        for person_id in looking
    ]
    notices.arm(actor.session, found)
    actor.told = True
