"""Who is away, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from .. import dates, models
from ..errors import Invalid, Refusal
from . import deadlines, history
from .actor import Actor

LONGEST = timedelta(days=366)
AHEAD = timedelta(days=3 * 366)


def stands() -> ColumnElement[bool]:
    """Condition: an absence is neither taken back nor over."""
    return (models.Absence.deleted_at.is_(None)) & (models.Absence.returned_at.is_(None))


AWAY_ON = (
    select(models.Absence.first, models.Absence.last)
    .where(
        models.Absence.person_id == bindparam("person"),
        stands(),
        bindparam("day").between(models.Absence.first, models.Absence.last),
    )
    .order_by(models.Absence.first)
    .limit(1)
)


def between(session: Session, person_id: int, first: date, last: date) -> Sequence[models.Absence]:
    """A person's absences that touch some days, the soonest first."""
    table = models.Absence
    return session.scalars(
        select(table)
        .where(table.person_id == person_id, stands(), table.first <= last, table.last >= first)
        .order_by(table.first)
    ).all()


NEAR = timedelta(days=60)


def days_off(session: Session, person: models.Person, today: date) -> frozenset[date]:
    """The days around today on which a person is or was away; not those after they came back."""
    table = models.Absence
    near = today - NEAR, today + NEAR
    found = session.scalars(
        select(table).where(
            table.person_id == person.id,
            table.deleted_at.is_(None),
            table.first <= near[1],
            table.last >= near[0],
        )
    )
    return frozenset(
        day
        for each in found
        for n in range((each.last - each.first).days + 1)
        for day in [each.first + timedelta(days=n)]
        if each.returned_at is None
        or day < each.returned_at.astimezone(ZoneInfo(person.zone)).date()
    )


def standing(actor: Actor) -> Sequence[models.Absence]:
    """The actor's own absences that are not over, the soonest first."""
    return between(actor.session, actor.who.id, actor.today, date.max)


def present(actor: Actor) -> models.Absence | None:
    """The absence that the actor is in now."""
    found = standing(actor)
    return found[0] if found and found[0].first <= actor.today else None


def until(session: Session, person_ids: Sequence[int], now: datetime) -> dict[int, date]:
    """Of these people those who are away now, each with their last day."""
    table = models.Absence
    today = now.astimezone(UTC).date()
    rows = session.execute(
        select(table.person_id, table.last).where(
            table.person_id.in_(person_ids), stands(), table.first <= today, table.last >= today
        )
    )
    return {row.person_id: row.last for row in rows}


def days(absence: models.Absence, today: date) -> str:
    """From when until when: "Mon 3 Aug – Fri 14 Aug"."""
    return _days(absence.first, absence.last, today)


def _days(first: date, last: date, today: date) -> str:
    shown = dates.show_day(first, today)
    return shown if first == last else f"{shown} – {dates.show_day(last, today)}"


def remark(actor: Actor, person: models.Person | None, day: date | None) -> list[str]:
    """What to say where work goes to somebody who is away on its day (or now)."""
    if person is None:
        return []
    asked = {"person": person.id, "day": day or actor.today}
    found = actor.session.connection().execute(AWAY_ON, asked).first()
    return [f"{person.name} is away {_days(*found, actor.today)}."] if found else []


def remark_on(actor: Actor, task: models.Task) -> list[str]:
    """The same for a task whose owner or date this step has set."""
    if task.owner is None or task.owner_id == actor.who.id:
        return []
    if not actor.touched("task", task.id) & {"", "owner_id", "due"}:
        return []
    due = deadlines.seen_from(task, ZoneInfo(task.owner.zone))
    return remark(actor, task.owner, due.day if due else None)


# ── saying so ────────────────────────────────────────────────────────────────────────────────


def say(actor: Actor, first: date, last: date) -> models.Absence:
    """Note that the actor is away on these days; an absence that they touch is changed to them."""
    if last < actor.today:
        raise Invalid("days", f"{_days(first, last, actor.today)} is over: say days to come.")
    if last - first > LONGEST or last - actor.today > AHEAD:
        raise Invalid("days", "An absence may last a year and lie within the next two.")
    touched = between(actor.session, actor.who.id, max(first, actor.today), last)
    if len(touched) > 1:
        both = " and ".join(days(each, actor.today) for each in touched[:2])
        raise Refusal(f"You are away {both} already: take one back with `/pm away off` first.")
    said = f"away {_days(first, last, actor.today)}"
    if touched:
        history.change(actor, touched[0], said, first=first, last=last)
        return touched[0]
    absence = models.Absence(
        workspace_id=actor.who.workspace_id,
        person_id=actor.who.id,
        first=first,
        last=last,
        created_at=actor.now,
    )
    actor.session.add(absence)
    actor.session.flush()
    history.created(actor, "absence", absence.id, said, said)
    return absence


def own(actor: Actor, absence_id: int) -> models.Absence:
    """An absence of the actor's own that stands."""
    for each in standing(actor):
        if each.id == absence_id:
            return each
    raise Refusal("That absence is over or taken back: `/pm away` shows what stands.")
