"""The table of README: the open cases by category, and how long a line takes.

python -m tests.dates.table
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter

from bot import explain

from .test_corpus import answered, right, titled

OPEN = {"phrase": "open_phrases.json", "sentence": "open_sentences.json"}
SIDE = ("lang", "timezone", "range", "recurrence", "holiday")
PARTS = (
    *('"', "“", "<", "due ", "due friday ", "by friday or monday ", "@a ", "every monday "),
    *(
        "every monday until friday ",
        "1d ",
        "3/4 ",
        "by 29 feb 2027 ",
        "next friday at 4 ",
        "until ",
    ),
)
LONG, ROUNDS = 4_000, 5


def cases(mode: str) -> list[str]:
    """The clear cases of one kind, a row for each category, the side categories last."""
    asked: Counter[str] = Counter()
    good: Counter[str] = Counter()
    for case, answer in answered(OPEN[mode], mode):
        if not case["ambiguous"]:
            fine = right(case, answer) and (mode == "phrase" or titled(case, answer))
            asked[case["category"]] += 1
            good[case["category"]] += fine
    names = sorted(asked, key=lambda name: (name.startswith(SIDE), -asked[name]))
    rows = [f"| {name} | {asked[name]} | {good[name]} |" for name in names]
    share = good.total() / asked.total()
    total = f"| all | {asked.total()} | {good.total()} ({share:.1%}) |"
    return [f"| {mode}s | cases | right |", "|---|--:|--:|", *rows, total, ""]


def speed() -> str:
    """How long a line takes, in processor time, and the worst of long ones."""
    lines = [
        json.dumps({**case, "mode": mode})
        for mode, name in OPEN.items()
        for case, _ in answered(name, mode)
    ]
    spent = sorted(_took(line) for line in lines * ROUNDS)
    where = {"now": "2026-11-25T10:15", "tz": "Europe/Lisbon"}
    long = [json.dumps({**where, "text": (part * LONG)[:LONG]}) for part in PARTS]
    worst = max(min(_took(line) for _ in range(ROUNDS)) for line in long)
    return (
        f"p50 {spent[len(spent) // 2]:.2f} ms, p99 {spent[len(spent) * 99 // 100]:.2f} ms a line; "
        f"the worst of {len(PARTS)} lines of {LONG:,} characters {worst:.0f} ms.\n"
    )


def _took(line: str) -> float:
    start = time.process_time()
    list(explain.explain([line]))
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    sys.stdout.write("\n".join([*cases("phrase"), *cases("sentence"), speed()]))
