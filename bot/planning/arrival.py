"""When a milestone will be reached, as far as its own records tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def expected(due: date, open_work: Iterable[date], today: date) -> date:
    """The latest of its own day, the days of the open work it needs, and today where that is past.

    Nothing is guessed: open work without a day counts as due with the milestone.
    """
    return max([due, *open_work, today if due < today else due])
