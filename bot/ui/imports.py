"""What an import did, in words."""

from __future__ import annotations

from .. import models
from ..operations.imports import Result
from ..operations.words import count
from . import kit


def summary(project: models.Project, result: Result) -> list[str]:
    """Sentences that say what came in, what was left out and what to do next."""
    said = [
        f"{project.key}: {count(result.milestones, 'milestone')} and "
        f"{count(result.tasks, 'task')} imported."
    ]
    if result.known:
        said.append(f"{count(result.known, 'line was', 'lines were')} there already.")
    if result.past:
        said.append(
            f"{count(result.past, 'date is past and counts', 'dates are past and count')} as open."
        )
    if result.roles:
        said.append(
            f"Owners are roles so far ({', '.join(result.roles[:8])}"
            f"{', …' if len(result.roles) > 8 else ''}): "
            f"/project team {project.key} @name as {result.roles[0]} gives them to a person."
        )
    return said


def result(project: models.Project, found: Result, *, undo: int | None) -> kit.Message:
    """The answer to `/project import`."""
    said = summary(project, found)
    steps = [kit.button("Open", "project.show", project.key)]
    steps += kit.undo(undo)
    return kit.message(
        said[0],
        kit.section(said[0]),
        *(kit.context(each) for each in said[1:]),
        kit.actions(*steps),
    )
