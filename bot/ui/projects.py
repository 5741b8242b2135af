"""Projects as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .. import dates, models
from ..operations import reports
from ..operations.words import count
from . import check_ins, fields, kit, when
from .reports import board_line
from .reports import stops as stop_lines

HINT = "2 to 10 letters and digits, such as WEB: tasks are then called WEB-12."


def card(
    reader: when.Reader,
    project: models.Project,
    did: str = "",
    *,
    said: Sequence[str] = (),
    undo: int | None = None,
) -> kit.Message:
    """One project with what can be done next."""
    blocks = [
        kit.rich(kit.line(f"{did} " if did else "", kit.bold(project.key), f"  {project.name}")),
        kit.context(facts(reader, project)),
        *(kit.context(each) for each in said),
        kit.actions(*_next_steps(project, undo)),
    ]
    return kit.message(" ".join([did, project.key, project.name]).strip(), *blocks)


def _next_steps(project: models.Project, undo: int | None) -> list[kit.Element]:
    steps = [
        kit.button("Open", "project.show", project.key),
        kit.button("Edit", "project.edit", project.key),
    ]
    steps += kit.undo(undo)
    return steps


def facts(reader: when.Reader, project: models.Project) -> kit.Mrkdwn:
    """Manager, dates, program and home channel in one line."""
    start = dates.show_day(project.start, reader.today) if project.start else ""
    end = dates.show_day(project.due, reader.today) if project.due else ""
    program = project.program
    return kit.joined(
        [
            kit.mention(project.manager.slack_id) if project.manager else "no manager",
            f"starts {start}" if start else "",
            f"ends {end}" if end else "no end date",
            f"part of {program.key}" if program and program.deleted_at is None else "",
            kit.channel_link(project.channel.slack_id) if project.channel else "no channel",
        ]
    )


@dataclass(frozen=True)
class Details:
    """What is shown of a project besides its own fields."""

    standing: reports.Standing
    milestones: Sequence[models.Milestone] = ()
    risks: Sequence[models.Risk] = ()
    team: Sequence[models.ProjectMember] = ()
    channels: Sequence[models.Channel] = ()


def details(
    reader: when.Reader, project: models.Project, found: Details, *, said: Sequence[str] = ()
) -> kit.Message:
    """Everything about one project on one screen."""
    blocks = [
        kit.header(f"{project.key} · {project.name}"),
        kit.context(facts(reader, project)),
        *(kit.context(each) for each in said),
        kit.rich(board_line(reader, found.standing)),
        *(check_ins.newest(reader, found.standing.said) if found.standing.said else []),
    ]
    for label, text in (
        ("Scope", project.scope),
        ("Objectives", project.objectives),
        ("Expected results", project.results),
    ):
        if text:
            blocks += [kit.section(kit.md("*{label}*", label=label)), kit.rich(kit.quote(text))]
    if found.milestones:
        blocks.append(kit.section(kit.md("*Next milestones*")))
        blocks.append(kit.rich(kit.bullets(stop_lines(reader, found.milestones[:5]))))
    if found.risks:
        lines = [
            kit.line(kit.bold(risk.key), f" {risk.title} · {risk.score}")
            for risk in found.risks[:5]
        ]
        blocks += [kit.section(kit.md("*Top risks*")), kit.rich(kit.bullets(lines))]
    blocks.append(kit.context(_people(found.team)))
    if found.channels:
        links = [kit.channel_link(each.slack_id) for each in found.channels]
        blocks.append(kit.context(kit.joined(links)))
    blocks.append(kit.actions(kit.button("Edit", "project.edit", project.key)))
    return kit.message(f"{project.key} {project.name}: {found.standing.status}", *blocks)


def _people(team: Sequence[models.ProjectMember]) -> kit.Mrkdwn:
    if not team:
        return kit.md("nobody on the team yet")
    shown = [kit.mention(each.person.slack_id) for each in team[:15]]
    more = f"and {len(team) - 15} more" if len(team) > 15 else ""
    return kit.joined([count(len(team), "person", "people"), kit.joined(shown, " "), more])


def roster(project: models.Project, team: Sequence[models.ProjectMember]) -> kit.Message:
    """Who is on the team, with their roles."""
    lines = [
        kit.line(kit.person(each.person.slack_id), f"  {each.role}" if each.role else "")
        for each in team
    ]
    body = (
        [kit.rich(kit.bullets(lines, 60))]
        if lines
        else [kit.context(f"Nobody yet: /project join {project.key}")]
    )
    heading = f"{project.key} · {count(len(team), 'person', 'people')} on the team"
    return kit.message(heading, kit.section(kit.md("*{h}*", h=heading)), *body)


def board(
    reader: when.Reader, heading: str, found: Sequence[reports.Standing], page: int, size: int
) -> kit.Message:
    """Projects, one line each."""
    shown = found[page * size : (page + 1) * size]
    blocks = [
        kit.section(kit.md("*{heading}* · {n}", heading=heading, n=len(found))),
        kit.rich(kit.bullets([board_line(reader, each) for each in shown])),
        *kit.pager("projects", page, size, len(found), ""),
    ]
    return kit.message(f"{heading}: {len(found)}", *blocks)


@dataclass(frozen=True)
class FormValues:
    """What a project's form opens with."""

    key: str = ""
    name: str = ""
    manager: str = ""
    start: date | None = None
    due: date | None = None
    scope: str = ""
    objectives: str = ""
    results: str = ""


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a project."""
    blocks = [kit.context(each) for each in said]
    blocks += [
        *fields.called(filled.key, filled.name, stamp, hint=HINT),
        fields.field(f"manager{stamp}", "Manager", fields.person_box(filled.manager)),
        fields.field(f"start{stamp}", "Start", fields.date_box(filled.start)),
        fields.field(f"due{stamp}", "End", fields.date_box(filled.due)),
    ]
    for name, label, text in (
        ("scope", "Scope", filled.scope),
        ("objectives", "Objectives", filled.objectives),
        ("results", "Expected results", filled.results),
    ):
        blocks.append(fields.long_field(f"{name}{stamp}", label, text))
    title = "New project" if callback == "project.new" else "Edit project"
    return kit.modal(title, callback, blocks, metadata=metadata)
