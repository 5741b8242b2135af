"""The probability and impact matrix: how much a risk matters, as a number and as a word.

A 5 × 5 matrix multiplies two ordinal ratings, 1 (very low) to 5 (very high), as in PMI's
"Practice Standard for Project Risk Management" and IEC 31010:2019, B.10.3 (consequence/likelihood
matrix). Where the bands end is a choice that these sources leave to the organization; the
usual one for scores from 1 to 25 is low to 4, medium to 12, high from 15 (13 and 14 are no
products of two ratings).
"""

from __future__ import annotations

LOW, MEDIUM, HIGH = "low", "medium", "high"
RATINGS = ("very low", "low", "medium", "high", "very high")
"""What the ratings 1 to 5 are called, of probability and of impact."""
MEDIUM_FROM = 5
HIGH_FROM = 15


def score(probability: int, impact: int) -> int:
    """Probability × impact, 1 to 25."""
    for rating in (probability, impact):
        if not 1 <= rating <= len(RATINGS):
            raise ValueError(f"a rating runs from 1 to {len(RATINGS)}: {rating}")
    return probability * impact


def level(points: int) -> str:
    """The band of a score: low, medium or high."""
    if points >= HIGH_FROM:
        return HIGH
    return MEDIUM if points >= MEDIUM_FROM else LOW
