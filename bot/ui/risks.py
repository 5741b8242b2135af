"""Risks as people see them: one, a list, a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .. import dates, models
from ..operations import risks
from ..planning import risk_scoring
from . import fields, kit, when

LEVEL = {
    risk_scoring.LOW: "🟢 low",
    risk_scoring.MEDIUM: "🟡 medium",
    risk_scoring.HIGH: "🔴 high",
}
"""RAG status with its word: never colour alone."""
PAGE = 10


def level(risk: models.Risk) -> str:
    """How much it matters, in a word with its symbol."""
    return LEVEL[risk_scoring.level(risk.score)]


def card(
    reader: when.Reader,
    risk: models.Risk,
    did: str = "",
    *,
    said: Sequence[str] = (),
    undo: int | None = None,
    meant: tuple[str, str] | None = None,
) -> kit.Message:
    """One risk with its response and what can be done next; `did` says what just happened.

    `said` are remarks of the bot, `meant` the label and value of a button with another date.
    """
    closed = risk.status == models.CLOSED
    title = kit.words(risk.title, strike=True) if closed else risk.title
    lead = kit.line(f"{did} " if did else "", kit.bold(risk.key), "  ", title)
    blocks = [kit.rich(lead), facts(reader, risk)]
    if risk.response:
        blocks.append(kit.rich(kit.quote(risk.response)))
    blocks += [kit.context(each) for each in said]
    blocks.append(kit.actions(*_next_steps(risk, undo, meant)))
    return kit.message(" ".join([did, risk.key, risk.title]).strip(), *blocks)


def _next_steps(
    risk: models.Risk, undo: int | None, meant: tuple[str, str] | None
) -> list[kit.Element]:
    steps = []
    if risk.status == models.CLOSED:
        steps.append(kit.button("Reopen", "risk.reopen", risk.key))
    else:
        steps.append(kit.button("Close", "risk.close", risk.key))
        if risk.owner_id is None:
            steps.append(kit.button("Own", "risk.own", risk.key))
    steps.append(kit.button("Edit", "risk.edit", risk.key))
    if meant:
        steps.append(kit.button(meant[0], "risk.meant", meant[1]))
    steps += kit.undo(undo)
    return steps


def facts(reader: when.Reader, risk: models.Risk) -> kit.Block:
    """Level, score, owner, review date, state and project in one line."""
    return kit.facts(
        [
            level(risk),
            f"score {risk.score} (P{risk.probability} × I{risk.impact})",
            kit.mention(risk.owner.slack_id) if risk.owner else "no owner",
            _review(reader, risk),
            "closed" if risk.status == models.CLOSED else "",
            risk.project.name,
        ]
    )


def _review(reader: when.Reader, risk: models.Risk) -> str:
    if risk.review is None:
        return ""
    day = dates.show_day(risk.review, reader.today)
    if risks.review_overdue(risk, reader.today):
        return kit.md("*review overdue* since {day}", day=day)
    return f"review {day}"


def listing(
    reader: when.Reader,
    heading: str,
    found: Sequence[models.Risk],
    total: int,
    page: int,
    query: str,
) -> kit.Message:
    """A page of risks with a button each; `query` are the words that made the list."""
    rows = []
    for risk in found:
        step = (
            kit.button("Reopen", "risk.reopen", risk.key)
            if risk.status == models.CLOSED
            else kit.button("Edit", "risk.edit", risk.key)
        )
        rows += [kit.section(f"{risk.key}  {risk.title}", step), facts(reader, risk)]
    pages = kit.pager("risks", page, PAGE, total, query)
    return kit.listing(heading, total, rows, pages)


@dataclass(frozen=True)
class FormValues:
    """What a risk's form opens with."""

    title: str = ""
    project: models.Project | None = None
    probability: int = risks.MIDDLE
    impact: int = risks.MIDDLE
    owner: str = ""
    response: str = ""
    review: date | None = None


def form(
    callback: str, filled: FormValues, *, metadata: str, stamp: str = "", said: Sequence[str] = ()
) -> kit.Modal:
    """The form to create or edit a risk; `stamp` as in the form of a task."""
    blocks = [kit.context(each) for each in said]
    blocks += [
        fields.title(filled.title, stamp),
        fields.project(filled.project, stamp),
        fields.field(
            f"probability{stamp}", "Probability", _ratings(filled.probability), optional=False
        ),
        fields.field(f"impact{stamp}", "Impact", _ratings(filled.impact), optional=False),
        fields.owner(filled.owner, stamp),
        fields.long_field(f"response{stamp}", "Response", filled.response),
        fields.field(f"review{stamp}", "Review date", fields.date_box(filled.review)),
    ]
    title = "New risk" if callback == "risk.new" else "Edit risk"
    return kit.modal(title, callback, blocks, metadata=metadata)


def _ratings(chosen: int) -> kit.Element:
    options = [
        kit.option(f"{rating} · {name}", str(rating))
        for rating, name in enumerate(risk_scoring.RATINGS, 1)
    ]
    return kit.select("value", options, str(chosen))
