"""Programs as people see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .. import models
from ..operations import reports
from ..operations.words import count
from . import fields, kit, when
from .reports import board_line

HINT = "2 to 10 letters and digits, such as RAIL."
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def card(
    reader: when.Reader,
    program: models.Program,
    did: str = "",
    *,
    channel: models.Channel | None = None,
    standings: Sequence[reports.Standing] = (),
    rhythms: Sequence[str] = (),
    said: Sequence[str] = (),
    undo: int | None = None,
) -> kit.Message:
    """One program with a line for each of its projects; `channel` gets its digest."""
    blocks = [
        kit.rich(kit.line(f"{did} " if did else "", kit.bold(program.key), f"  {program.name}")),
        kit.context(facts(program, channel, rhythms)),
        *(kit.context(each) for each in said),
    ]
    if program.objectives:
        blocks.append(kit.rich(kit.quote(program.objectives)))
    if standings:
        lines = [board_line(reader, each) for each in standings]
        blocks.append(kit.rich(kit.bullets(lines, 30)))
    else:
        blocks.append(kit.context(f"No project yet: /program add {program.key} KEY adds one."))
    steps = [kit.button("Edit", "program.edit", program.key)]
    if channel is not None:
        steps.append(kit.button("Post digest now", "program.digest", program.key))
    steps += kit.undo(undo)
    blocks.append(kit.actions(*steps))
    return kit.message(" ".join([did, program.key, program.name]).strip(), *blocks)


def facts(
    program: models.Program, channel: models.Channel | None, rhythms: Sequence[str]
) -> kit.Mrkdwn:
    """Manager, the rhythm of the digest and its channel in one line."""
    return kit.joined(
        [
            kit.mention(program.manager.slack_id) if program.manager else "no manager",
            kit.cut("; ".join(f"digest {each}" for each in rhythms), 300) or "no digest",
            kit.channel_link(channel.slack_id) if channel else "",
        ]
    )


def board(found: Sequence[tuple[models.Program, int]]) -> kit.Message:
    """All programs, a line each with how many projects they have."""
    lines = [
        kit.line(
            kit.bold(program.key),
            f"  {program.name} · {count(projects, 'project')} · ",
            kit.person(program.manager.slack_id) if program.manager else "no manager",
        )
        for program, projects in found
    ]
    heading = f"Programs: {len(found)}"
    return kit.message(
        heading, kit.section(kit.md("*{h}*", h=heading)), kit.rich(kit.bullets(lines, 60))
    )


@dataclass(frozen=True)
class FormValues:
    """What a program's form opens with; `channel` and `manager` are Slack ids."""

    key: str = ""
    name: str = ""
    manager: str = ""
    objectives: str = ""
    channel: str = ""


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a program."""
    blocks = [kit.context(each) for each in said]
    blocks += [
        *fields.called(filled.key, filled.name, stamp, hint=HINT),
        fields.field(f"manager{stamp}", "Manager", fields.person_box(filled.manager)),
        fields.long_field(f"objectives{stamp}", "Objectives", filled.objectives),
        fields.field(f"channel{stamp}", "Digest channel", fields.channel_box(filled.channel)),
    ]
    title = "New program" if callback == "program.new" else "Edit program"
    return kit.modal(title, callback, blocks, metadata=metadata)
