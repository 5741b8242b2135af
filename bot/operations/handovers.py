"""Who takes what while its owner is away: proposed, asked, accepted or declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import models
from ..errors import Invalid, NotFound, Refusal
from . import access, handing, history, manners, notices, receivers, task_lists
from .actor import Actor

SHOWN = 20
"""Tasks that are handed over at a time."""
MANY = 500
PAUSE = timedelta(minutes=2)
"""So long the owner's note waits for further answers."""
STANDS = (models.ASKED, models.ACCEPTED, models.TAKEN)


@dataclass(frozen=True)
class Plan:
    """What an absence means for the work of whoever is away."""

    absence: models.Absence
    asked: Sequence[models.Handover]
    open: Sequence[tuple[models.Task, models.Person | None]]
    """Tasks that nobody is asked to take, each with who is proposed."""
    rest: int
    """How many such tasks there are besides."""
    milestones: Sequence[models.Milestone] = field(default_factory=list)
    risks: Sequence[models.Risk] = field(default_factory=list)


def plan(actor: Actor, absence: models.Absence) -> Plan:
    """What is due in the days of an absence, who was asked, and who could be."""
    asked = handing.seen_by(actor.session, absence, actor.who)
    settled = {each.task_id for each in asked if each.state in STANDS}
    first = max(absence.first, actor.today)
    wanted = task_lists.Filter(owner_id=actor.who.id, due_from=first, due_to=absence.last)
    found, _ = task_lists.page(actor, wanted, size=MANY)
    left = [task for task in found if task.id not in settled]
    declined = {(e.task_id, e.receiver_id) for e in asked if e.state == models.DECLINED}
    return Plan(
        absence,
        asked,
        receivers.propose(actor, absence, left[:SHOWN], declined),
        rest=max(len(left) - SHOWN, 0),
        milestones=_mine(actor, models.Milestone, models.Milestone.due, absence),
        risks=_mine(actor, models.Risk, models.Risk.review, absence),
    )


def _mine(actor: Actor, table: Any, day: Any, absence: models.Absence) -> Any:
    return actor.session.scalars(
        access.items(actor, table)
        .where(
            table.owner_id == actor.who.id,
            table.status == models.OPEN,
            day.between(absence.first, absence.last),
        )
        .order_by(day, table.id)
    ).all()


# ── asking ───────────────────────────────────────────────────────────────────────────────────


def ask(
    actor: Actor, absence: models.Absence, chosen: Mapping[int, models.Person]
) -> list[models.Handover]:
    """Ask people to take tasks (by id) over; who chooses themselves keeps the task."""
    wanted = []
    for task_id, person in chosen.items():
        if person.id == actor.who.id:
            continue
        task = actor.session.scalars(
            access.items(actor, models.Task).where(models.Task.id == task_id)
        ).one_or_none()
        if task is None or task.owner_id != actor.who.id or not handing.is_open(task):
            continue  # done, moved or given away since the menu was drawn
        reason = receivers.unfit(actor, absence, task, person)
        if reason:
            raise Invalid(
                "person", f"{reason}: choose somebody else for {task.key}. Nobody was asked."
            )
        wanted.append((task, person))
    keys = ", ".join(task.key for task, _ in wanted)
    said = f"asked others to take {keys} over"
    asked = [_ask(actor, absence, task, person, said) for task, person in wanted]
    for person_id in sorted({each.receiver_id for each in asked}):
        _tell_receiver(actor, absence, actor.session.get_one(models.Person, person_id))
    return asked


def _ask(
    actor: Actor, absence: models.Absence, task: models.Task, person: models.Person, said: str
) -> models.Handover:
    found = actor.session.scalars(
        select(models.Handover).filter_by(absence_id=absence.id, task_id=task.id)
    ).one_or_none()
    if found is not None:
        anew = {"receiver_id": person.id, "state": models.ASKED, "deleted_at": None}
        history.change(actor, found, said, **anew)
        actor.session.flush()
        actor.session.expire(found, ["receiver"])
        return found
    found = models.Handover(absence_id=absence.id, task_id=task.id, receiver_id=person.id)
    actor.session.add(found)
    actor.session.flush()
    history.created(actor, "handover", found.id, task.key, said)
    return found


def _tell_receiver(actor: Actor, absence: models.Absence, person: models.Person) -> None:
    prefix = f"handover:{absence.id}:{person.id}:"
    at = manners.working_moment(actor.session, person, actor.now)
    _plan(actor, absence, prefix, "handover", person, at)


def _tell_owner(actor: Actor, absence: models.Absence) -> None:
    """One note for all answers of the next minutes."""
    owner = absence.person
    at = manners.working_moment(actor.session, owner, actor.now + PAUSE)
    _plan(actor, absence, f"answers:{absence.id}:", "answers", owner, at)


def _plan(
    actor: Actor, absence: models.Absence, prefix: str, kind: str, person: models.Person, at: Any
) -> None:
    """Plan a notice, unless one of these waits still: it will say this too."""
    number = notices.begun(actor.session, absence.workspace_id, prefix)
    notices.plan(
        actor.session,
        notices.New(
            workspace_id=absence.workspace_id,
            key=f"{prefix}{number}",
            kind=kind,
            person_id=person.id,
            subject_id=absence.id,
            due_at=at,
            expires_at=at + timedelta(days=366),
        ),
    )
    actor.told = True


# ── answering ────────────────────────────────────────────────────────────────────────────────


def waiting_for(actor: Actor) -> Sequence[models.Handover]:
    """What others ask the actor to take over and that has no answer yet."""
    found = actor.session.scalars(
        select(models.Handover)
        .join(models.Absence)
        .join(models.Task, models.Task.id == models.Handover.task_id)
        .join(models.Project, models.Project.id == models.Task.project_id)
        .where(
            models.Handover.receiver_id == actor.who.id,
            models.Handover.state == models.ASKED,
            models.Handover.deleted_at.is_(None),
            models.Absence.deleted_at.is_(None),
            models.Absence.returned_at.is_(None),
            models.Task.deleted_at.is_(None),
            access.visible(actor),
        )
        .options(joinedload(models.Handover.task), joinedload(models.Handover.absence))
        .order_by(models.Handover.id)
    ).all()
    return [each for each in found if is_current(each, actor) and waits(each)]


def waits(handover: models.Handover) -> bool:
    """Whether an answer still changes something."""
    task = handover.task
    is_theirs = handing.is_open(task) and task.owner_id == handover.absence.person_id
    return handover.state == models.ASKED and is_theirs


def is_current(handover: models.Handover, actor: Actor) -> bool:
    """Whether the absence that something was asked for is not over."""
    absence = handover.absence
    today = actor.now.astimezone(ZoneInfo(absence.person.zone)).date()
    return absence.returned_at is None and absence.last >= today


def asked_of(actor: Actor, absence_id: int) -> Sequence[models.Handover]:
    """All that was asked of the actor for an absence, answered or not."""
    absence = actor.session.get(models.Absence, absence_id)
    if absence is None or absence.workspace_id != actor.who.workspace_id:
        return []
    found = handing.seen_by(actor.session, absence, actor.who)
    return [each for each in found if each.receiver_id == actor.who.id]


def answer(actor: Actor, handover_id: int, *, accept: bool) -> models.Handover:
    """Accept or decline; from the first day of the absence on, what is accepted moves at once."""
    found = actor.session.get(models.Handover, handover_id)
    if found is None or found.receiver_id != actor.who.id:
        raise NotFound("Nobody asks you that (any more): nothing was changed.")
    history.hold(actor, found)
    _refuse_late(actor, found)
    task, absence = found.task, found.absence
    if not accept:
        history.change(actor, found, f"declined {task.key}", state=models.DECLINED)
    elif absence.first <= actor.now.astimezone(ZoneInfo(absence.person.zone)).date():
        handing.take(actor, found)
    else:
        history.change(actor, found, f"accepted {task.key}", state=models.ACCEPTED)
    _tell_owner(actor, absence)
    return found


def _refuse_late(actor: Actor, found: models.Handover) -> None:
    """One sentence for each reason why an answer comes too late."""
    task, owner = found.task, found.absence.person
    if found.deleted_at is not None or found.absence.deleted_at is not None:
        raise Refusal(f"{owner.name} has taken that back: nothing was changed.")
    if not is_current(found, actor):
        raise Refusal(f"{owner.name} is back: nothing was changed.")
    if found.state != models.ASKED:
        word = "declined" if found.state == models.DECLINED else "accepted"
        raise Refusal(f"You have {word} that already: nothing was changed.")
    if not access.sees_project(actor.session, actor.who, task.project_id):
        raise NotFound("Nobody asks you that (any more): nothing was changed.")
    if not handing.is_open(task):
        what = "gone" if task.deleted_at is not None else task.status
        raise Refusal(f"{task.key} is {what} by now: there is nothing to take over.")
    if task.owner_id != owner.id:
        raise Refusal(f"{task.key} is no more {owner.name}'s: there is nothing to take over.")
