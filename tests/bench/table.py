"""One line per figure: what was measured, what it is, what it should be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure; where it has a goal, whether that is met."""

    what: str
    figure: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """ok, not, or nothing where there is no goal."""
        if self.at_most is None and self.at_least is None:
            return ""
        low = self.at_least if self.at_least is not None else self.figure
        high = self.at_most if self.at_most is not None else self.figure
        return "ok" if low <= self.figure <= high else "not"

    @property
    def goal(self) -> str:
        """The goal in words."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}"

    def line(self) -> str:
        """The row as it is printed."""
        figure = f"{self.figure:.2f} {self.unit}"
        return f"  {self.what:<58} {figure:<12} {self.goal:<7} {self.verdict:<4} {self.note}"


def show(heading: str, rows: Iterable[Row]) -> None:
    """Print a chapter as it is measured."""
    print(f"\n{heading}", flush=True)
    for row in rows:
        print(row.line().rstrip(), flush=True)
