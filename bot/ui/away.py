"""Being away, as people see it: the plan of who takes what, the question, the answers."""

from __future__ import annotations

from collections.abc import Sequence

from .. import dates, models
from ..operations import away, handovers
from ..operations.words import count
from . import fields, kit, when

HOW = (
    "Say when: /pm away 3-14 aug, /pm away next week, /pm away tomorrow. "
    "I list what of yours is due then and ask others to take it; after, it comes back to you."
)
KEEP = "Choose yourself for what stays with you. Nobody hears of it before you press the button."
STATE = {
    models.ASKED: "asked",
    models.ACCEPTED: "takes it",
    models.TAKEN: "has it",
    models.DECLINED: "declined",
    models.RETURNED: "gave it back",
}
MINE = {
    models.ACCEPTED: "you take it",
    models.TAKEN: "it is yours",
    models.DECLINED: "you declined",
    models.RETURNED: "it went back",
}
MOST = 20


def nowhere() -> kit.Message:
    """Nobody is away, and how to say it."""
    return kit.message("You are not away.", kit.section("You are not away."), kit.context(HOW))


def plan(
    reader: when.Reader, found: handovers.Plan, did: str = "", *, undo: int | None = None
) -> kit.Message:
    """The days of an absence, what was asked, and a menu for each task that is still open."""
    absence = found.absence
    lead = f"{did or 'You are away'} {away.days(absence, reader.today)}"
    blocks = [kit.section(kit.md("*{lead}*", lead=lead))]
    blocks += [kit.context(each) for each in _remarks(reader, found)]
    if found.asked:
        lines = [_asked(each) for each in found.asked]
        blocks.append(kit.rich(kit.bullets(lines, MOST)))
    if found.open:
        blocks.append(kit.section("Due in these days. Who takes it?"))
        blocks += [_menu(reader, task, person) for task, person in found.open]
        if found.rest:
            blocks.append(kit.context(f"and {found.rest:,} more, when these are settled"))
        blocks.append(kit.context(KEEP))
    elif not found.asked:
        blocks.append(kit.context("Nothing of yours is due in these days."))
    return kit.message(lead, *blocks, kit.actions(*_buttons(reader, found, undo)))


def _remarks(reader: when.Reader, found: handovers.Plan) -> list[str]:
    lines = [
        f"Milestone {each.key} {each.title} is due {dates.show_day(each.due, reader.today)}."
        for each in found.milestones[:5]
        if each.due
    ]
    lines += [
        f"Risk {each.key} {each.title} is to be reviewed "
        f"{dates.show_day(each.review, reader.today)}."
        for each in found.risks[:5]
        if each.review
    ]
    return lines


def _asked(handover: models.Handover) -> kit.Element:
    task = handover.task
    return kit.line(
        kit.bold(task.key),
        f"  {task.title} · {handover.receiver.name} {STATE[handover.state]}",
        " · done" if task.status == models.DONE else "",
    )


def _menu(reader: when.Reader, task: models.Task, person: models.Person | None) -> kit.Block:
    menu = {**fields.person_box(person.slack_id if person else ""), "action_id": "away.to"}
    proposed = "" if person else " · nobody proposed"
    text = f"{task.key}  {task.title} · due {when.due(task, reader.zone, reader.today)}{proposed}"
    return {**kit.section(text, menu), "block_id": f"to:{task.id}"}


def _buttons(reader: when.Reader, found: handovers.Plan, undo: int | None) -> list[kit.Element]:
    buttons = []
    if found.open:
        proposed = [f"{task.id}:{person.slack_id}" for task, person in found.open if person]
        value = f"{found.absence.id}|{','.join(proposed)}"
        buttons.append(kit.button("Ask them", "away.ask", value, style="primary"))
    if found.absence.first <= reader.today:
        buttons.append(kit.button("I am back", "away.back", str(found.absence.id)))
    else:
        buttons.append(kit.button("Not away after all", "away.off", str(found.absence.id)))
    buttons += kit.undo(undo)
    return buttons


def question(
    reader: when.Reader, asked: Sequence[models.Handover], said: Sequence[str] = ()
) -> kit.Message:
    """What somebody who will be away asks another to take, with an answer for each task."""
    absence = asked[0].absence
    days = away.days(absence, reader.today)
    lead = f"{absence.person.name} is away {days} and asks whether you take over:"
    is_open = [each for each in asked if handovers.waits(each)]
    settled = [each for each in asked if each not in is_open]
    blocks = [kit.section(lead if is_open else f"{absence.person.name} is away {days}.")]
    blocks += [kit.context(each) for each in said]
    for each in is_open[:MOST]:
        blocks += row(reader, each)
    if len(is_open) > MOST:
        blocks.append(kit.context(f"and {len(is_open) - MOST:,} more, when these are answered"))
    if len(is_open) > 1:
        blocks.append(
            kit.actions(kit.button("Accept all", "handover.all", str(absence.id), style="primary"))
        )
    if settled:
        blocks.append(kit.rich(kit.bullets([_settled(each) for each in settled], MOST)))
    if is_open:
        blocks.append(kit.context("After these days what is not done goes back by itself."))
    return kit.message(lead, *blocks)


def row(reader: when.Reader, handover: models.Handover, place: str = "handover") -> list[kit.Block]:
    """One task that is asked of the reader; `place` begins the ids of its buttons."""
    task, value = handover.task, str(handover.id)
    due = when.due(task, reader.zone, reader.today)
    return [
        kit.section(f"{task.key}  {task.title}" + (f" · due {due}" if due else "")),
        kit.actions(
            kit.button("Accept", f"{place}.yes", value),
            kit.button("Decline", f"{place}.no", value),
        ),
    ]


def _settled(handover: models.Handover) -> kit.Element:
    task = handover.task
    state = MINE.get(handover.state, "no more to do")
    return kit.line(kit.bold(task.key), f"  {task.title} · {state}")


def over(name: str) -> kit.Message:
    """What was asked is no more: the absence was taken back."""
    return kit.message(f"{name} is not away: there is nothing to take over.")


def answers(reader: when.Reader, found: Sequence[models.Handover]) -> kit.Message | None:
    """What the others said to whoever will be away."""
    if not any(each.state in (models.ACCEPTED, models.TAKEN, models.DECLINED) for each in found):
        return None
    absence = found[0].absence
    lead = f"Who takes what while you are away {away.days(absence, reader.today)}"
    blocks = [
        kit.section(kit.md("*{lead}*", lead=lead)),
        kit.rich(kit.bullets([_asked(each) for each in found], MOST)),
    ]
    declined = sum(each.state == models.DECLINED for each in found)
    if declined:
        hint = f"{count(declined, 'task')} declined: /pm away lets you choose somebody else."
        blocks.append(kit.context(hint))
    return kit.message(lead, *blocks)


def back(
    reader: when.Reader, found: Sequence[models.Handover], *, undo: int | None = None
) -> kit.Message:
    """What came back to somebody, and what became of the rest meanwhile."""
    lead = "Welcome back."
    returned = [e for e in found if e.state == models.RETURNED]
    done = [e for e in found if e.state == models.TAKEN and e.task.status == models.DONE]
    kept = [e for e in found if e.state == models.TAKEN and e not in done]
    blocks = [kit.section(lead)]
    for heading, rows in (("Yours again", returned), ("Done meanwhile", done), ("Elsewhere", kept)):
        if rows:
            blocks.append(kit.section(kit.md("*{heading}*", heading=heading)))
            blocks.append(kit.rich(kit.bullets([_back(each) for each in rows], MOST)))
    blocks += kit.row(*kit.undo(undo))
    return kit.message(lead, *blocks)


def _back(handover: models.Handover) -> kit.Element:
    task = handover.task
    return kit.line(kit.bold(task.key), f"  {task.title} · {handover.receiver.name} had it")


def returned(found: Sequence[models.Handover]) -> kit.Message | None:
    """To a receiver: what went back to its owner."""
    rows = [each for each in found if each.state == models.RETURNED]
    if not rows:
        return None
    name = rows[0].absence.person.name
    lead = f"{name} is there again, and this is {name}'s again. Thank you."
    lines = [kit.line(kit.bold(e.task.key), f"  {e.task.title}") for e in rows]
    return kit.message(lead, kit.section(lead), kit.rich(kit.bullets(lines, MOST)))


def taken_back(*, undo: int | None = None) -> kit.Message:
    """Somebody is not away after all."""
    said = "You are not away: what was asked of others is off, and what they had is yours again."
    buttons = kit.undo(undo)
    return kit.message(said, kit.section(said), *([kit.actions(*buttons)] if buttons else []))
