"""`/program`: verbs, buttons and forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .. import models
from ..errors import Refusal
from ..operations import access, digests, people, programs, reports
from ..operations.words import NAME_LIMIT, fit_title
from ..ui import kit
from ..ui import programs as ui
from . import forms, steps, typed, where
from .call import Answer, Call, Handler, Verb
from .projects import KEY, me, read_key, suggest_key


def new(call: Call) -> Answer:
    """Create a program from one line; else open the form."""
    key, rest = read_key(call.words)
    again = call.again(words=rest)
    line = again.line
    if not key or not line.title:
        person = where.person(again) or me(call)
        filled = ui.FormValues(
            key=key or suggest_key(line.title), name=line.title, manager=person.slack_id
        )
        return ui.form("program.new", filled, metadata=forms.metadata())
    name, objectives = fit_title(line.title, line.description, NAME_LIMIT)
    program = programs.add(
        call.actor,
        programs.New(key, name, where.person(again) or me(call), objectives, where.channel(again)),
    )
    cut = "The name was too long: the whole text is in the objectives."
    return _shown(call, program, "Created", said=[] if name == line.title else [cut])


def save_new(call: Call) -> Answer:
    """Create a program from its form."""
    program = programs.add(
        call.actor,
        programs.New(
            forms.text(call, "key"),
            forms.text(call, "name"),
            forms.person(call, "manager"),
            forms.text(call, "objectives"),
            _channel_field(call),
        ),
    )
    return _shown(call, program, "Created")


def _channel_field(call: Call) -> models.Channel | None:
    chosen = call.fields.get("channel")
    return people.channel(call.actor, chosen) if chosen else None


def list_(call: Call) -> Answer:
    """All programs, one line each."""
    found = programs.listed(call.actor)
    if not found:
        return kit.nothing("Programs", "/program new RAIL Northern line @pia makes one.")
    return ui.board([(each, len(programs.included(call.actor, each))) for each in found])


def named(call: Call) -> tuple[models.Program, str]:
    """The program whose key leads the words, else the only one there is; and the words left."""
    first, _, rest = call.words.strip().partition(" ")
    found = access.find_program(call.actor, first) if first else None
    if found is not None:
        return found, rest.strip()
    listed = programs.listed(call.actor)
    is_key = KEY.fullmatch(first) is not None
    of_a_project = is_key and access.find_project(call.actor, first) is not None
    if is_key and first.isupper() and not of_a_project:
        return access.program(call.actor, first), rest.strip()
    if not listed:
        raise Refusal("There is no program yet: `/program new RAIL Northern line` makes one.")
    if len(listed) == 1:
        return listed[0], call.words.strip()
    raise where.Missing("program")


def show(call: Call) -> Answer:
    """The station board: a line per project."""
    program, rest = named(call)
    if rest:
        raise Refusal(f"I do not understand {steps.quoted(rest)}: `show` takes a key only.")
    return _shown(call, program, "")


def edit(call: Call) -> Answer:
    """The form of one program, filled with what was typed."""
    program, rest = named(call)
    again = call.again(words=rest)
    manager, channel = where.person(again), where.channel(again)
    given = steps.given(
        name=again.line.title,
        manager_id=manager.id if manager else None,
        objectives=again.line.description,
        channel_id=channel.id if channel else None,
    )
    return _form(forms.opened(call, program, **given))


def _form(opened: forms.Opened) -> kit.Modal:
    channel = _known(opened.call, opened.find(models.Channel, "channel_id"))
    filled = ui.FormValues(
        key=opened["key"],
        name=opened["name"],
        manager=opened.person("manager_id"),
        objectives=opened["objectives"],
        channel=channel.slack_id if channel else "",
    )
    kept = forms.metadata(**opened.kept)
    return ui.form("program.edit", filled, metadata=kept, stamp=opened.stamp, said=opened.said)


def _known(call: Call, channel: models.Channel | None) -> models.Channel | None:
    """The digest's channel, where the person may know of it."""
    return channel if channel is not None and people.sees_channel(call.actor, channel) else None


def save_edit(call: Call) -> Answer:
    """Save a program's form, minding what others changed while it was open."""
    program = access.program(call.actor, call.meta["key"])
    manager = forms.person(call, "manager", program.manager)
    channel = _channel_field(call)
    if channel is None and _known(call, program.channel) is None:
        channel = program.channel  # what the form did not show, it does not take away
    wanted: dict[str, Any] = {
        "name": forms.text(call, "name"),
        "manager_id": manager.id if manager else None,
        "channel_id": channel.id if channel else None,
    }
    if "objectives" in call.fields:
        wanted["objectives"] = forms.text(call, "objectives")

    left, said = forms.merge(call, program, wanted, _form)
    programs.rename_key(call.actor, program, forms.text(call, "key"))
    programs.edit(call.actor, program, **left)
    call.actor.session.expire(program, ["manager", "channel"])
    return _shown(call, program, "Saved" if call.actor.set_id else "Nothing changed in", said=said)


def _projects(call: Call, program: models.Program, words: str) -> list[models.Project]:
    keys = typed.plain(words).replace(",", " ").split()
    if not keys:
        raise where.Missing("project", program.key)
    return [access.project(call.actor, key) for key in dict.fromkeys(keys)]


def add(call: Call) -> Answer:
    """Put projects into a program."""
    program, rest = named(call)
    found = _projects(call, program, rest)
    said = []
    for project in found:
        before = project.program
        if not programs.include(call.actor, program, project):
            said.append(f"{project.key} is in it already.")
        elif before is not None and before.deleted_at is None:
            said.append(f"{project.key} was part of {before.key} until now.")
    return _shown(call, program, "Added to", said=said)


def remove(call: Call) -> Answer:
    """Take projects out of a program."""
    program, rest = named(call)
    found = _projects(call, program, rest)
    for project in found:
        programs.exclude(call.actor, program, project)
    return _shown(call, program, "Removed from")


def overview(call: Call) -> Answer:
    """No words: the only program's board, or all of them."""
    found = programs.listed(call.actor)
    return _shown(call, found[0], "") if len(found) == 1 else list_(call)


def _shown(
    call: Call, program: models.Program, did: str, *, said: Sequence[str] = ()
) -> kit.Message:
    included = programs.included(call.actor, program)
    standings = reports.standings(call.actor.session, included, call.actor.now)
    return ui.card(
        call.actor,
        program,
        did,
        channel=_known(call, program.channel),
        standings=standings,
        rhythms=[
            digests.words_with_place(call.actor, each)
            for each in digests.listed(call.actor.session, program)
        ],
        said=said,
        undo=call.actor.set_id,
    )


VERBS: dict[str, Verb] = {
    "new": Verb(new, "new RAIL Northern line @pia", "Start a program"),
    "list": Verb(list_, "list", "All programs"),
    "show": Verb(show, "show RAIL", "The station board: a line per project"),
    "edit": Verb(edit, "edit RAIL", "Name, manager, objectives, digest channel"),
    "add": Verb(add, "add RAIL WEB", "Put a project into a program"),
    "remove": Verb(remove, "remove RAIL WEB", "Take a project out"),
}

BUTTONS: dict[str, Handler] = {
    "program.edit": lambda call: edit(call.again(words=call.value)),
}

FORMS: dict[str, Handler] = {"program.new": save_new, "program.edit": save_edit}
