"""What is handed over: it moves when its owner goes, and comes back when they do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from .. import models
from ..errors import Refusal
from . import access, away, history, manners, notices, preferences, telling
from . import actor as actors
from .actor import Actor, Who

TOLD_FOR = timedelta(days=3)
"""How long the news of an absence that is over may wait to be sent."""

# Written once, since each tick asks: writing them takes longer than running them.
TO_HAND_OVER = (
    select(models.Handover)
    .join(models.Absence)
    .where(
        models.Handover.state == models.ACCEPTED,
        models.Handover.deleted_at.is_(None),
        away.stands(),
        models.Absence.first <= bindparam("day"),
    )
    .order_by(models.Handover.id)
    .options(joinedload(models.Handover.absence).joinedload(models.Absence.person))
)
TAKEN_FOR_NOTHING = (
    select(models.Handover.absence_id)
    .join(models.Absence)
    .join(models.Person, models.Person.id == models.Absence.person_id)
    .join(models.Task, models.Task.id == models.Handover.task_id)
    .where(
        models.Absence.deleted_at.is_not(None),
        models.Handover.state == models.TAKEN,
        models.Handover.deleted_at.is_(None),
        models.Task.owner_id == models.Handover.receiver_id,
        models.Task.status.in_(models.LIVE),
        models.Person.left.is_(False),
    )
)
"""Absences that were undone when work had been handed over for them already."""
TO_END = (
    select(models.Absence)
    .where(
        or_(
            away.stands() & (models.Absence.last < bindparam("day")),
            models.Absence.id.in_(TAKEN_FOR_NOTHING),
        )
    )
    .order_by(models.Absence.id)
    .options(joinedload(models.Absence.person))
)


def handovers(session: Session, absence: models.Absence) -> Sequence[models.Handover]:
    """All that was asked for an absence, in the order of asking."""
    table = models.Handover
    return session.scalars(
        select(table)
        .where(table.absence_id == absence.id, table.deleted_at.is_(None))
        .order_by(table.id)
    ).all()


def seen_by(
    session: Session, absence: models.Absence, person: Who | models.Person
) -> Sequence[models.Handover]:
    """The same, as far as somebody may see the tasks."""
    return [
        each
        for each in handovers(session, absence)
        if each.task.deleted_at is None
        and access.sees_project(session, person, each.task.project_id)
    ]


def is_open(task: models.Task) -> bool:
    """Whether there is still something to do for whoever owns it."""
    return task.deleted_at is None and task.status in models.LIVE


def take(actor: Actor, handover: models.Handover) -> None:
    """Make the receiver the owner."""
    task, owner = handover.task, handover.absence.person
    said = f"took {task.key} over from {owner.name}"
    history.change(actor, handover, said, state=models.TAKEN)
    history.change(actor, task, said, owner_id=handover.receiver_id)
    actor.session.flush()
    actor.session.expire(task, ["owner"])


def give_back(actor: Actor, absence: models.Absence) -> None:
    """Give back what is still open and still with its receiver; each receiver is told once."""
    receivers = set()
    owner = absence.person
    for each in handovers(actor.session, absence):
        task = each.task
        now_with = {models.ACCEPTED: owner.id, models.TAKEN: each.receiver_id}.get(each.state)
        if now_with is None or not is_open(task) or task.owner_id != now_with:
            continue
        if not access.sees_project(actor.session, owner, task.project_id):
            continue  # they have left its channel meanwhile
        said = f"gave {task.key} back to {owner.name}"
        history.change(actor, each, said, state=models.RETURNED)
        history.change(actor, task, said, owner_id=owner.id)
        actor.session.flush()
        actor.session.expire(task, ["owner"])
        receivers.add(each.receiver_id)
    for receiver_id in sorted(receivers):
        receiver = actor.session.get_one(models.Person, receiver_id)
        _tell(actor, absence, receiver, f"returned:{absence.id}:{receiver_id}", "returned")


def _tell(
    actor: Actor, absence: models.Absence, person: models.Person, key: str, kind: str
) -> None:
    at = manners.working_moment(actor.session, person, actor.now)
    notices.plan(
        actor.session,
        notices.New(
            workspace_id=absence.workspace_id,
            key=key,
            kind=kind,
            person_id=person.id,
            subject_id=absence.id,
            due_at=at,
            expires_at=at + TOLD_FOR,
        ),
    )
    actor.told = True


# ── the owner is there again ─────────────────────────────────────────────────────────────────


def take_back(actor: Actor, absence: models.Absence) -> None:
    """Say that the actor is not away after all; all that was handed over is theirs again."""
    history.hold(actor, absence)
    history.change(actor, absence, "took back being away", deleted_at=actor.now)
    give_back(actor, absence)


def come_back(actor: Actor) -> models.Absence:
    """End the absence that the actor is in; all that was handed over is theirs again."""
    absence = away.present(actor)
    if absence is None:
        later = away.standing(actor)
        if not later:
            raise Refusal("You are not away: nothing was changed.")
        raise Refusal(
            f"You are not away yet, but {away.days(later[0], actor.today)}: "
            "`/pm away off` takes that back."
        )
    history.hold(actor, absence)
    history.change(actor, absence, "came back", returned_at=actor.now)
    give_back(actor, absence)
    return absence


# ── what a tick does ─────────────────────────────────────────────────────────────────────────


def to_hand_over(session: Session, now: datetime) -> list[int]:
    """What was accepted for an absence that has begun."""
    found = session.scalars(TO_HAND_OVER, {"day": _tomorrow(now)}).all()
    return [each.id for each in found if _asks(_is_absent, each.absence, now)]


def hand_over(session: Session, handover_id: int, now: datetime) -> None:
    """Make the receiver the owner, where that is still to be and can be."""
    table = models.Handover
    held = select(table).where(table.id == handover_id, table.state == models.ACCEPTED)
    handover = session.scalar(held.with_for_update(of=table, skip_locked=True))
    if handover is None or not _is_absent(handover.absence, now):
        return
    task, receiver = handover.task, handover.receiver
    is_theirs = is_open(task) and task.owner_id == handover.absence.person_id
    able = not receiver.left and access.sees_project(session, receiver, task.project_id)
    if is_theirs and able:
        actor = actors.of_system(session, task.workspace_id, now)
        take(actor, handover)
        telling.after(actor)


def to_end(session: Session, now: datetime) -> list[int]:
    """Absences that are over, and those undone with work handed over."""
    found = session.scalars(TO_END, {"day": _tomorrow(now)}).all()
    return [each.id for each in found if each.deleted_at or _asks(_is_over, each, now)]


def end(session: Session, absence_id: int, now: datetime) -> None:
    """Give back what was handed over for an absence; who has left comes back to nothing."""
    table = models.Absence
    held = select(table).where(table.id == absence_id)
    absence = session.scalar(held.with_for_update(skip_locked=True))
    if absence is None:
        return
    actor = actors.of_system(session, absence.workspace_id, now)
    if absence.deleted_at is not None:
        give_back(actor, absence)
    elif absence.returned_at is None and _is_over(absence, now):
        _end(actor, absence)
    telling.after(actor)


def _asks(
    question: Callable[[models.Absence, datetime], bool], absence: models.Absence, now: datetime
) -> bool:
    """The answer; yes where it fails: then only that one step does."""
    try:
        return question(absence, now)
    except Exception:
        return True


def _is_absent(absence: models.Absence, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(absence.person.zone)).date()
    return absence.first <= today <= absence.last


def _is_over(absence: models.Absence, now: datetime) -> bool:
    """Whether its last day is past and its person has begun a working day since, or has left."""
    here = now.astimezone(ZoneInfo(absence.person.zone))
    told = preferences.of(absence.person)
    at_work = told.calendar.works(here.date()) and here.time() >= told.note_at
    return here.date() > absence.last and (at_work or absence.person.left)


def _tomorrow(now: datetime) -> date:
    """The latest date that it is anywhere."""
    return now.astimezone(UTC).date() + timedelta(days=1)


def _end(actor: Actor, absence: models.Absence) -> None:
    person = absence.person
    said = f"{person.name} has left" if person.left else f"{person.name} came back"
    history.change(actor, absence, said, returned_at=actor.now)
    if person.left:
        return
    give_back(actor, absence)
    if handovers(actor.session, absence):
        _tell(actor, absence, person, f"back:{absence.id}", "back")
