"""The note of the morning and single nudges: rows with one-tap answers, alive after sending."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from .. import dates, models
from ..operations import nudges
from ..operations.words import count
from ..planning import nudging
from ..planning.calendar import Calendar
from . import fields, kit, tasks, when

ROWS = 10
"""Rows with buttons: three blocks each, and Slack takes fifty in a message."""
LINES = 12
"""Rows without buttons, in one list; the others are only counted."""
PARTS = {
    "overdue": "Overdue",
    "due_today": "Due today",
    "due_soon": "Due soon",
    "due_hours": "Due within hours",
    "blocked": "Blocked for days",
    "unassigned": "Nobody's yet",
    "milestone_ahead": "Milestones ahead",
    "milestone_missed": "Milestones missed",
    "risk_review": "Risks to look at again",
    "project_end": "Projects that end",
}
SAID = {
    "overdue": "overdue",
    "due_today": "due today",
    "due_soon": "due soon",
    "due_hours": "due within hours",
    "blocked": "blocked",
}
WHY = "Why this came, and when: /pm settings · /pm quiet"


def note(reader: when.Reader, found: nudges.Note, notice: models.Notice) -> kit.Message:
    """One person's day: counts first, then a part for each sense, rows with their answers."""
    said = counts(found)
    day = dates.show_day(reader.today, reader.today)
    drawn = _Drawn(reader, notice.id)
    blocks = [kit.header(f"☀️ {day}"), kit.context(said)]
    for rule, heading in PARTS.items():
        blocks += drawn.part(heading, [row for row in found.mine if row.rule == rule])
    blocks += drawn.part("Your projects", found.managed)
    blocks += drawn.part("Your programs", found.programs)
    blocks += drawn.part("How does it stand?", found.check_ins)
    blocks += _week(reader, found.week)
    blocks += _held_back(found.held_back)
    return kit.message(f"Your day: {said}", *blocks[:48], kit.context(WHY))


def single(reader: when.Reader, found: nudges.Note, notice: models.Notice) -> kit.Message:
    """One nudge in a message of its own."""
    row = found.rows[0]
    text = f"{row.item.key} {row.item.title}: {PARTS[row.rule].lower()}"
    return kit.message(
        text, *_Drawn(reader, notice.id).part(PARTS[row.rule], [row]), kit.context(WHY)
    )


def counts(found: nudges.Note) -> str:
    """What a note holds, in numbers; what holds no more is not counted."""
    mine = [row.rule for row in found.mine if row.holds]
    parts = [f"{mine.count(rule)} {words}" for rule, words in SAID.items() if rule in mine]
    stops = len([row for row in found.mine if row.holds and row.rule not in SAID])
    if stops:
        parts.append(f"{stops} to look at")
    if some := [row for row in found.managed if row.holds]:
        parts.append(f"{len(some)} in your projects")
    if some := [row for row in found.programs if row.holds]:
        parts.append(f"{len(some)} in your programs")
    if some := [row for row in found.check_ins if row.holds]:
        parts.append(count(len(some), "check-in"))
    if found.week:
        parts.append(f"{count(len(found.week), 'task')} this week")
    if found.held_back:
        parts.append(f"{len(found.held_back)} held back since the last note")
    return " · ".join(parts) or "all answered"


class _Drawn:
    """The parts of one message; buttons for the first rows, lines for the others."""

    def __init__(self, reader: when.Reader, notice_id: int) -> None:
        self.reader, self.notice_id, self.left = reader, notice_id, ROWS

    def part(self, heading: str, rows: Sequence[nudges.Told]) -> list[kit.Block]:
        """A heading and its rows; nothing where there are none."""
        if not rows:
            return []
        blocks = [kit.section(kit.md("*{heading}*", heading=heading))]
        full, rest = rows[: self.left], rows[self.left :]
        self.left -= len(full)
        for row in full:
            blocks += self._row(row)
        lines = [_line(self.reader, row) for row in rest]
        return blocks + ([kit.rich(kit.bullets(lines, LINES))] if lines else [])

    def _row(self, row: nudges.Told) -> list[kit.Block]:
        if not row.holds:
            undo = [kit.button("Undo", "undo", str(row.undo))] if row.undo else []
            title = kit.line(kit.words(_title(row), strike=True), f"  {became(self.reader, row)}")
            return [kit.rich(title), *kit.row(*undo)]
        return [
            kit.section(_title(row)),
            _facts(self.reader, row),
            kit.actions(*self._answers(row)),
        ]

    def _answers(self, row: nudges.Told) -> Iterator[kit.Element]:
        value = f"{row.item.key}|{self.notice_id}"
        if row.rule == "check_in":
            for label, status in (("🟢 On track", "green"), ("🟡 At risk", "amber")):
                yield kit.button(label, f"checkin.{status}", row.item.key)
            yield kit.button("🔴 Late", "checkin.red", row.item.key)
        elif row.noun == "risk":
            yield _choice("nudge.review", "Reviewed, again…", self._days((7, 14, 30)), value)
            yield kit.button("Close", "nudge.close", value)
        else:
            if row.rule == "unassigned":
                yield kit.button("I take it", "nudge.claim", value)
            if row.noun in {"task", "milestone"}:
                yield kit.button("Done", "nudge.done", value, "primary")
            if row.noun == "task" and row.rule != "unassigned":
                yield kit.button("On track", "nudge.on-track", value)
            yield _choice("nudge.slips", "Slips to…", self._later(), value, "Another day…")
            if row.noun == "task":
                yield kit.button("Blocked…", "nudge.blocked", value)
        yield kit.overflow("nudge.more", self._more(row, value))

    def _later(self) -> list[date]:
        """The next working days, next Monday, in a week; Monday to Friday is a suggestion."""
        calendar, today = Calendar(), self.reader.today
        monday = today + timedelta(days=7 - today.weekday())
        days = {calendar.next(today, n) for n in (1, 2, 3)}
        return sorted(days | {monday, today + timedelta(days=7), today + timedelta(days=14)})

    def _days(self, ahead: Sequence[int]) -> list[date]:
        return [self.reader.today + timedelta(days=n) for n in ahead]

    def _more(self, row: nudges.Told, value: str) -> list[kit.Element]:
        name = nudging.RULES[row.rule].name
        found = [
            kit.option("Why do I get this?", f"why|{row.rule}|{value}"),
            kit.option(f"Mute “{name}” in {row.project.key}", f"mute|{row.rule}|{value}"),
        ]
        if row.noun == "task":
            found.append(kit.option("Snooze until tomorrow", f"tomorrow|{row.rule}|{value}"))
            found.append(kit.option("Snooze until Monday", f"monday|{row.rule}|{value}"))
        return found


def _choice(
    action: str, placeholder: str, days: Sequence[date], value: str, other: str = ""
) -> kit.Element:
    """A menu of days."""
    options = [kit.option(f"{day:%a} {day.day} {day:%b}", f"{value}|{day}") for day in days]
    if other:
        options.append(kit.option(other, f"{value}|"))
    return {**kit.select(action, options), "placeholder": kit.plain(placeholder, 150)}


# ── rows ─────────────────────────────────────────────────────────────────────────────────────


def _title(row: nudges.Told) -> str:
    return f"{row.item.key}  {row.item.name if row.noun == 'project' else row.item.title}"


def _facts(reader: when.Reader, row: nudges.Told) -> kit.Block:
    """What to know before answering, in one small line."""
    item = row.item
    mine = row.role == nudging.OWNER
    if row.noun == "task":
        said = ["on track, says its owner"] if item.on_track_at and not mine else []
        return _task_facts(reader, row, said)
    parts = [_reason(row), _whose(row), _day(reader, row), row.project.name]
    return kit.facts([each for each in parts if each])


def _task_facts(reader: when.Reader, row: nudges.Told, said: list[str]) -> kit.Block:
    block = tasks.facts(reader, row.item, mine=row.role == nudging.OWNER)
    reason = "" if row.role == nudging.OWNER else _reason(row)
    more = [each for each in (reason, *said) if each]
    if more:
        block["elements"] = [*kit.facts(more)["elements"], *block["elements"]][:10]
    return block


def _reason(row: nudges.Told) -> str:
    """The rule in words, for rows that stand under a heading of several."""
    return nudging.RULES[row.rule].name


def _whose(row: nudges.Told) -> str:
    owner = getattr(row.item, "owner", None)
    return owner.name if owner is not None and row.role != nudging.OWNER else ""


def _day(reader: when.Reader, row: nudges.Told) -> str:
    if row.noun == "milestone":
        return when.due(row.item, reader.zone, reader.today)
    day = row.item.review if row.noun == "risk" else row.item.due
    return dates.show_day(day, reader.today) if day else ""


def _line(reader: when.Reader, row: nudges.Told) -> kit.Element:
    """A row without buttons."""
    said = f" · {became(reader, row)}" if not row.holds else f" · {_reason(row)}"
    title = row.item.name if row.noun == "project" else row.item.title
    return kit.line(kit.bold(row.item.key), f"  {kit.cut(title, 80)}{said}")


def became(reader: when.Reader, row: nudges.Told) -> str:
    """What is so instead of what a row said."""
    item, by = row.item, f" by {row.by}" if row.by else ""
    if item.deleted_at is not None:
        return f"was taken back{by}"
    if row.rule == "check_in":
        return f"said{by}"
    status = getattr(item, "status", models.OPEN)
    if status in models.OVER:
        return f"✓ {status}{by}"
    if row.noun == "task" and item.blocked and row.rule != "blocked":
        return f"⛔ blocked: {kit.cut(item.blocked, 120)}"
    if _moved(row):
        return f"→ {_day(reader, row) if row.noun != 'task' else _due(reader, item)}"
    if row.noun == "task" and item.on_track_at is not None:
        return "on track, you say" if row.by == "you" else f"on track, says {row.by or 'its owner'}"
    if "owner_id" in row.changed and getattr(item, "owner", None) is not None:
        return f"is {item.owner.name}'s by now"
    return "muted or put off: nothing to do here"


def _due(reader: when.Reader, task: models.Task) -> str:
    return when.due(task, reader.zone, reader.today) or "no date any more"


def _moved(row: nudges.Told) -> bool:
    """Whether its day is another one than that of the row."""
    day = row.item.review if row.noun == "risk" else row.item.due
    if row.rule in {"blocked", "check_in"}:
        return False
    if row.rule == "due_hours":
        return "due" in row.changed or "due_time" in row.changed
    return day is None or day.isoformat() != row.episode


# ── the rest of the note ─────────────────────────────────────────────────────────────────────


def _week(reader: when.Reader, found: Sequence[models.Task]) -> list[kit.Block]:
    if not found:
        return []
    lines = [
        kit.line(kit.bold(task.key), f"  {kit.cut(task.title, 80)} · ", _due(reader, task))
        for task in found
    ]
    return [kit.section(kit.md("*Your week*")), kit.rich(kit.bullets(lines, LINES))]


def _held_back(found: Sequence[models.Notice]) -> list[kit.Block]:
    """What was over the cap of the days before; nudges among it are rows of their own."""
    lines = [kit.line(kit.cut(each.body, 200)) for each in found if each.body]
    if not lines:
        return []
    heading = kit.section(kit.md("*Held back since the last note*"))
    return [heading, kit.rich(kit.bullets(lines, LINES))]


# ── why ──────────────────────────────────────────────────────────────────────────────────────


def why(row: nudges.Told, next_role: str, muted: bool) -> kit.Modal:
    """Why somebody gets a nudge, and how to get it no more."""
    rule = nudging.RULES[row.rule]
    said = f"{row.item.key}: {rule.why}. You hear of it as its {row.role}"
    said += f" of {row.project.key}." if row.role != nudging.OWNER else "."
    following = (
        f"If nothing happens, the next to hear of it is its {next_role}." if next_role else ""
    )
    mute = kit.button(
        f"Mute “{rule.name}” in {row.project.key}", "nudge.mute", f"{row.rule}|{row.project.key}"
    )
    buttons = [] if muted else [mute]
    return kit.page(
        "Why do I get this?",
        [
            kit.section(said),
            *([kit.section(following)] if next_role else []),
            kit.context("One note a working day holds all of it; nothing comes when all is well."),
            kit.actions(*buttons, kit.button("My settings", "pm.settings")),
        ],
    )


def another_day(item: Any, metadata: str) -> kit.Modal:
    """The form that asks for the day to which something slips."""
    asked = f"When will {item.key} be done?"
    day = fields.field("day", asked, fields.date_box(item.due), optional=False)
    why = fields.field("reason", "Why?", fields.text_box(limit=500), hint="It becomes a note.")
    blocks = [day, why] if isinstance(item, models.Task) else [day]
    return kit.modal("Slips to…", "nudge.slips", blocks, metadata=metadata)
