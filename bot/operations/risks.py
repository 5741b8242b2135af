"""Risks: add, assess, own, close, find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .. import models
from ..errors import Invalid
from ..planning import risk_scoring
from . import history, lists, people, tasks, words
from .actor import Actor

MIDDLE = 3
BOTH = (models.OPEN, models.CLOSED)


@dataclass(frozen=True)
class New:
    """What a risk is made of; everything but the title may be missing."""

    title: str
    response: str = ""
    probability: int = MIDDLE
    impact: int = MIDDLE
    owner: models.Person | None = None
    review: date | None = None


def add(actor: Actor, project: models.Project, new: New) -> models.Risk:
    """Create a risk and number it; a too long title is kept in the response."""
    people.refuse_outsider(actor, project, new.owner)
    title, response = words.fit_title(new.title, new.response)
    risk = models.Risk(
        workspace_id=project.workspace_id,
        project_id=project.id,
        title=words.title(title),
        response=words.body(response, "response"),
        probability=_rating("probability", new.probability),
        impact=_rating("impact", new.impact),
        owner_id=new.owner.id if new.owner else None,
        review=new.review,
        created_at=actor.now,
        number=tasks.next_number(actor, project, "last_risk"),
    )
    risk.project, risk.owner = project, new.owner
    actor.session.add(risk)
    actor.session.flush()
    history.created(actor, "risk", risk.id, risk.title, f"added {risk.key}")
    return risk


def _rating(field: str, rating: int) -> int:
    if not 1 <= rating <= len(risk_scoring.RATINGS):
        raise Invalid(field, f"The {field} runs from 1 (very low) to 5 (very high).")
    return rating


def edit(actor: Actor, risk: models.Risk, verb: str = "edited", **fields: Any) -> list[str]:
    """Change fields of a risk."""
    if "title" in fields:
        fields["title"] = words.title(fields["title"])
    if "response" in fields:
        fields["response"] = words.body(fields["response"], "response")
    for name in ("probability", "impact"):
        if name in fields:
            fields[name] = _rating(name, fields[name])
    people.refuse_new_owner(actor, risk, fields)
    changed = history.change(actor, risk, f"{verb} {risk.key}", **fields)
    if "owner_id" in changed:
        actor.session.expire(risk, ["owner"])
    return changed


def close(actor: Actor, risk: models.Risk) -> bool:
    """Say that a risk no longer threatens; False where it is closed."""
    if risk.status == models.CLOSED:
        return False
    history.change(actor, risk, f"closed {risk.key}", status=models.CLOSED, closed_at=actor.now)
    return True


def reopen(actor: Actor, risk: models.Risk) -> bool:
    """Put a closed risk back on the register; False where it is open."""
    if risk.status == models.OPEN:
        return False
    history.change(actor, risk, f"reopened {risk.key}", status=models.OPEN, closed_at=None)
    return True


def move(actor: Actor, risk: models.Risk, project: models.Project) -> None:
    """Put a risk into another project's register."""
    if project.id == risk.project_id:
        return
    people.refuse_outsider(actor, project, risk.owner)
    was = risk.key
    number = tasks.next_number(actor, project, "last_risk")
    said = f"moved {was} to {project.key}-R{number}"
    history.change(actor, risk, said, project_id=project.id, number=number)
    actor.session.flush()
    actor.session.refresh(risk)


def review_overdue(risk: models.Risk, today: date) -> bool:
    """Whether an open risk should have been looked at again before today."""
    return risk.status == models.OPEN and risk.review is not None and risk.review < today


def list_risks(
    actor: Actor, wanted: lists.Filter, page: int = 0, size: int = 10
) -> tuple[Sequence[models.Risk], int]:
    """One page of risks, the highest score first, and how many there are in all."""
    table = models.Risk
    conditions = wanted.conditions(actor, table)
    if wanted.overdue:
        conditions.append(table.review < actor.today)
    score = table.probability * table.impact
    # Of equal scores the greater impact comes first: it hurts more when it does happen.
    order = (table.status != models.OPEN, score.desc(), table.impact.desc(), table.id)
    return lists.page(actor, table, conditions, order, page, size)
