"""Where in a line its deadline stands."""

from __future__ import annotations

from dataclasses import replace

from bot.dates import marked, unsaid
from bot.dates.lines import Line
from bot.dates.model import Frame, Located, Reading


def find(text: str, frame: Frame, language: str = "en") -> Located | None:
    """The deadline that a line names: announced ones first, then its end, then its start."""
    line = Line(text, frame, language)
    announced = marked.announced(line)
    if announced:
        return _or_another(announced, line)
    return marked.reminder(line) or unsaid.trailing(line) or unsaid.leading(line)


def _or_another(found: Located, line: Line) -> Located:
    """Of two dates that are both announced as the deadline, neither is taken in silence."""
    if not marked.as_deadline(found) or not marked.may_announce(found.title):
        return found
    rival = marked.announced(Line(found.title, line.frame, line.language))
    if rival is None or not marked.as_deadline(rival):
        return found
    first, second = found.reading.deadline, rival.reading.deadline
    if first == second:
        return found
    return replace(found, title=rival.title, reading=Reading(first, second, "two"))
