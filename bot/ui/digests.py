"""Digests as they are read: one screen with the station board first, the details in the thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from .. import dates, models
from ..operations import reports, station_board
from ..operations.words import count
from . import fields, kit, when
from .digest_lines import (
    arrival_line,
    decision_line,
    moved,
    need_line,
    progress_line,
    reached_line,
    rises,
    risk_change,
    risk_line,
    said_line,
    slip_line,
    stop_line,
    task_line,
)
from .reports import LIGHT

SHORT, WHOLE = 60, 3_000
"""Characters of people's words in a line of the first message, and in the thread."""
PAGE = 8_000
"""Characters of one message of the thread."""
MOST_LINES = 120
"""Lines of one message of the thread."""
MOST_PAGES = 8


@dataclass(frozen=True)
class Part:
    """One heading with its lines; what the first message leaves out stands in the thread."""

    heading: str
    items: Sequence[Any]
    draw: Callable[[Any, int], kit.Element]
    """An item in a line, its words no longer than so many characters."""
    most: int = 0
    """Lines that the first message has; none of a part that is for the thread."""

    @property
    def is_cut(self) -> bool:
        """Whether the first message leaves something out."""
        if len(self.items) > self.most:
            return True
        return any(self.draw(each, SHORT) != self.draw(each, WHOLE) for each in self.items)

    def top(self) -> list[kit.Block]:
        """What the first message has of it."""
        if not self.items or not self.most:
            return []
        lines = [self.draw(each, SHORT) for each in self.items[: self.most]]
        of = f" · {len(lines)} of {len(self.items)}" if len(lines) < len(self.items) else ""
        heading = kit.section(kit.md("*{heading}*{of}", heading=self.heading, of=of))
        return [heading, kit.rich(kit.bullets(lines))]


def parts(reader: when.Reader, found: station_board.Board) -> list[Part]:
    """All that a digest has to say, the gravest first."""
    changes = found.changes

    def drawn(line: Callable[..., kit.Element]) -> Callable[[Any, int], kit.Element]:
        return lambda item, limit: line(reader, item, limit)

    several = found.rows if len(found.rows) > 1 else []
    slipped, forward = (
        [each for each in changes.moved if (each.days > 0) is later] for later in (True, False)
    )
    return [
        Part("Station board", found.rows, drawn(arrival_line), 8),
        Part("Needs a decision", found.decisions, decision_line, 3),
        Part(f"Slipped since {_since(reader, changes)}", slipped, drawn(slip_line), 2),
        Part("Late", found.late, drawn(task_line), 3),
        Part("Due within a week", found.due, drawn(task_line), 3),
        Part("Milestones ahead", found.ahead, drawn(stop_line), 5),
        Part("Top risks", found.risks, risk_line, 3),
        Part("Who is needed where", found.needed, drawn(need_line), 2),
        Part("Thank you", found.praise, reached_line, 2),
        Part("In their own words", found.said, drawn(said_line)),
        Part("Progress", several, progress_line),
        Part("Milestones reached", changes.reached, reached_line),
        Part("Brought forward", forward, drawn(slip_line)),
        Part("Risks up ▲, down ▼ and new", changes.risks, risk_change),
    ]


def executive_parts(reader: when.Reader, found: station_board.Board) -> list[Part]:
    """What stakeholders get of it: arrivals, decisions, what was reached; nobody's load."""
    return [
        Part("Station board", found.rows, lambda row, limit: arrival_line(reader, row, limit), 8),
        Part("Needs a decision", found.decisions, decision_line, 3),
        Part("Reached", found.changes.reached, reached_line, 3),
    ]


PARTS = {models.BOARD: parts, models.EXECUTIVE: executive_parts}
"""What each form has to say: the first message and its thread are made of one list."""


def draw(reader: when.Reader, found: station_board.Board, form: str) -> kit.Message:
    """The first message of a digest: counts, the board, decisions, what changed, what is ahead."""
    title = f"{found.about.name} · {dates.show_day(reader.today, reader.today)}"
    if not found.rows:
        return kit.message(f"Digest of {title}", kit.header(f"🚉 {title}"), _nothing(found))
    said = counts(found)
    board, decided, *others = PARTS[form](reader, found)
    blocks = [kit.header(f"🚉 {title}"), kit.context(said)]
    shown = board.top()
    is_whole = len(board.items) <= board.most  # then it needs no heading
    blocks += shown[is_whole:]
    blocks += decided.top()
    if form == models.BOARD:
        blocks += _changed(reader, found.changes)
    blocks += [block for each in others for block in each.top()]
    return kit.message(f"Digest of {title}: {said}.{_gravest(found)}", *blocks)


def more(reader: when.Reader, found: station_board.Board, form: str) -> list[kit.Message]:
    """What the first message leaves out, all of it, in messages for its thread."""
    cut = [each for each in PARTS[form](reader, found) if each.is_cut]
    lines = [(each.heading, each.draw(item, WHOLE)) for each in cut for item in each.items]
    return [_page(found, page) for page in _pages(lines)]


Line = tuple[str, kit.Element]
"""A line and the heading that it stands under."""


def _pages(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in as many messages as they need, up to what anybody reads."""
    pages: list[list[Line]] = []
    room = 0
    for number, line in enumerate(lines):
        length = sum(len(each.get("text", "")) for each in line[1]["elements"])
        if not pages or length > room or len(pages[-1]) >= MOST_LINES:
            if len(pages) == MOST_PAGES:
                pages[-1].append((line[0], kit.line(f"and {len(lines) - number:,} more")))
                break
            pages.append([])
            room = PAGE
        pages[-1].append(line)
        room -= length
    return pages


def _page(found: station_board.Board, page: Sequence[Line]) -> kit.Message:
    blocks: list[kit.Block] = []
    headings = []
    for heading, lines in groupby(page, key=lambda line: line[0]):
        headings.append(heading)
        blocks.append(kit.section(kit.md("*{heading}*", heading=heading)))
        blocks.append(kit.rich(kit.bullets([line for _, line in lines])))
    told = ", ".join(headings)
    return kit.message(f"Details of the digest of {found.about.key}: {told}", *blocks)


def personal(shown: kit.Message, said: str, digest_id: int | None) -> kit.Message:
    """A digest to one person: who has it sent, when, and the way to end that."""
    stop = [kit.button("Stop", "digest.stop", str(digest_id))] if digest_id else []
    return kit.Message(shown.text, [*shown.blocks, kit.context(said), *kit.row(*stop)])


def _nothing(found: station_board.Board) -> kit.Block:
    if not found.is_empty:
        return kit.section("Nothing here that you may see.")
    key = found.about.key
    return kit.section(f"No project is on this board yet: /program add {key} KEY adds one.")


def counts(found: station_board.Board) -> str:
    """How many projects there are, and of each light; how much is done."""
    tally = dict.fromkeys(LIGHT, 0)
    for row in found.rows:
        tally[row.standing.status] += 1
    alone = len(found.rows) == 1
    lights = [
        f"{LIGHT[name]} {name}" if alone else f"{LIGHT[name]} {number} {name}"
        for name, number in tally.items()
        if number
    ]
    done = sum(row.standing.done for row in found.rows)
    total = sum(row.standing.total for row in found.rows)
    overdue = sum(row.standing.overdue for row in found.rows)
    is_program = isinstance(found.about, models.Program)
    pieces = [
        count(len(found.rows), "project") if is_program else "",
        *lights,
        f"{round(100 * done / total)}% done" if done else "",
        f"{count(overdue, 'task')} overdue" if overdue else "",
    ]
    return " · ".join(each for each in pieces if each)


def _gravest(found: station_board.Board) -> str:
    """What a notification or a screen reader should say besides the counts."""
    late = [
        f"{row.standing.project.key} {row.standing.project.name}"
        for row in found.rows
        if row.standing.status == reports.RED
    ]
    said = [f"Late: {', '.join(late)}."] if late else []
    if found.decisions:
        said.append(f"{count(len(found.decisions), 'decision')} to take.")
    return "".join(f" {each}" for each in said)


# ── what changed ─────────────────────────────────────────────────────────────────────────────


def _changed(reader: when.Reader, found: station_board.Changes) -> list[kit.Block]:
    """What happened since the last one, in counts and the biggest moves."""
    numbers = [
        f"{count(found.done, 'task')} done" if found.done else "",
        f"{count(found.added, 'task')} new" if found.added else "",
        f"{count(len(found.reached), 'milestone')} reached" if found.reached else "",
        f"{count(found.closed_risks, 'risk')} closed" if found.closed_risks else "",
    ]
    counted = " · ".join(each for each in numbers if each)
    said = "Nothing changed." if found.empty else counted
    heading = kit.md(
        "*Since {day}*  {said}" if said else "*Since {day}*", day=_since(reader, found), said=said
    )
    blocks = [kit.section(heading)]
    lines = list(_moves(found))
    return [*blocks, kit.rich(kit.bullets(lines))] if lines else blocks


def _since(reader: when.Reader, found: station_board.Changes) -> str:
    return dates.show_day(found.since.astimezone(reader.zone).date(), reader.today)


def _moves(found: station_board.Changes) -> Iterator[kit.Element]:
    """Dates brought forward and risks that moved, a line of either; what slipped has its own."""
    if forward := [each for each in found.moved if each.days <= 0]:
        yield _line("Brought forward: ", [f"{e.milestone.key} {moved(e)}" for e in forward])
    if found.risks:
        yield _line("Risks: ", [rises(risk, was) for risk, was in found.risks])


NAMED = 3
"""Moves that are named in a line."""


def _line(lead: str, names: Sequence[str]) -> kit.Element:
    rest = len(names) - NAMED
    more = f" and {rest} more" if rest > 0 else ""
    return kit.line(f"{lead}{', '.join(names[:NAMED])}{more}")


# ── rhythms ──────────────────────────────────────────────────────────────────────────────────


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
        kit.rich(kit.bullets(lines, 30))
        if lines
        else kit.context(f"None yet: /{noun} digest {about.key} monday 9am in #channel sets one.")
    )
    buttons = [kit.button("Preview", f"{noun}.preview", about.key)]
    if found or about.channel_id:
        buttons.insert(0, kit.button("Post digest now", f"{noun}.digest", about.key))
    return kit.message(
        f"{heading}. {said}".strip(), *blocks, kit.actions(*buttons, *kit.undo(undo))
    )


def stopped(about: models.Program | models.Project, undo: int | None) -> kit.Message:
    """That a digest comes to its reader no more; the one they have read stays."""
    said = f"The digest of {about.key} does not come to you any more."
    shown = kit.message(said, kit.section(said), *kit.row(*kit.undo(undo)))
    return kit.Message(shown.text, shown.blocks, beside=True)


def lost(said: str, digest_id: int) -> kit.Message:
    """That a digest could not be posted, and a menu with another channel for it."""
    menu = {**fields.channel_box(), "action_id": "digest.move"}
    shown = kit.actions(menu, block_id=f"draft:{digest_id}")
    return kit.message(said, kit.section(said), shown)
