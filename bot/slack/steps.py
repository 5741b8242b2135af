"""What the verbs of several nouns have in common: keys, remarks, other readings of a date."""

from __future__ import annotations

import re
from typing import Any

from .. import dates, models
from ..errors import Invalid, Refusal
from ..operations import deadlines, drafts
from ..ui import kit, pickers
from . import dating, typed, where
from .call import Answer, Call, Handler

MOST_KEYS = 50
"""As many fit into the value of a button that asks about them."""
NO_DATE = {"none", "never", "remove", "off", "-"}
"""Words that take a date away."""
DUE_NONE = re.compile(r"(?:^|\s)due (?:none|never|off)(?=$|\s)", re.IGNORECASE)
UNREAD_DATE = re.compile(r"\b(?:due|by|before|until) ((?:\S+ ){0,2}\S+)$", re.IGNORECASE)


def asking(run: Handler, call: Call) -> Answer:
    """Run a handler; what its words do not say becomes a question that keeps them."""
    try:
        return run(call)
    except where.Missing as missing:
        words = f"{call.verb} {missing.words or call.words}".strip()
        draft = drafts.keep(call.actor, call.command, words)
        return pickers.ask(missing.what, draft, f"/{call.name} {typed.plain(words)}")
    except dating.Unclear as unclear:
        rest = call.words if unclear.words is None else unclear.words
        where_to = f" in:{call.picked}" if call.picked else ""
        words = f"{call.verb} {rest}{where_to}".strip()
        draft = drafts.keep(call.actor, call.command, words)
        asked = f"/{call.name} {typed.plain(words)}"
        return pickers.choose(unclear.question, unclear.choices, draft, asked)


def press(noun: str, run: Handler) -> Handler:
    """A button that does what a verb of the noun does, for the key that is its value."""
    return lambda call: run(call.again(command=noun, words=call.value))


def alone(run: Handler) -> Handler:
    """A verb that takes no words."""

    def refusing(call: Call) -> Answer:
        if call.words.strip():
            raise Refusal(
                f"I do not understand {quoted(call.words)}: `{call.verb}` takes no words."
            )
        return run(call)

    return refusing


def only_item(call: Call) -> where.Found:
    """The item of a verb that takes a key and nothing else."""
    found = where.item(call)
    if found.words.strip():
        raise Refusal(f"I do not understand {quoted(found.words)}: `{call.verb}` takes a key only.")
    return found


def only_items(call: Call) -> tuple[list[Any], list[str]]:
    """The items of a verb that takes keys and nothing else, and the remark of `assumed`."""
    found, rest, assumed_ = where.items(call)
    if rest.strip():
        raise Refusal(f"I do not understand {quoted(rest)}: give keys such as WEB-12.")
    if len(found) > MOST_KEYS:
        raise Refusal(f"I take {MOST_KEYS} keys at a time: you gave {len(found)}.")
    return found, assumed(where.Found(found[0], "", assumed_))


def quoted(words: str) -> str:
    """Words as they were typed, in quotes."""
    return f"“{kit.cut(typed.plain(words), 60)}”"


def without_due(words: str) -> tuple[str, bool]:
    """The words without `due none`, and whether it stood there."""
    rest = DUE_NONE.sub("", words, count=1)
    return rest.strip(), rest != words


def given(**fields: Any) -> dict[str, Any]:
    """The fields that the words say something about."""
    return {name: value for name, value in fields.items() if value}


def unread_date(title: str) -> list[str]:
    """The remark that the end of a title looks like a deadline and is none."""
    found = UNREAD_DATE.search(title)
    if found is None or not re.search(r"\d", found[1]):
        return []
    return [f"“{found[1]}” is no date that I can read, so it stays in the title."]


def read_date(call: Call, words: str) -> dates.Reading:
    """A date typed after a verb; refuses what is none."""
    who = call.actor.who
    said = typed.plain(words)
    phrase = said.removeprefix("due ").removeprefix("by ").removeprefix("on ")
    reading = dates.read_phrase(phrase, call.actor.here, language=who.language, order=who.order)
    if reading is None:
        dating.refuse_no_such_day(f"due {phrase}")
        raise Invalid(
            "due",
            f"{quoted(words)} is no date that I can read: "
            "try “friday 5pm”, “in 3 working days” or 2027-03-01.",
        )
    return reading


def assumed(found: where.Found) -> list[str]:
    """The remark that no key was typed."""
    return [f"You gave no key, so I took {found.item.key}."] if found.assumed else []


def last_page(total: int, size: int) -> int:
    """The page that a list ends on, for when it got shorter than what was turned to."""
    return max(total - 1, 0) // size


def form_project(call: Call) -> models.Project | None:
    """The project that a new form opens with; it asks for it where the words do not say."""
    try:
        return where.project(call)
    except where.Missing:
        return None


def for_project(
    call: Call, deadline: dates.Deadline | None, project: models.Project
) -> dates.Deadline | None:
    """A deadline typed on the person's clock, on the project's."""
    return deadlines.between(deadline, call.actor.zone, project.zone)


def other_reading(call: Call, key: str, reading: dates.Reading | None) -> tuple[str, str] | None:
    """Label and value of the button with the other meaning of an unclear date."""
    if reading is None or reading.other is None:
        return None
    shown = dates.show(reading.other, call.actor.today)
    return f"Meant {shown}?", f"{key}|{deadlines.write(reading.other)}"
