"""One row of a note: what it is about, its one-tap answers, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .. import dates
from ..operations import nudges, outcomes
from ..planning import nudging
from ..planning.calendar import Calendar
from . import kit, tasks, when
from .check_ins import LIGHTS


@dataclass(frozen=True)
class Rows:
    """Rows of one message, for one reader."""

    reader: when.Reader
    notice_id: int
    calendar: Calendar
    """The reader's, for the days that are offered."""

    def full(self, row: nudges.Told) -> list[kit.Block]:
        """A row with its answers; of one that is over what became of it, and the way back."""
        if not row.holds:
            undo = row.became.undo if row.became else None
            title = kit.line(kit.words(_title(row), strike=True), f"  {became(self.reader, row)}")
            return [kit.rich(title), *kit.row(*kit.undo(undo))]
        return [
            kit.section(_title(row)),
            self._facts(row),
            kit.actions(*self._answers(row)),
        ]

    def short(self, row: nudges.Told) -> kit.Element:
        """A row without buttons."""
        said = became(self.reader, row) if not row.holds else self._in_short(row)
        title = row.item.name if row.noun == "project" else row.item.title
        return kit.line(kit.bold(row.item.key), f"  {kit.cut(title, 80)} · {said}")

    def light(self, row: nudges.Told) -> list[kit.Block]:
        """A check-in in one block, where there are many: its answers in a menu."""
        if not row.holds:
            return self.full(row)
        value = f"{row.item.key}|{self.notice_id}"
        lights = [
            kit.option(f"{LIGHTS[status]} {label}", f"{status}|{value}")
            for label, status in CHECK_IN.items()
        ]
        options = [*lights, kit.option("Why do I get this?", f"why|{value}")]
        menu = {**kit.select("nudge.light", options), "placeholder": kit.plain("How?", 150)}
        return [kit.section(f"{_title(row)}\n{self._last_word(row)}", menu)]

    # ── what is known of it ──────────────────────────────────────────────────────────────────

    def _facts(self, row: nudges.Told) -> kit.Block:
        """What to know before answering, in one small line."""
        item, mine = row.item, row.role == nudging.OWNER
        if row.noun == "task":
            block = tasks.facts(self.reader, item, mine=mine)
            if item.on_track_at and not mine:
                said = kit.facts(["on track, says its owner"])["elements"]
                block["elements"] = [*said, *block["elements"]][:10]
            return block
        if row.rule == "check_in":
            return kit.facts([self._last_word(row)])
        owner = getattr(item, "owner", None)
        whose = owner.name if owner is not None and not mine else ""
        reason = "" if mine else nudging.RULES[row.rule].name  # mine stand under its heading
        parts = [reason, whose, self._day(row), row.project.name]
        return kit.facts([each for each in parts if each])

    def _last_word(self, row: nudges.Told) -> str:
        """What was said last, and when."""
        if row.said is None:
            return "nobody has said yet how it stands"
        day = dates.show_day(row.said.at.astimezone(self.reader.zone).date(), self.reader.today)
        return f"last word: {LIGHTS[row.said.status]} {day}, {row.said.person.name}"

    def _in_short(self, row: nudges.Told) -> str:
        if row.rule == "check_in":
            return self._last_word(row)
        day = self._day(row)
        return f"{nudging.RULES[row.rule].name} · {day}" if day else nudging.RULES[row.rule].name

    def _day(self, row: nudges.Told) -> str:
        if row.noun in {"milestone", "task"}:
            return when.due(row.item, self.reader.zone, self.reader.today)
        day = row.item.review if row.noun == "risk" else row.item.due
        return dates.show_day(day, self.reader.today) if day else ""

    # ── one-tap answers ──────────────────────────────────────────────────────────────────────

    def _answers(self, row: nudges.Told) -> Iterator[kit.Element]:
        value = f"{row.item.key}|{self.notice_id}"
        if row.rule == "check_in":
            for label, status in CHECK_IN.items():
                yield kit.button(f"{LIGHTS[status]} {label}", f"checkin.{status}", row.item.key)
        elif row.noun == "risk":
            yield self._choice("nudge.review", "Reviewed, again…", self._reviews(), value)
            yield kit.button("Close", "nudge.close", value)
        else:
            if row.rule == "unassigned":
                yield kit.button("I take it", "nudge.claim", value)
            if row.noun in {"task", "milestone"}:
                yield kit.button("Done", "nudge.done", value, "primary")
            if row.noun == "task" and row.rule != "unassigned":
                yield kit.button("On track", "nudge.on-track", value)
            later = self._later(row.item.due)
            yield self._choice("nudge.slips", "Slips to…", later, value, "Another day…")
            if row.noun == "task":
                yield kit.button("Blocked…", "nudge.blocked", value)
        yield kit.overflow("nudge.more", list(self._more(row, value)))

    def _later(self, due: date | None) -> list[date]:
        """Days after the deadline: the reader's next working days, a Monday, one and two weeks."""
        base = max(self.reader.today, due or self.reader.today)
        monday = base + timedelta(days=7 - base.weekday())
        days = {self.calendar.next(base, n) for n in (1, 2, 3)}
        days |= {monday, base + timedelta(days=7), base + timedelta(days=14)}
        return sorted(day for day in days if self.calendar.works(day))

    def _reviews(self) -> list[date]:
        """In one, two and four weeks, on a day that the reader works."""
        ahead = (self.reader.today + timedelta(weeks=n) for n in (1, 2, 4))
        return [self.calendar.next(day - timedelta(days=1)) for day in ahead]

    def _choice(
        self, action: str, placeholder: str, days: Sequence[date], value: str, other: str = ""
    ) -> kit.Element:
        """A menu of days."""
        options = [kit.option(f"{day:%a} {day.day} {day:%b}", f"{value}|{day}") for day in days]
        if other:
            options.append(kit.option(other, f"{value}|"))
        return {**kit.select(action, options), "placeholder": kit.plain(placeholder, 150)}

    def _more(self, row: nudges.Told, value: str) -> Iterator[kit.Element]:
        name = nudging.RULES[row.rule].name
        yield kit.option("Why do I get this?", f"why|{row.rule}|{value}")
        yield kit.option(f"Mute “{name}” in {row.project.key}", f"mute|{row.rule}|{value}")
        if row.noun == "task":
            yield kit.option("Snooze until tomorrow", f"tomorrow|{row.rule}|{value}")
            yield kit.option("Snooze until Monday", f"monday|{row.rule}|{value}")


CHECK_IN = {"On track": "green", "At risk": "amber", "Late": "red"}


def _title(row: nudges.Told) -> str:
    return f"{row.item.key}  {row.item.name if row.noun == 'project' else row.item.title}"


# ── what became of it ────────────────────────────────────────────────────────────────────────


def became(reader: when.Reader, row: nudges.Told) -> str:
    """What is so instead of what a row said."""
    found, item = row.became, row.item
    if found is None:
        return "nothing to do here any more"
    by = f" by {'you' if found.undo else found.by.name}" if found.by else ""
    match found.what:
        case outcomes.DELETED:
            return f"was deleted{by}"
        case outcomes.OVER:
            return f"✓ {item.status}{by}"
        case outcomes.SAID:
            return f"said{by}"
        case outcomes.OWNED:
            return f"is {found.whose} by now"
        case outcomes.MUTED:
            return "muted"
        case outcomes.BLOCKED:
            return f"⛔ blocked: {kit.cut(item.blocked, 120)}"
        case outcomes.MOVED:
            return f"→ {_new_day(reader, row)}"
        case outcomes.ON_TRACK:
            return f"on track, {'you say' if found.undo else _says(found)}"
        case outcomes.SNOOZED if found.until is not None:
            return f"snoozed until {dates.show_day(found.until, reader.today)}"
    return "nothing to do here any more"


def _says(found: outcomes.Outcome) -> str:
    return f"says {found.by.name if found.by else 'its owner'}"


def _new_day(reader: when.Reader, row: nudges.Told) -> str:
    if row.noun in {"task", "milestone"}:
        return when.due(row.item, reader.zone, reader.today) or "no date any more"
    day = row.item.review if row.noun == "risk" else row.item.due
    return dates.show_day(day, reader.today) if day else "no date any more"
