"""How long a manager's word counts: fresh, then stale, then nobody knows."""

from __future__ import annotations

FRESH, STALE, UNKNOWN = "fresh", "stale", "unknown"
FRESH_DAYS = 10
"""A week's check-in, and some days of grace."""
STALE_DAYS = 21
"""Two of them missed."""


def of(days: int) -> str:
    """What a word is worth that was said so many days ago."""
    if days <= FRESH_DAYS:
        return FRESH
    return STALE if days <= STALE_DAYS else UNKNOWN
