"""What was found, as people see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import models
from ..operations import search
from . import kit, milestones, risks, tasks, when

PAGE = 10
HOW = (
    "Say what to look for: /pm find hosting certificate finds what has both words, "
    "“in quotes” just these words in a row; +label, @name and in:WEB narrow it."
)


def how() -> kit.Message:
    """What a search takes."""
    return kit.message(HOW)


def nothing(heading: str, said: str = "") -> kit.Message:
    """Nothing was found, and what may help."""
    return kit.nothing(heading, said or "Fewer or shorter words find more: cert finds certificate.")


def listing(
    reader: when.Reader,
    heading: str,
    found: Sequence[search.Hit],
    total: int,
    page: int,
    query: str,
    *,
    said: str = "",
) -> kit.Message:
    """A page of what was found with a button each; `query` are the words that found it."""
    rows = []
    for hit in found:
        rows += [_row(hit, page, query), _facts(reader, hit)]
        if hit.said:
            rows.append(kit.context(f"{hit.place}: {hit.said}"))
    pages = kit.pager("found", page, PAGE, total, query)
    return kit.listing(heading, total, rows, pages, said)


def _row(hit: search.Hit, page: int, query: str) -> kit.Block:
    item = hit.item
    title = item.name if hit.noun in search.PLACES else item.title
    step = kit.button("Show", "found.show", f"{hit.noun} {item.key}")
    if hit.noun == "task" and item.status not in models.OVER:
        step = kit.button("Done", "found.done", f"{item.key}|{page}|{query}"[:2_000])
    return kit.section(f"{item.key}  {title}", step)


def _facts(reader: when.Reader, hit: search.Hit) -> kit.Block:
    item: Any = hit.item
    if isinstance(item, models.Task):
        return tasks.facts(reader, item)
    if isinstance(item, models.Milestone):
        return milestones.facts(reader, item, None)
    if isinstance(item, models.Risk):
        return risks.facts(reader, item)
    manager = kit.mention(item.manager.slack_id) if item.manager else "no manager"
    return kit.facts([hit.noun, manager])
