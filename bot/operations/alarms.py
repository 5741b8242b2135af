"""Nudges that do not wait for the morning note: a clock time that is near.

They are planned in the step that causes them; whether they still hold is asked at sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from .. import models
from ..planning import nudging
from . import candidates, notices, nudges
from .actor import Actor, Made

TIMED = {"", "due", "due_time", "owner_id", "priority", "status", "project_id"}
"""Fields that decide when a clock time is announced, and to whom."""


def after(actor: Actor, by_task: Mapping[int, Sequence[Made]]) -> None:
    """Plan what the owners of changed tasks are to hear at an hour of its own."""
    touched = [
        task_id for task_id, made in by_task.items() if {each.field for each in made} & TIMED
    ]
    for task in _owned(actor, touched):
        moment = candidates.alarm(task)
        if moment is None or task.due_at is None or task.due_at <= actor.now:
            continue
        # Its moment has passed: at once, but not to somebody who has just said so themselves.
        if moment > actor.now or task.owner_id != actor.who.id:
            at = max(moment, actor.now)
            _plan(actor, task, "due_hours", moment.isoformat(), at, task.due_at)


def _owned(actor: Actor, task_ids: Iterable[int]) -> list[models.Task]:
    """Those that are open and somebody's."""
    found = [actor.session.get(models.Task, task_id) for task_id in task_ids]
    return [
        task
        for task in found
        if task is not None
        and task.owner_id is not None
        and task.due is not None
        and task.deleted_at is None
        and task.status in models.LIVE
    ]


def _plan(
    actor: Actor, task: models.Task, rule: str, episode: str, due_at: datetime, until: datetime
) -> None:
    key = f"nudge:{rule}:{task.id}:{task.owner_id}:{episode}"
    planned = notices.plan(
        actor.session,
        notices.New(
            workspace_id=task.workspace_id,
            key=key,
            kind="nudge",
            person_id=task.owner_id,
            subject_id=task.id,
            due_at=due_at,
            expires_at=until,
        ),
    )
    if not planned:
        return
    notice = actor.session.scalars(
        select(models.Notice).filter_by(workspace_id=task.workspace_id, key=key)
    ).one()
    told = nudges.Told(rule, "task", task, task.project, nudging.OWNER, 0, episode)
    nudges.write(actor.session, notice, [told])
    actor.told = True
