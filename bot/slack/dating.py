"""Questions about dates: what is unclear or past is never taken in silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from .. import dates
from ..errors import Invalid
from ..operations import deadlines
from ..ui import kit
from . import forms
from .call import Call

NO_DATE = "none"
"""The value of the button that leaves the date out."""
WHICH = "Which date do you mean?"


class Unclear(Exception):  # noqa: N818 - a question, not a failure
    """A date that is asked about before anything is changed; the words typed are kept."""

    def __init__(
        self, question: str, choices: Sequence[tuple[str, str]], words: str | None
    ) -> None:
        """Each choice is the label of a button and its value; `words` stand for the call's."""
        super().__init__(question)
        self.question = question
        self.choices = choices
        self.words = words

    def refusal(self, quoted: str) -> Invalid:
        """The question as a refusal, where it cannot be asked."""
        choices = " or ".join(label for label, _ in self.choices)
        return Invalid("due", f"{quoted}: {self.question} Write {choices}. Nothing was changed.")


def settled(
    call: Call, reading: dates.Reading | None, words: str | None = None
) -> dates.Deadline | None:
    """The date that somebody means, on their own clock; asks where they have to say it.

    `words` are kept in the place of the call's where a key was only assumed.
    """
    if call.decided:
        return None if call.decided == NO_DATE else deadlines.read(call.decided)
    if reading is None:
        return None
    first, other = reading.deadline, reading.other if reading.asked else None
    if other and not past(call, first) and not past(call, other):
        two = sorted([first, other], key=deadlines.write)
        raise Unclear(WHICH, [_button(call, each) for each in two], words)
    if not past(call, first):
        return first
    later = other if other and not past(call, other) else _next_such(call, first)
    choices = [("Keep it: overdue", deadlines.write(first))]
    choices += [_button(call, later)] if later else []
    raise Unclear(_is_past(call, first), [*choices, ("No date", NO_DATE)], words)


def _button(call: Call, deadline: dates.Deadline) -> tuple[str, str]:
    return dates.show(deadline, call.actor.today), deadlines.write(deadline)


def past(call: Call, deadline: dates.Deadline) -> bool:
    """Whether a deadline is over on the person's own clock; a day lasts until it ends."""
    return dates.instant(deadline, call.actor.zone) < call.actor.now


def _is_past(call: Call, deadline: dates.Deadline) -> str:
    return f"{dates.show(deadline, call.actor.today)} is past."


def _next_such(call: Call, deadline: dates.Deadline) -> dates.Deadline | None:
    """A past time tomorrow, a past weekday in the coming week, another day in its next year."""
    today = call.actor.today
    if deadline.day == today:
        return dates.Deadline(today + timedelta(days=1), deadline.time)
    if (today - deadline.day).days < 7:
        return dates.Deadline(deadline.day + timedelta(days=7), deadline.time)
    day = dates.next_such_day(today, deadline.day.month, deadline.day.day)
    return dates.Deadline(day, deadline.time) if day else None


def confirmed(call: Call, deadline: dates.Deadline | None) -> dates.Deadline | None:
    """The date of a form; one that is past is shown once more before it is saved."""
    if deadline is None or not past(call, deadline):
        return deadline
    written = deadlines.write(deadline)
    if call.meta.get("late") == written:
        return deadline
    said = f"{_is_past(call, deadline)} Save again to keep it as overdue, or choose another date."
    meta = forms.metadata(**{**call.meta, "late": written})
    raise forms.Redraw(kit.repeated(call.view, said, metadata=meta))


def refuse_no_such_day(text: str) -> None:
    """Refuse a day that no calendar has, rather than read half of it."""
    missing = dates.no_such_day(text)
    if missing:
        raise Invalid("due", f"There is no {missing}: nothing was changed. Give another date.")


def remarks(call: Call, reading: dates.Reading | None) -> list[str]:
    """What a change of the clocks did to the time that was typed."""
    deadline = reading.deadline if reading else None
    if call.decided:
        deadline = None if call.decided == NO_DATE else deadlines.read(call.decided)
    if deadline is None or deadline.time is None:
        return []
    typed = f"{deadline.time:%H:%M}"
    match dates.odd_clock(deadline, call.actor.zone):
        case "skipped":
            moved = deadlines.between(deadline, call.actor.zone, str(call.actor.zone))
            taken = f"{moved.time:%H:%M}" if moved and moved.time else typed
            return [f"{typed} does not exist that night: taken as {taken}."]
        case "twice":
            return [f"{typed} comes twice that night: the first is meant."]
    return []


def offered(call: Call, reading: dates.Reading | None) -> dates.Reading | None:
    """A reading whose other meaning still deserves a button under the answer."""
    return None if call.decided or (reading and reading.asked) else reading
