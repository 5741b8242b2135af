"""`/pm` and the home page: what is personal or crosses nouns."""

from __future__ import annotations

from collections.abc import Callable

from .. import models
from ..errors import Refusal
from ..operations import access, handing, handovers, history, people, reports, task_lists
from ..operations import home as operations
from ..ui import home as ui
from ..ui import kit
from . import away, steps, task_forms, task_state, task_watch
from .call import Answer, Call, Handler, Verb


def my(call: Call) -> Answer:
    """My day: late, due today, due soon, and how much is left."""
    found, rest = _day(call)
    return ui.my_day(call.actor, found, rest)


def _day(call: Call) -> tuple[reports.Morning, int]:
    me = people.owner(call.actor, call.actor.who.slack_id)
    found = reports.morning(call.actor.session, me, call.actor.now)
    _, total = task_lists.page(call.actor, task_lists.Filter(owner_id=me.id), size=1)
    return found, total - len(found.overdue) - len(found.today) - len(found.soon)


def page(call: Call, said: str = "") -> kit.Modal:
    """The App Home tab; `said` is what was just done there."""
    me = people.owner(call.actor, call.actor.who.slack_id)
    me.home_at, call.actor.at_home = call.actor.now, True
    call.actor.session.flush()
    return ui.page(call.actor, operations.gather(call.actor.session, me, call.actor.now), said)


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


def my_done(call: Call) -> Answer:
    """*Done* in the answer to `/pm`: my day is drawn anew."""
    _, asked = task_state.row_done(call)
    found, rest = _day(call)
    return kit.above(asked, ui.my_day(call.actor, found, rest))


def home_done(call: Call) -> Answer:
    """*Done* on the home page: the page is drawn anew and says so."""
    asked: list[kit.Block] = []

    def finish(call: Call) -> str:
        said, more = task_state.row_done(call)
        asked.extend(more)
        return f"{said} /pm undo takes it back." if said else ""

    return kit.above(asked, _at_home(finish)(call))


def my_snooze(call: Call) -> Answer:
    """*Snooze…* in the answer to `/pm`: my day is drawn anew."""
    said = task_watch.row_snoozed(call)
    found, rest = _day(call)
    return kit.above([kit.context(said)], ui.my_day(call.actor, found, rest))


def _at_home(do: Callable[[Call], str]) -> Callable[[Call], kit.Modal]:
    """A button of the home page: the page is drawn anew and says what was done, or why not."""

    def run(call: Call) -> kit.Modal:
        try:
            with call.actor.session.begin_nested():
                said = do(call)
        except Refusal as refused:
            call.actor.forget()
            said = str(refused).replace("`", "")
        return page(call, said)

    return run


def _home_undo(call: Call) -> str:
    """Take back the step that the button names."""
    step = history.own_step(call.actor, int(call.value))
    history.undo(call.actor, step)
    return f"Undone: {step.words}."


def _home_back(call: Call) -> str:
    """*I am back*."""
    handing.come_back(call.actor)
    return "Welcome back: what you handed over is yours again."


def _home_answer(accept: bool) -> Callable[[Call], str]:
    """*Accept* or *Decline* under a task that somebody asks to take over."""
    return lambda call: away.said_of(handovers.answer(call.actor, int(call.value), accept=accept))


def home_new(call: Call) -> Answer:
    """*New task*: the form, whose answer is the page."""
    form = task_forms.open_form(call.again(words=""))
    assert isinstance(form, kit.Modal)
    return kit.Modal({**form.view, "callback_id": "home.new"})


def home_saved(call: Call) -> Answer:
    """The form of *New task* was saved: the page is drawn anew and says so."""
    saved = task_forms.save_new(call)
    if isinstance(saved, kit.Modal):
        return saved  # it asks something first
    step = history.own_step(call.actor, call.actor.set_id or 0)
    return page(call, f"Saved: {step.words}. /pm undo takes it back.")


def home_tasks(call: Call) -> Answer:
    """*Tasks* of a project: what is open there."""
    project = access.project(call.actor, call.value)
    wanted = task_lists.Filter(project_ids=(project.id,))
    found, total = task_lists.page(call.actor, wanted, size=40)
    return ui.project_tasks(call.actor, project, found, total)


def overview(call: Call) -> Answer:
    """No words: my day."""
    return my(call)


VERBS: dict[str, Verb] = {
    "my": Verb(steps.alone(my), "my", "What is mine now"),
    **away.VERBS,
    "undo": Verb(steps.alone(undo), "undo", "Take back my last step; once more, the one before it"),
}

BUTTONS: dict[str, Handler] = {
    "undo": undo_button,
    **away.BUTTONS,
    "note.snooze": my_snooze,  # in notes of an older version of me
    "my.snooze": my_snooze,
    "home.snooze": _at_home(task_watch.row_snoozed),
    "home.new": home_new,
    "home.tasks": home_tasks,
    "home.undo": _at_home(_home_undo),
    "home.back": _at_home(_home_back),
    "home.yes": _at_home(_home_answer(accept=True)),
    "home.no": _at_home(_home_answer(accept=False)),
    **{
        f"{name}.done{way}": run
        for name, run in (("note", my_done), ("my", my_done), ("home", home_done))
        for way in task_state.WAYS
    },
}

FORMS: dict[str, Handler] = {"home.new": home_saved}
