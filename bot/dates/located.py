"""Where in a line its deadline stands."""

from __future__ import annotations

from bot.dates import marked, unsaid
from bot.dates.lines import Line
from bot.dates.model import Frame, Located


def find(text: str, frame: Frame, language: str = "en") -> Located | None:
    """The deadline that a line names: announced ones first, then its end, then its start."""
    line = Line(text, frame, language)
    return (
        marked.announced(line)
        or marked.reminder(line)
        or unsaid.trailing(line)
        or unsaid.leading(line)
    )
