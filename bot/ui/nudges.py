"""The note of the morning and single nudges: counts first, then rows, alive after sending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .. import dates, models
from ..operations import mornings, nudges
from ..operations.words import count
from ..planning import nudging
from . import fields, kit, when
from .nudge_rows import Rows

FULL = 9
"""Rows with buttons: three blocks each, and Slack takes fifty in a message."""
SHARES = {nudging.OWNER: 3, nudging.MANAGER: 2, nudging.PROGRAM_MANAGER: 1, "check-ins": 3}
"""How many of them each part has for itself; what one does not need goes to the others."""
HEADINGS = {nudging.MANAGER: "Your projects", nudging.PROGRAM_MANAGER: "Your programs"}
LINES = 20
WHY = "Why this came, and when: /pm settings · /pm quiet"


def note(reader: when.Reader, found: mornings.Note, notice: models.Notice) -> kit.Message:
    """One person's day: counts first, then a part for each sense, rows with their answers."""
    said = counts(found)
    day = dates.show_day(reader.today, reader.today)
    rows, full = Rows(reader, notice.id, found.calendar), _shares(found)
    blocks = [kit.header(f"☀️ {day}"), kit.context(said)]
    blocks += _mine(rows, found.mine, full[nudging.OWNER])
    for role, some in (
        (nudging.MANAGER, found.managed),
        (nudging.PROGRAM_MANAGER, found.programs),
    ):
        blocks += _part(rows, HEADINGS[role], some, full[role])
    blocks += _check_ins(rows, found.check_ins, full["check-ins"])
    blocks += _week(reader, found.week)
    blocks += _held_back(found.held_back)
    if found.left:
        blocks.append(kit.context(f"{found.left} more wait for your next note: /task list overdue"))
    return kit.message(f"Your day: {said}", *blocks, kit.context(WHY))


def single(reader: when.Reader, found: mornings.Note, notice: models.Notice) -> kit.Message:
    """One nudge in a message of its own."""
    row = found.rows[0]
    rule = nudging.RULES[row.rule]
    rows = Rows(reader, notice.id, found.calendar)
    text = f"{row.item.key} {row.item.title}: {rule.name}"
    return kit.message(text, *_part(rows, rule.heading, [row], 1), kit.context(WHY))


def counts(found: mornings.Note) -> str:
    """What a note holds, in numbers; what holds no more is not counted."""
    mine = [row.rule for row in found.mine if row.holds]
    ours = [name for name, rule in nudging.RULES.items() if rule.noun == "task"]
    parts = [f"{mine.count(name)} {nudging.RULES[name].name}" for name in ours if name in mine]
    stops = sum(name not in ours for name in mine)
    managed, programs, asked = (
        sum(row.holds for row in some) for some in (found.managed, found.programs, found.check_ins)
    )
    parts += [f"{stops} to look at"] if stops else []
    parts += [f"{managed} in your projects"] if managed else []
    parts += [f"{programs} in your programs"] if programs else []
    parts += [count(asked, "check-in")] if asked else []
    if found.week:
        also = " also" if mine else ""
        parts.append(f"{count(len(found.week), 'task')}{also} this week")
    if found.held_back:
        parts.append(f"{len(found.held_back)} held back since the last note")
    return " · ".join(parts) or "nothing left here"


def _shares(found: mornings.Note) -> dict[str, int]:
    """How many rows of each part have buttons: its share, and then what the others leave."""
    sizes = {
        nudging.OWNER: len(found.mine),
        nudging.MANAGER: len(found.managed),
        nudging.PROGRAM_MANAGER: len(found.programs),
        "check-ins": len(found.check_ins),
    }
    full = {name: min(size, SHARES[name]) for name, size in sizes.items()}
    if sizes["check-ins"] > SHARES["check-ins"]:
        # One block each, in a menu.
        full["check-ins"] = 0
        left = FULL - sum(full.values()) - (sizes["check-ins"] + 2) // 3
    else:
        left = FULL - sum(full.values())
    for name in full:
        more = max(min(sizes[name] - full[name], left), 0) if name != "check-ins" else 0
        full[name] += more
        left -= more
    return full


# ── parts ────────────────────────────────────────────────────────────────────────────────────


def _heading(words: str) -> kit.Block:
    return kit.section(kit.md("*{words}*", words=words))


def _mine(rows: Rows, some: Sequence[nudges.Told], full: int) -> list[kit.Block]:
    """Under the heading of each rule those with buttons; the others in one list."""
    by_rule: Mapping[str, list[nudges.Told]] = defaultdict(list)
    for row in some[:full]:
        by_rule[row.rule].append(row)
    blocks = []
    for rule, shown in by_rule.items():
        blocks += [_heading(nudging.RULES[rule].heading)]
        blocks += [block for row in shown for block in rows.full(row)]
    return blocks + _rest("Also yours", rows, some[full:])


def _part(rows: Rows, heading: str, some: Sequence[nudges.Told], full: int) -> list[kit.Block]:
    """A heading and its rows; nothing where there are none."""
    if not some:
        return []
    blocks = [block for row in some[:full] for block in rows.full(row)]
    return [_heading(heading), *blocks, *_rest("", rows, some[full:])]


def _rest(heading: str, rows: Rows, some: Sequence[nudges.Told]) -> list[kit.Block]:
    if not some:
        return []
    lines = kit.rich(kit.bullets([rows.short(row) for row in some], LINES))
    return [_heading(heading), lines] if heading else [lines]


def _check_ins(rows: Rows, some: Sequence[nudges.Told], full: int) -> list[kit.Block]:
    heading = nudging.RULES["check_in"].heading
    if not some or full:
        return _part(rows, heading, some, full)
    return [_heading(heading), *(block for row in some for block in rows.light(row))]


def _week(reader: when.Reader, found: Sequence[models.Task]) -> list[kit.Block]:
    if not found:
        return []
    lines = [
        kit.line(
            kit.bold(task.key),
            f"  {kit.cut(task.title, 80)} · {when.due(task, reader.zone, reader.today)}",
        )
        for task in found
    ]
    return [_heading("Your week"), kit.rich(kit.bullets(lines, LINES))]


def _held_back(found: Sequence[mornings.HeldBack]) -> list[kit.Block]:
    """News that did not fit into the days before."""
    lines = [
        kit.line(
            *(
                (kit.bold(each.item.key), f"  {kit.cut(each.item.title, 80)}: ")
                if each.named
                else ()
            ),
            kit.cut(each.words, 200),
        )
        for each in found
    ]
    if not lines:
        return []
    return [_heading("Held back since the last note"), kit.rich(kit.bullets(lines, LINES))]


# ── why ──────────────────────────────────────────────────────────────────────────────────────


def why(row: nudges.Told, following: tuple[int, str] | None, muted: bool) -> kit.Modal:
    """Why somebody gets a nudge, who hears of it next, and how to get it no more."""
    rule = nudging.RULES[row.rule]
    said = f"{row.item.key}: {rule.why}. You hear of it as {_as(row, row.role)}."
    mute = kit.button(
        f"Mute “{rule.name}” in {row.project.key}", "nudge.mute", f"{row.rule}|{row.project.key}"
    )
    buttons = [] if muted else [mute]
    return kit.page(
        "Why do I get this?",
        [
            kit.section(said),
            *([kit.section(_next(row, *following))] if following else []),
            kit.context("One note a working day holds all of it; nothing comes when all is well."),
            kit.actions(*buttons, kit.button("My settings", "pm.settings")),
        ],
    )


def _as(row: nudges.Told, role: str) -> str:
    if role == nudging.MANAGER:
        return f"the manager of {row.project.key}"
    if role == nudging.PROGRAM_MANAGER:
        program = row.project.program
        return f"the manager of {program.key}" if program else "the manager of its program"
    return "its owner" if getattr(row.item, "owner", None) else "whoever answers for it"


def _next(row: nudges.Told, days: int, role: str) -> str:
    who = "you hear of it again" if role == row.role else f"{_as(row, role)} hears of it"
    return f"If nothing happens, {who} {count(days, 'working day')} after its deadline."


def another_day(item: Any, metadata: str) -> kit.Modal:
    """The form that asks for the day to which something slips."""
    asked = f"When will {item.key} be done?"
    day = fields.field("day", asked, fields.date_box(item.due), optional=False)
    reason = fields.field("reason", "Why?", fields.text_box(limit=500), hint="It becomes a note.")
    blocks = [day, reason] if isinstance(item, models.Task) else [day]
    return kit.modal("Slips to…", "nudge.slips", blocks, metadata=metadata)
