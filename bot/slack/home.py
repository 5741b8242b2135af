"""`/pm` and the home page: what is personal or crosses nouns."""

from __future__ import annotations

from .. import models
from ..operations import access, history, people, projects, reports, tasks
from ..ui import home as ui
from ..ui import kit
from ..ui import reports as reports_ui
from .call import Answer, Call, Handler, Verb


def my(call: Call) -> Answer:
    """My day: late, due today, due soon, and how much is left."""
    found, rest = _day(call)
    return ui.my_day(call.actor, found, rest)


def _day(call: Call) -> tuple[reports.Morning, int]:
    me = people.owner(call.actor, call.actor.who.slack_id)
    found = reports.morning(call.actor.session, me, call.actor.now)
    _, total = tasks.list_tasks(call.actor, tasks.Filter(owner_id=me.id), size=1)
    return found, total - len(found.overdue) - len(found.today) - len(found.soon)


def page(call: Call, said: str = "") -> Answer:
    """The App Home tab; `said` is what was just done there."""
    found, rest = _day(call)
    standings = reports.standings(call.actor.session, projects.mine(call.actor), call.actor.now)
    return ui.page(call.actor, found, rest, standings, said)


def hello(_call: Call) -> Answer:
    """A direct message that is no command."""
    return ui.hello()


def undo(call: Call) -> Answer:
    """Take back the newest step of mine."""
    return _undone(call, history.last_step(call.actor))


def undo_button(call: Call) -> Answer:
    """Take back the step that an *Undo* button stands for."""
    return _undone(call, history.own_step(call.actor, int(call.value)))


def _undone(call: Call, step: models.ChangeSet) -> Answer:
    return ui.undone(step, history.undo(call.actor, step))


def _finished(call: Call) -> str:
    """Finish the task that a row's *Done* stands for; says what became of it."""
    task = access.task(call.actor, call.value)
    fresh = tasks.finish(call.actor, task)
    call.actor.session.flush()
    return f"{task.key} is done." if fresh else f"{task.key} was done already."


def note_done(call: Call) -> Answer:
    """*Done* in a morning note: the note is drawn anew without the task."""
    _finished(call)
    found, _ = _day(call)
    return (
        kit.message("All done for today.") if found.empty else reports_ui.morning(call.actor, found)
    )


def my_done(call: Call) -> Answer:
    """*Done* in the answer to `/pm`: my day is drawn anew."""
    _finished(call)
    return my(call)


def home_done(call: Call) -> Answer:
    """*Done* on the home page: the page is drawn anew and says so."""
    return page(call, f"{_finished(call)} /pm undo takes it back.")


def overview(call: Call) -> Answer:
    """No words: my day."""
    return my(call)


VERBS: dict[str, Verb] = {
    "my": Verb(my, "my", "What is mine now"),
    "undo": Verb(undo, "undo", "Take back my last step"),
}

BUTTONS: dict[str, Handler] = {
    "undo": undo_button,
    "note.done": note_done,
    "my.done": my_done,
    "home.done": home_done,
}
