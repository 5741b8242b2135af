"""Short words that no noun owns: refusals, trouble, nothing to show."""

from __future__ import annotations

from datetime import date
from typing import Any

from .. import dates, models
from . import kit

FIELDS = {
    "due": "Due date",
    "due_time": "Due time",
    "owner_id": "Owner",
    "manager_id": "Manager",
    "milestone_id": "Milestone",
    "parent_id": "Part of",
    "project_id": "Project",
    "program_id": "Program",
    "estimate_low": "Estimate",
    "estimate_high": "Estimate",
    "channel_id": "Digest channel",
    "results": "Expected results",
    "review": "Review date",
}
"""Columns whose label on forms is not simply their name."""


def refusal(text: str) -> kit.Message:
    """What is wrong and what would be right, as the refusal says it."""
    return kit.message(text, kit.section(text.replace("`", "")))


def database_trouble(reason: str) -> kit.Message | None:
    """The database did not take the change; None where it is our words that were wrong."""
    if any(sign in reason for sign in ("no such", "syntax error", "aborted")):
        return None
    if "readonly" in reason or "read-only" in reason:
        text = (
            "My database is read-only at the moment, so nothing was changed: tell whoever runs me."
        )
    elif any(sign in reason for sign in ("locked", "lock timeout", "deadlock")):
        text = "My database is busy, so nothing was changed: try again in a minute."
    else:
        text = "I cannot reach my database, so nothing was changed: try again in a minute."
    return kit.message(text)


def unexpected(reference: str) -> kit.Message:
    """A mistake of ours; the reference finds it in the log."""
    return kit.message(
        f"Something went wrong on my side and nothing was changed (reference {reference}). "
        "Try again; if it stays, give the reference to whoever runs me."
    )


STILL_SAVING = "I am still saving this: press the button again in a moment; it is saved once."


def done_before() -> kit.Message:
    """The same request came again."""
    return kit.message("That came twice; it was done once.")


def offers_form(draft: int) -> kit.Message:
    """A form was asked for in words, where Slack lets us open none: a button may."""
    text = "This takes a form: open it here, or say all of it in one line."
    button = kit.button("Open the form", "form.open", str(draft), style="primary")
    return kit.message(text, kit.section(text), kit.actions(button))


def form_closed() -> kit.Message:
    """Slack did not open the form in time."""
    return kit.message("Slack did not open the form in time and nothing was changed: try again.")


def field_name(column: str) -> str:
    """A column by the label that forms give it."""
    return FIELDS.get(column, column.replace("_", " ").capitalize())


def changed_meanwhile(change: models.Change, author: str) -> str:
    """What somebody else did to the item while a form was open, in plain words."""
    said = f"{author} changed {field_name(change.field)} meanwhile"
    if change.field.endswith("_id"):
        return f"{said}."
    return f"{said}: {_value(change.old)} → {_value(change.new)}"


def _value(value: Any) -> str:
    """A value of the history, for people: dates with their weekday."""
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return kit.cut(str(value or "empty"), 60)
    return dates.show_day(day, day)
