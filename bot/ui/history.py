"""The history of an item as people read it: when, who, and what from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from .. import dates, models
from ..operations import digests, past, words
from . import kit, notes, series, tasks, when

PAGE = 15
LONGEST = 120
"""Characters of a text that changed; the item itself has the whole."""
MOST = 12
"""Changes of one step that are shown."""
TIES = {
    "note": ("Note", "Note taken back"),
    "dependency": ("Waits for", "No longer waits for"),
    "helper": ("Helper", "No longer a helper"),
    "watcher": ("Watching", "No longer watching"),
    "time": ("Time", "Time taken back"),
    "attachment": ("Linked", "Link taken away"),
    "member": ("On the team", "No longer on the team"),
    "link": ("Followed by", "No longer followed by"),
    "digest": ("Digest", "Digest ended"),
    "check-in": ("Check-in", "Check-in taken back"),
}
"""What is said when something that belongs to an item comes, and when it goes."""
DAYS = {"due", "start", "review", "day", "until"}
TIMES = {"due_time", "time"}
RATINGS = {"probability", "impact"}
ESTIMATES = ("estimate_low", "estimate_high")
STATUS = {"task": tasks.STATUS, "milestone": {models.DONE: "reached"}}


def listing(
    reader: when.Reader,
    item: Any,
    found: past.Past,
    page: int,
    query: str,
    *,
    said: Sequence[str] = (),
) -> kit.Message:
    """A page of the history of an item, newest first; `query` names the item."""
    name = item.title if hasattr(item, "title") else item.name
    heading = kit.md("*History of {key}*  {name}", key=item.key, name=name)
    blocks = [kit.section(heading), *(kit.context(each) for each in said)]
    blocks += [
        kit.rich(_lead(reader, step), kit.bullets(_lines(reader, step, found), MOST))
        for step in found.steps
    ]
    blocks += kit.pager("history", page, PAGE, found.total, query)
    return kit.message(f"History of {item.key} {name}", *blocks)


def _lead(reader: when.Reader, step: past.Step) -> kit.Element:
    at = step.at.astimezone(reader.zone)
    shown = dates.show(dates.Deadline(at.date(), at.time()), reader.today)
    return kit.line(f"{shown} · ", kit.bold(step.who), " (undone)" if step.undone else "")


def _lines(reader: when.Reader, step: past.Step, found: past.Past) -> list[kit.Element]:
    came = {(each.noun, each.row.id) for each in step.lines if each.noun in TIES and not each.field}
    shown = []
    for each in step.lines:
        if each.field and (each.noun, each.row.id) in came:
            continue  # said with its coming
        if each.field == "next_fields":
            shown.append(_holds_for(each, step.lines))
        elif each.field in ESTIMATES:
            shown.append(_estimate(each, step.lines))
        else:
            shown.append(_change(reader, each, found))
    return [kit.line(each) for each in shown if each]


def _change(reader: when.Reader, line: past.Line, found: past.Past) -> str:
    """One change in a line: "Owner: Ana → Ben", "Note: ask the vendor"."""
    tie = TIES.get(line.noun)
    if line.field in ("", "deleted_at"):
        came = line.field == "" or line.new is None
        if tie:
            return f"{tie[0] if came else tie[1]}: {_subject(reader, line, found)}"
        return ("Added" if line.field == "" else "Brought back") if came else "Deleted"
    label = "Home channel" if line.noun == "project" and line.field == "channel_id" else ""
    label = label or notes.field_name(line.field)
    if tie:
        label = f"{tie[0]} {_subject(reader, line, found)}, {label.lower()}"
    old, new = (_value(reader, line, value, found) for value in (line.old, line.new))
    return f"{label}: {old} → {new}"


def _subject(reader: when.Reader, line: past.Line, found: past.Past) -> str:
    """What belongs to the item: who, which, or the words themselves."""
    row = line.row
    if isinstance(row, models.Note):
        return _cut(row.text)
    if isinstance(row, models.Attachment):
        return _cut(row.title or row.url)
    if isinstance(row, models.Dependency):
        return found.name("predecessor_id", row.predecessor_id)
    if isinstance(row, models.ProjectChannel):
        return found.name("channel_id", row.channel_id)
    if isinstance(row, models.Digest):
        return digests.words(row)
    who = found.name("person_id", row.person_id)
    if isinstance(row, models.CheckIn):
        return f"{who}: {_cut(' · '.join(filter(None, (row.status, row.progress))))}"
    if isinstance(row, models.TimeEntry):
        day = dates.show_day(row.day, reader.today)
        return f"{who} {words.hours(row.minutes)} on {day}{row.note and f' ({_cut(row.note)})'}"
    role = getattr(row, "role", "")
    return f"{who} as {role}" if role else who


def _holds_for(line: past.Line, all_lines: Sequence[past.Line]) -> str:
    """Which changes of a repeating task are of one occurrence only, or of all that follow."""
    if any(each.field == "repeats" for each in all_lines):
        return ""
    old, new = set(line.old or {}), set(line.new or {})
    said = series.ONLY if new - old else series.ALL
    labels = {notes.field_name(name).lower() for name in new ^ old}
    return f"{said}: {', '.join(sorted(labels))}"


def _estimate(line: past.Line, all_lines: Sequence[past.Line]) -> str:
    """Both ends of an estimate in one line, where the step changed both."""
    ends = {each.field: each for each in all_lines if each.field in ESTIMATES}
    if len(ends) == 1:
        end = "from" if line.field == "estimate_low" else "up to"
        old, new = (dates.show_duration(value) or "none" for value in (line.old, line.new))
        return f"Estimate, {end}: {old} → {new}"
    if line.field == "estimate_high":
        return ""
    low, high = (ends[name] for name in ESTIMATES)
    old, new = dates.show_duration(low.old, high.old), dates.show_duration(low.new, high.new)
    return f"Estimate: {old or 'none'} → {new or 'none'}"


def _value(reader: when.Reader, line: past.Line, value: Any, found: past.Past) -> str:
    """A value of a field in people's words."""
    field = line.field
    if value is None or value == "":
        return "none"
    if field in past.REFERENCES:
        return found.name(field, value)
    if isinstance(value, bool):
        return "on" if value else "off"
    if field == "status":
        return STATUS.get(line.noun, {}).get(value) or str(value)
    if field in DAYS:
        return dates.show_day(date.fromisoformat(value), reader.today)
    if field in TIMES:
        return _time(reader, line.row, value)
    if field in RATINGS:
        return f"{value} of 5"
    if field == "minutes":
        return words.hours(value)
    if field == "labels":
        return " ".join(f"+{label}" for label in value.split())
    return _cut(str(value))


def _time(reader: when.Reader, row: Any, value: str) -> str:
    """A time of day, with whose it is where the reader's clock is another."""
    zone = row.zone if hasattr(row, "zone") else row.project.zone
    return value[:5] if zone == str(reader.zone) else f"{value[:5]} in {zone}"


def _cut(text: str) -> str:
    return kit.cut(" ".join(text.split()), LONGEST)
