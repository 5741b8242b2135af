"""Questions: what the words did not say is chosen from a list, a calendar or a person menu."""

from __future__ import annotations

from collections.abc import Sequence

from . import fields, kit

QUESTIONS = {
    "project": "Which project is this for?",
    "program": "Which program?",
    "task": "Which task?",
    "milestone": "Which milestone?",
    "risk": "Which risk?",
    "person": "Who is it for?",
    "date": "When is it due?",
}


def ask(what: str, draft: int, typed: str) -> kit.Message:
    """A question with the menu that answers it; the words typed wait in the draft."""
    if what == "person":
        menu = {**fields.person_box(), "action_id": "pick.person"}
    elif what == "date":
        menu = {**fields.date_box(None), "action_id": "pick.date"}
    else:
        menu = kit.search(f"pick.{what}", "Type a key or a name")
    return kit.message(
        QUESTIONS[what],
        kit.section(kit.md("*{question}*", question=QUESTIONS[what])),
        kit.context(kit.cut(typed, 300)),
        kit.actions(menu, block_id=f"draft:{draft}"),
    )


def choose(
    question: str, choices: Sequence[tuple[str, str]], draft: int, typed: str
) -> kit.Message:
    """A question with a button for each answer; the words typed wait in the draft."""
    buttons = [
        kit.button(label, f"pick.due.{number}", value)
        for number, (label, value) in enumerate(choices)
    ]
    return kit.message(
        question,
        kit.section(kit.md("*{question}*", question=question)),
        kit.context(kit.cut(typed, 300)),
        kit.actions(*buttons, block_id=f"draft:{draft}"),
    )


def unknown_verb(
    command: str, verb: str, near: Sequence[str], *, draft: int | None = None
) -> kit.Message:
    """A verb that is none: what may be meant, and a button where the words look like a task."""
    guess = " or ".join(f"/{each}" for each in near)
    hint = f"Did you mean {guess}?" if near else f"/{command} help lists what I can do."
    blocks = [kit.section(f"“{kit.cut(verb, 40)}” is no verb of /{command}. {hint}")]
    if draft is not None:
        blocks.append(
            kit.actions(kit.button("Add it as a task", "task.draft", str(draft), style="primary"))
        )
    return kit.message(f"“{kit.cut(verb, 40)}” is no verb of /{command}. {hint}", *blocks)
