"""Check-ins: the form, and what was said."""

from __future__ import annotations

from .. import dates, models
from ..operations import check_ins, mutes
from . import fields, kit, when
from .settings import asked

LIGHTS = {models.ON_TRACK: "🟢", models.AT_RISK: "🟡", models.OFF_TRACK: "🔴"}
ASKED = (
    ("progress", "Progress", "What was reached since the last time?"),
    ("risks", "Risks", "What could go wrong?"),
    ("needs", "Needs", "What do you need, and of whom?"),
)


def form(
    project: models.Project, last: models.CheckIn | None, status: str, metadata: str
) -> kit.Modal:
    """How does it stand: a light, and a line each on progress, risks and needs.

    Where the light was tapped before, the words come first.
    """
    options = [
        kit.option(f"{LIGHTS[each]} {name.capitalize()}", each)
        for each, name in check_ins.NAMES.items()
    ]
    chosen = status or (last.status if last else models.ON_TRACK)
    radios = kit.radios("value", options, chosen)
    light = fields.field("status", f"How does {project.key} stand?", radios, optional=False)
    boxes = []
    for name, label, hint in ASKED:
        before = getattr(last, name) if last else ""
        box = fields.text_box(limit=check_ins.LONGEST_LINE)
        box["placeholder"] = kit.plain(f"Last time: {before}" if before else hint, 150)
        boxes.append(fields.field(name, label, box))
    blocks = [*boxes, light] if status else [light, *boxes]
    return kit.modal("Check-in", "checkin", blocks, metadata=metadata)


def said(reader: when.Reader, check_in: models.CheckIn, undo: int | None) -> kit.Message:
    """What was said, with the way back."""
    head = f"{check_in.project.key} is {LIGHTS[check_in.status]} {check_ins.NAMES[check_in.status]}"
    return kit.message(head, kit.section(f"{head}."), *lines(check_in), *kit.row(*kit.undo(undo)))


def went_down(check_in: models.CheckIn) -> kit.Message:
    """To a program's manager: a project stands worse, in whose words, and why this came."""
    project = check_in.project
    assert project.program is not None
    head = (
        f"{LIGHTS[check_in.status]} {check_in.person.name} says that "
        f"{project.key} {project.name} is {check_ins.NAMES[check_in.status]}."
    )
    label = f"Mute “{mutes.KINDS['light']}” in {project.key}"
    return kit.message(
        check_ins.told(check_in),
        kit.section(head),
        *lines(check_in),
        kit.context(f"You hear this as the manager of {project.program.key}."),
        kit.actions(kit.button(label, "pm.quiet.light", f"light in:{project.key}")),
    )


def lines(check_in: models.CheckIn) -> list[kit.Block]:
    """The words of a check-in, a line each."""
    rows = [
        kit.line(kit.bold(label), f"  {getattr(check_in, name)}")
        for name, label, _ in ASKED
        if getattr(check_in, name)
    ]
    return [kit.rich(kit.bullets(rows, 3))] if rows else []


def newest(reader: when.Reader, check_in: models.CheckIn) -> list[kit.Block]:
    """The last check-in on a project's page: who said what, and when."""
    day = dates.show_day(check_in.at.astimezone(reader.zone).date(), reader.today)
    light = f"{LIGHTS[check_in.status]} {check_ins.NAMES[check_in.status]}"
    return [kit.context(f"{check_in.person.name} on {day}: {light}"), *lines(check_in)]


def rhythm(project: models.Project, weekday: int | None, undo: int | None) -> kit.Message:
    """When the manager is asked how it stands."""
    text = f"How {project.key} stands {asked(weekday)}."
    return kit.message(text, kit.section(text), *kit.row(*kit.undo(undo)))
