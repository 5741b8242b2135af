"""`/pm away` and `/pm back`: who takes what meanwhile, and the answers to that question."""

from __future__ import annotations

from datetime import date

from .. import dates, models
from ..errors import Invalid, Refusal
from ..operations import away as operations
from ..operations import handing, handovers, people
from ..ui import away as ui
from . import steps, typed
from .call import Answer, Call, Handler, Verb

OFF = {"off", "no", "none", "not", "never", "cancel"}


def away(call: Call) -> Answer:
    """Say when I am away; with no words, what I said; `off` takes it back."""
    words = typed.plain(call.words).strip()
    standing = operations.standing(call.actor)
    if words.casefold() in OFF:
        if not standing:
            return ui.nowhere()
        return _off(call, standing[0])
    if not words:
        return _plan(call, standing[0]) if standing else ui.nowhere()
    found = _stretch(call, words)
    if found is None:
        raise Invalid(
            "days",
            f"{steps.quoted(words)} are no days that I can read: "
            "try “3-14 aug”, “next week” or 2026-12-21 to 2027-01-02.",
        )
    absence = operations.say(call.actor, *found)
    return _plan(call, absence, "Noted: you are away" if call.actor.set_id else "You are away")


def is_meant(call: Call, words: str) -> bool:
    """Whether words behind “away”, said to us in talk, say when."""
    return words.casefold() in OFF or _stretch(call, typed.plain(words)) is not None


def _stretch(call: Call, words: str) -> tuple[date, date] | None:
    who = call.actor.who
    return dates.read_stretch(words, call.actor.here, language=who.language, order=who.order)


def _plan(call: Call, absence: models.Absence, did: str = "") -> Answer:
    found = handovers.plan(call.actor, absence)
    return ui.plan(call.actor, found, did, undo=call.actor.set_id)


def _off(call: Call, absence: models.Absence) -> Answer:
    handing.take_back(call.actor, absence)
    return ui.taken_back(undo=call.actor.set_id)


def back(call: Call) -> Answer:
    """End my absence early."""
    absence = handing.come_back(call.actor)
    found = handing.seen_by(call.actor.session, absence, call.actor.who)
    return ui.back(call.actor, found, undo=call.actor.set_id)


# ── buttons of whoever is away ───────────────────────────────────────────────────────────────


def choose(_call: Call) -> Answer:
    """Somebody was chosen in a menu: nothing happens before *Ask them*."""
    return None


def ask(call: Call) -> Answer:
    """*Ask them*: everybody who stands in a menu, as it is now."""
    number, _, proposed = call.value.partition("|")
    absence = operations.own(call.actor, int(number))
    wanted = dict(each.split(":") for each in proposed.split(",") if each)
    for block, slack_id in call.fields.items():
        if block.startswith("to:") and slack_id:
            wanted[block.removeprefix("to:")] = slack_id
    chosen = {int(task): people.owner(call.actor, slack_id) for task, slack_id in wanted.items()}
    asked = handovers.ask(call.actor, absence, chosen)
    return _plan(
        call, absence, "Asked. You are away" if asked else "Nobody was asked. You are away"
    )


def off_button(call: Call) -> Answer:
    """*Not away after all*."""
    return _off(call, operations.own(call.actor, int(call.value)))


# ── buttons of whoever is asked ──────────────────────────────────────────────────────────────


def _answered(accept: bool) -> Handler:
    """*Accept* or *Decline*: the question is drawn anew with the answer."""

    def run(call: Call) -> Answer:
        found = handovers.answer(call.actor, int(call.value), accept=accept)
        return _question(call, found.absence_id, said_of(found))

    return run


def said_of(handover: models.Handover) -> str:
    """What an answer means."""
    task, owner = handover.task, handover.absence.person.name
    if handover.state == models.TAKEN:
        return f"{task.key} is yours now. /pm undo takes it back."
    if handover.state == models.ACCEPTED:
        return f"{task.key} will be yours when {owner} is away. /pm undo takes it back."
    return f"You declined {task.key}: {owner} hears of it."


def accept_all(call: Call) -> Answer:
    """*Accept all*: whatever is still asked."""
    asked = [
        each for each in handovers.waiting_for(call.actor) if str(each.absence_id) == call.value
    ]
    taken = [handovers.answer(call.actor, each.id, accept=True).task.key for each in asked]
    if not taken:
        raise Refusal("Nothing is left to accept: nothing was changed.")
    return _question(call, int(call.value), f"You accepted {', '.join(taken)}.")


def _question(call: Call, absence_id: int, said: str) -> Answer:
    return ui.question(call.actor, handovers.asked_of(call.actor, absence_id), [said])


VERBS: dict[str, Verb] = {
    "away": Verb(away, "away 3-14 aug", "Say when you are away, and who takes what meanwhile"),
    "back": Verb(steps.alone(back), "back", "You are back: what you handed over is yours again"),
}

BUTTONS: dict[str, Handler] = {
    "away.to": choose,
    "away.ask": ask,
    "away.off": off_button,
    "away.back": back,
    "handover.yes": _answered(accept=True),
    "handover.no": _answered(accept=False),
    "handover.all": accept_all,
}
