"""What is handed over: it moves when its owner goes, and comes back when they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

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
    .with_for_update(of=models.Handover, skip_locked=True)
)
TAKEN_FOR_NOTHING = (
    select(models.Handover.absence_id)
    .join(models.Absence)
    .join(models.Task, models.Task.id == models.Handover.task_id)
    .where(
        models.Absence.deleted_at.is_not(None),
        models.Handover.state == models.TAKEN,
        models.Handover.deleted_at.is_(None),
        models.Task.owner_id == models.Handover.receiver_id,
        models.Task.status.in_(models.LIVE),
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
    .with_for_update(skip_locked=True)
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


def keep_up(session: Session, now: datetime) -> None:
    """Hand over what was accepted when an absence begins, and give it back when it is over."""
    for handover in _to_hand_over(session, now):
        today = now.astimezone(ZoneInfo(handover.absence.person.zone)).date()
        task = handover.task
        is_time = handover.absence.first <= today <= handover.absence.last
        is_theirs = is_open(task) and task.owner_id == handover.absence.person_id
        able = not handover.receiver.left and access.sees_project(
            session, handover.receiver, task.project_id
        )
        if is_time and is_theirs and able:
            actor = actors.of_system(session, task.workspace_id, now)
            take(actor, handover)
            telling.after(actor)
    for absence in _to_end(session, now):
        here = now.astimezone(ZoneInfo(absence.person.zone))
        actor = actors.of_system(session, absence.workspace_id, now)
        if absence.deleted_at is not None:
            give_back(actor, absence)
        elif here.date() > absence.last and _is_at_work(absence.person, here):
            _end(actor, absence)
        telling.after(actor)


def _is_at_work(person: models.Person, here: datetime) -> bool:
    """Whether somebody is there and has begun their day, absences not counted."""
    told = preferences.of(person)
    return not person.left and told.calendar.works(here.date()) and here.time() >= told.note_at


def _to_hand_over(session: Session, now: datetime) -> Sequence[models.Handover]:
    return session.scalars(TO_HAND_OVER, {"day": _tomorrow(now)}).all()


def _to_end(session: Session, now: datetime) -> Sequence[models.Absence]:
    """Absences whose last day may be over somewhere, and those undone with work handed over."""
    return session.scalars(TO_END, {"day": _tomorrow(now)}).all()


def _tomorrow(now: datetime) -> date:
    """The latest date that it is anywhere."""
    return now.astimezone(UTC).date() + timedelta(days=1)


def _end(actor: Actor, absence: models.Absence) -> None:
    history.change(actor, absence, f"{absence.person.name} came back", returned_at=actor.now)
    give_back(actor, absence)
    if handovers(actor.session, absence):
        _tell(actor, absence, absence.person, f"back:{absence.id}", "back")
