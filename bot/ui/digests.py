"""Digests as they are read: the station board first, the details in the thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import dates, models
from ..operations import station_board
from ..operations.words import count
from . import kit, when
from .reports import LIGHT, need_line, risk_line, slip_line, status_words, stops

MOST = 5
"""Rows of a part: all of it is to be read on one screen."""
STOPS = 8
BOARD = 14
"""Projects on the board; the thread has all of them."""
DETAILS = 30


def board(reader: when.Reader, found: station_board.Board) -> kit.Message:
    """A program's or a project's digest: counts, the board, what is to be decided, what changed."""
    title = _title(reader, found)
    said = counts(found)
    blocks = [kit.header(f"🚉 {title}"), kit.context(said)]
    if not found.rows:
        blocks.append(_nothing(found))
    else:
        lines = [line(reader, each) for each in found.rows]
        blocks.append(kit.rich(kit.bullets(lines, BOARD)))
    blocks += _part("Needs a decision", [_decision(each) for each in found.decisions])
    blocks += _changed(reader, found.changes)
    moved = [slip_line(reader, each) for each in found.changes.moved]
    blocks += _part(f"Slipped since {_since(reader, found.changes)}", moved)
    blocks += _part("Late", [_task(reader, each) for each in found.late])
    blocks += _part("Due within a week", [_task(reader, each) for each in found.due])
    blocks += _part("Milestones ahead", stops(reader, found.ahead), STOPS)
    blocks += _part("Top risks", [risk_line(each) for each in found.risks])
    blocks += _part("Who is needed where", [need_line(reader, e) for e in found.needed])
    blocks += _part("Thank you", [_thanks(each) for each in found.praise])
    return kit.message(f"Digest of {title}: {said}", *blocks)


def more(reader: when.Reader, found: station_board.Board) -> kit.Message | None:
    """What did not fit: all moves and needs; None where the board has said everything."""
    blocks = []
    if len(found.rows) > BOARD:
        lines = [line(reader, each) for each in found.rows]
        blocks += _part("The whole board", lines, DETAILS * 2)
    if len(found.decisions) > MOST:
        lines = [_decision(each) for each in found.decisions]
        blocks += _part("All that needs a decision", lines, DETAILS)
    if len(found.changes.moved) > MOST:
        moved = [slip_line(reader, each) for each in found.changes.moved]
        blocks += _part("All dates that moved", moved, DETAILS)
    if len(found.needed) > MOST:
        lines = [need_line(reader, each) for each in found.needed]
        blocks += _part("Who is needed where", lines, DETAILS)
    if not blocks:
        return None
    return kit.message(f"Details of the digest of {found.about.key}", *blocks)


def executive(reader: when.Reader, found: station_board.Board) -> kit.Message:
    """The short one for stakeholders: lights, arrivals, decisions; no tasks, nobody's load."""
    title = _title(reader, found)
    said = counts(found)
    blocks = [kit.header(f"🚉 {title}"), kit.context(said)]
    if found.rows:
        lines = [_short(reader, each) for each in found.rows]
        blocks.append(kit.rich(kit.bullets(lines, DETAILS)))
    else:
        blocks.append(_nothing(found))
    blocks += _part("Needs a decision", [_decision(each) for each in found.decisions])
    blocks += _part("Reached", [_thanks(each) for each in found.praise])
    return kit.message(f"{title}: {said}", *blocks)


def _title(reader: when.Reader, found: station_board.Board) -> str:
    return f"{found.about.name} · {dates.show_day(reader.today, reader.today)}"


def _nothing(found: station_board.Board) -> kit.Block:
    if isinstance(found.about, models.Project):
        return kit.section("Nothing of this project may be shown here.")
    key = found.about.key
    return kit.section(f"No project is on this board yet: /program add {key} KEY adds one.")


def counts(found: station_board.Board) -> str:
    """How many projects there are, and of each light."""
    tally = dict.fromkeys(LIGHT, 0)
    for row in found.rows:
        tally[row.standing.status] += 1
    lights = [f"{LIGHT[name]} {number} {name}" for name, number in tally.items() if number]
    if isinstance(found.about, models.Project):
        numbers = [f"{each.standing.percent}% done" for each in found.rows]
        return " · ".join([*lights, *numbers, *_numbers(found)])
    return " · ".join([count(len(found.rows), "project"), *lights])


def _numbers(found: station_board.Board) -> list[str]:
    overdue = sum(each.standing.overdue for each in found.rows)
    return [f"{count(overdue, 'task')} overdue"] if overdue else []


def line(reader: when.Reader, row: station_board.Row) -> kit.Element:
    """One project: light, progress, next stop, timetable, expected arrival, delay."""
    standing = row.standing
    parts: list[kit.Part] = [
        f"{LIGHT[standing.status]} ",
        kit.bold(standing.project.key),
        f" {standing.project.name} · {status_words(standing)} · ",
        f"{standing.percent}% ({standing.done}/{standing.total})",
        *_stop(reader, row.arrival),
    ]
    if standing.overdue:
        parts.append(f" · {count(standing.overdue, 'task')} overdue")
    return kit.line(*parts)


def _short(reader: when.Reader, row: station_board.Row) -> kit.Element:
    standing = row.standing
    return kit.line(
        f"{LIGHT[standing.status]} ",
        kit.bold(standing.project.name),
        f" · {status_words(standing)}",
        *_stop(reader, row.arrival),
    )


def _stop(reader: when.Reader, arrival: station_board.Arrival | None) -> list[kit.Part]:
    """The next stop: when it was due at first, when it will be reached."""
    if arrival is None:
        return [" · no stop ahead"]
    timetable = dates.show_day(arrival.timetable, reader.today)
    expected = dates.show_day(arrival.expected, reader.today)
    said = f" · next {arrival.stop.title} {timetable}"
    if arrival.delay > 0:
        return [f"{said}, expected {expected} ", kit.bold(f"+{count(arrival.delay, 'day')}")]
    early = f", expected {expected}" if arrival.delay < 0 else ", on time"
    return [said, early]


def _decision(decision: station_board.Decision) -> kit.Element:
    return kit.line(kit.bold(decision.key), f"  {kit.cut(decision.what, 250)}")


def _changed(reader: when.Reader, found: station_board.Changes) -> list[kit.Block]:
    """What happened since the last one, in numbers and the biggest moves."""
    heading = kit.section(kit.md("*Since {since}*", since=_since(reader, found)))
    if found.empty:
        return [heading, kit.context("Nothing changed.")]
    said = [
        f"{count(found.done, 'task')} done",
        f"{found.added} new" if found.added else "",
        f"{count(found.closed_risks, 'risk')} closed" if found.closed_risks else "",
    ]
    lines = [kit.line(" · ".join(each for each in said if each))]
    lines += [_risk(risk, was) for risk, was in found.risks]
    return [heading, kit.rich(kit.bullets(lines, MOST + 1))]


def _since(reader: when.Reader, found: station_board.Changes) -> str:
    return dates.show_day(found.since.astimezone(reader.zone).date(), reader.today)


def _risk(risk: models.Risk, was: int) -> kit.Element:
    if not was:
        return kit.line("new risk ", kit.bold(risk.key), f"  {risk.title} · {risk.score}")
    arrow = "▲" if risk.score > was else "▼"
    return kit.line(f"{arrow} ", kit.bold(risk.key), f"  {risk.title}: {was} → {risk.score}")


def _thanks(stop: models.Milestone) -> kit.Element:
    """A milestone that was reached in time; names are plain, nobody is pinged."""
    whose = f", {stop.owner.name}" if stop.owner else ""
    early = (stop.due - stop.done_at.date()).days if stop.due and stop.done_at else 0
    said = f"{count(early, 'day')} early" if early > 0 else "on time"
    return kit.line(kit.bold(stop.key), f"  {stop.title}: reached {said}{whose}")


def _task(reader: when.Reader, task: models.Task) -> kit.Element:
    whose = task.owner.name if task.owner else "nobody's yet"
    return kit.line(
        when.deadline(reader, task), "  ", kit.bold(task.key), f" {task.title} · {whose}"
    )


def _part(heading: str, lines: Sequence[Any], most: int = MOST) -> list[kit.Block]:
    if not lines:
        return []
    return [kit.section(kit.md("*{heading}*", heading=heading)), kit.rich(kit.bullets(lines, most))]


DRAW = {models.BOARD: board, models.EXECUTIVE: executive}
"""How each form is drawn."""


def rhythms(
    noun: str,
    about: models.Program | models.Project,
    found: Sequence[tuple[models.Digest, str]],
    said: str,
    undo: int | None,
) -> kit.Message:
    """Where the digests of something go and when, with what can be done about it."""
    lines = [
        kit.line(f"{each.form}: " if each.form != models.BOARD else "", f"{words}")
        for each, words in found
    ]
    heading = f"Digests of {about.key} {about.name}"
    blocks = [kit.section(kit.md("*{h}*", h=heading))]
    blocks += [kit.context(said)] if said else []
    blocks.append(
        kit.rich(kit.bullets(lines, DETAILS))
        if lines
        else kit.context(f"None yet: /{noun} digest {about.key} monday 9am in #channel sets one.")
    )
    buttons = [kit.button("Preview", f"{noun}.preview", about.key)]
    if found or about.channel_id:
        buttons.insert(0, kit.button("Post digest now", f"{noun}.digest", about.key))
    return kit.message(
        f"{heading}. {said}".strip(), *blocks, kit.actions(*buttons, *kit.undo(undo))
    )
