"""The probability and impact matrix, cell by cell."""

from __future__ import annotations

import pytest

from bot.planning import risk_scoring

MATRIX = """
M M H H H
L M M H H
L M M M H
L L M M M
L L L L M
"""
"""Probability 5 in the top row, 1 in the bottom one; impact 1 to 5 from left to right."""

LEVELS = {"L": risk_scoring.LOW, "M": risk_scoring.MEDIUM, "H": risk_scoring.HIGH}


def cells() -> list[tuple[int, int, str]]:
    rows = MATRIX.split("\n")[1:-1]
    return [
        (5 - row, column + 1, LEVELS[letter])
        for row, line in enumerate(rows)
        for column, letter in enumerate(line.split())
    ]


@pytest.mark.parametrize(("probability", "impact", "level"), cells())
def test_a_cell_has_its_level(probability: int, impact: int, level: str) -> None:
    assert risk_scoring.level(risk_scoring.score(probability, impact)) == level


def test_the_matrix_has_25_cells_and_its_scores_run_from_1_to_25() -> None:
    scores = [risk_scoring.score(probability, impact) for probability, impact, _ in cells()]
    assert len(scores) == 25
    assert (min(scores), max(scores)) == (1, 25)


@pytest.mark.parametrize(("probability", "impact"), [(0, 3), (6, 3), (3, 0), (3, 6), (-1, -1)])
def test_a_rating_outside_1_to_5_is_a_mistake(probability: int, impact: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        risk_scoring.score(probability, impact)
