"""The score on the open cases of other projects' corpora stays where it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot import explain

CASES = Path(__file__).parents[1] / "data" / "dates"
# Markers, case, spacing and stops at the edges do not count in a title.
MARKS = re.compile(r"(?:^|(?<=\s))(?:<[@#][^>\s]*>|[@#!~][^\s@#!~]\S*)(?=\s|$)")
EDGES = " \t,;:.!-–—@([{}])"


def answered(name: str, mode: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    cases = json.loads((CASES / name).read_text(encoding="utf-8"))
    questions = [json.dumps({**case, "mode": mode}) for case in cases]
    return list(zip(cases, map(json.loads, explain.explain(questions)), strict=True))


def right(case: dict[str, Any], answer: dict[str, Any]) -> bool:
    given = answer.get("datetime") or answer.get("date")
    expected = case["expected"]
    if given is None or expected is None:
        return given is None and expected is None
    if case["kind"] == "datetime":
        return bool(answer.get("datetime")) and given[:16] == expected[:16]
    if date.fromisoformat(given[:10]) != date.fromisoformat(expected[:10]):
        return False
    if case["kind"] == "part" and answer.get("datetime"):
        low, high = case["window"]
        return bool(low <= datetime.fromisoformat(given).strftime("%H:%M") <= high)
    return True


def bare(title: str) -> str:
    return " ".join(MARKS.sub(" ", title).split()).strip(EDGES).casefold()


def titled(case: dict[str, Any], answer: dict[str, Any]) -> bool:
    return bare(answer["title"]) in map(bare, [case["title"], *case.get("accept_titles", [])])


def share(verdicts: Iterable[bool]) -> float:
    counted = list(verdicts)
    return sum(counted) / len(counted)


def test_clear_phrases_are_read_as_their_sources_read_them() -> None:
    pairs = [(c, a) for c, a in answered("open_phrases.json", "phrase") if not c["ambiguous"]]
    wrong = [(c["text"], c["expected"], a) for c, a in pairs if not right(c, a)]
    assert share(right(c, a) for c, a in pairs) >= 0.97, wrong


def test_task_lines_give_the_day_and_the_title() -> None:
    pairs = [(c, a) for c, a in answered("open_sentences.json", "sentence") if not c["ambiguous"]]
    wrong = [(c["text"], a) for c, a in pairs if not (right(c, a) and titled(c, a))]
    assert share(right(c, a) and titled(c, a) for c, a in pairs) >= 0.96, wrong


def test_what_is_no_date_raises_no_alarm() -> None:
    pairs = answered("open_phrases.json", "phrase") + answered("open_sentences.json", "sentence")
    alarms = [
        (c["text"], a)
        for c, a in pairs
        if c["expected"] is None and not c["ambiguous"] and not right(c, a)
    ]
    assert alarms == []
