"""`/project`: verbs, buttons and forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .. import models
from ..errors import Invalid, Refusal
from ..operations import access, focus, imports, people, projects, reports, words
from ..ui import imports as imports_ui
from ..ui import kit
from ..ui import projects as ui
from . import files, forms, grammar, steps, where
from .call import Answer, Call, Handler, NeedsSlack, Verb

PAGE = 20
KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}")


def new(call: Call) -> Answer:
    """Create a project from one line, with this channel as its home; else open the form."""
    key, rest = read_key(call.words)
    line = call.again(words=rest).line
    if not key or not line.title:
        return _form(call, key, line)
    name, scope = words.fit_title(line.title, line.description, words.NAME_LIMIT)
    project = projects.add(
        call.actor,
        projects.New(
            key=key,
            name=name,
            manager=where.person(call.again(words=rest)) or me(call),
            channel=here(call),
            start=line.start.day if line.start else None,
            due=line.due.deadline.day if line.due else None,
            scope=scope,
        ),
    )
    said = [] if name == line.title else ["The name was too long: the whole text is in the scope."]
    if line.due is None:
        said += steps.unread_date(name)
    return shown(call, project, "Created", said=said)


def read_key(typed: str) -> tuple[str, str]:
    """A key in front of a name: capitals, or a short word in small letters; else empty."""
    first, _, rest = typed.strip().partition(" ")
    looks = first.isupper() or (first.islower() and len(first) <= 5)
    if looks and KEY.fullmatch(first):
        return first.upper(), rest
    return "", typed


def me(call: Call) -> models.Person:
    """The person who asks, as an owner."""
    return people.owner(call.actor, call.actor.who.slack_id, "manager")


def here(call: Call) -> models.Channel | None:
    """The channel that the words were typed in; None in direct messages."""
    actor = call.actor
    return people.find_channel(actor.session, actor.who.workspace_id, actor.channel)


def _form(call: Call, key: str, line: grammar.Line) -> kit.Modal:
    person = where.person(call.again(words=call.words)) if line.people or line.names else me(call)
    filled = ui.FormValues(
        key=key or suggest_key(line.title),
        name=line.title,
        manager=person.slack_id if person else "",
        start=line.start.day if line.start else None,
        due=line.due.deadline.day if line.due else None,
        scope=line.description,
    )
    return ui.form("project.new", filled, metadata=forms.metadata())


def suggest_key(name: str) -> str:
    """A key from a name: the initials of several words, or the first letters of one."""
    parts = re.findall(r"[A-Za-z][A-Za-z0-9]*", name)
    initials = "".join(part[0] for part in parts[:4])
    return (initials if len(initials) > 1 else "".join(parts)[:4]).upper()


def save_new(call: Call) -> Answer:
    """Create a project from its form."""
    project = projects.add(
        call.actor,
        projects.New(
            key=forms.text(call, "key"),
            name=forms.text(call, "name"),
            manager=forms.person(call, "manager"),
            channel=here(call),
            start=forms.day(call, "start"),
            due=forms.day(call, "due"),
            **{name: forms.text(call, name) for name in projects.TEXTS},
        ),
    )
    return shown(call, project, "Created")


def list_(call: Call) -> Answer:
    """All projects that the person may see, one line each."""
    return _board(call, 0)


def _board(call: Call, page: int) -> Answer:
    found = projects.listed(call.actor)
    if not found:
        return kit.nothing("Projects", "/project new WEB Website relaunch makes one here.")
    standings = reports.standings(call.actor.session, found, call.actor.now)
    page = min(page, steps.last_page(len(found), PAGE))
    return ui.board(call.actor, "Projects", standings, page, PAGE)


def turn(call: Call) -> Answer:
    """Another page of projects."""
    return _board(call, int(call.value.split("|")[0]))


def show(call: Call) -> Answer:
    """Everything about one project."""
    project = only(call)
    focus.remember(call.actor, "", project.id)
    session, now = call.actor.session, call.actor.now
    return ui.details(
        call.actor,
        project,
        ui.Details(
            reports.standings(session, [project], now)[0],
            reports.milestones_ahead(session, [project.id], now),
            reports.top_risks(session, [project.id]),
            projects.team(call.actor, project),
            projects.followers(call.actor, project),
        ),
    )


def named(call: Call) -> tuple[models.Project, str]:
    """The project whose key leads the words, or the one that lives here; and the words left."""
    first, _, rest = call.words.strip().partition(" ")
    if KEY.fullmatch(first):
        found = access.find_project(call.actor, first)
        if found is not None:
            return found, rest.strip()
        if first.isupper():
            return access.project(call.actor, first), rest.strip()
    return where.project(call.again(words="")), call.words.strip()


def only(call: Call) -> models.Project:
    """The project of a verb that takes a key and nothing else."""
    project, rest = named(call)
    if rest:
        raise Refusal(f"I do not understand {steps.quoted(rest)}: `{call.verb}` takes a key only.")
    return project


def edit(call: Call) -> Answer:
    """The form of one project, filled with what was typed."""
    project, rest = named(call)
    line, manager = call.again(words=rest).line, where.person(call.again(words=rest))
    typed = steps.given(
        name=line.title,
        manager_id=manager.id if manager else None,
        start=line.start.day if line.start else None,
        due=line.due.deadline.day if line.due else None,
        scope=line.description,
    )
    return _edit_form(forms.opened(call, project, **typed))


def edit_button(call: Call) -> Answer:
    """The form, from a card's *Edit* button."""
    return edit(call.again(words=call.value))


def _edit_form(opened: forms.Opened) -> kit.Modal:
    names = ("key", "name", "start", "due", *projects.TEXTS)
    filled = ui.FormValues(
        manager=opened.person("manager_id"), **{name: opened[name] for name in names}
    )
    kept = forms.metadata(**opened.kept)
    return ui.form("project.edit", filled, metadata=kept, stamp=opened.stamp, said=opened.said)


def save_edit(call: Call) -> Answer:
    """Save a project's form, minding what others changed while it was open."""
    project = access.project(call.actor, call.meta["key"])
    manager = forms.person(call, "manager", project.manager)
    wanted: dict[str, Any] = {
        "name": forms.text(call, "name"),
        "manager_id": manager.id if manager else None,
        "start": forms.day(call, "start"),
        "due": forms.day(call, "due"),
    }
    wanted |= {name: forms.text(call, name) for name in projects.TEXTS if name in call.fields}

    left, said = forms.merge(call, project, wanted, _edit_form)
    projects.rename_key(call.actor, project, forms.text(call, "key"))
    projects.edit(call.actor, project, **left)
    call.actor.session.expire(project, ["manager"])
    return shown(call, project, "Saved" if call.actor.set_id else "Nothing changed in", said=said)


def link(call: Call) -> Answer:
    """Let a channel follow the project: the one named, or this one."""
    project, rest = named(call)
    channel = _channel(call, rest)
    fresh = projects.link(call.actor, project, channel)
    said = f"#{channel.name} follows it{'' if fresh else ' already'}."
    return shown(call, project, "Linked" if fresh else "Unchanged:", said=[said])


def unlink(call: Call) -> Answer:
    """Stop a channel from following the project."""
    project, rest = named(call)
    channel = _channel(call, rest)
    projects.unlink(call.actor, project, channel)
    return shown(call, project, "Unlinked", said=[f"#{channel.name} no longer follows it."])


def _channel(call: Call, rest: str) -> models.Channel:
    found = where.channel(call.again(words=rest)) or here(call)
    if found is None:
        raise Invalid("channel", "Say which channel: `/project link WEB #design`.")
    return found


def team(call: Call) -> Answer:
    """Who is on the team; with people named, put them on it; `as role` maps a plan's role."""
    project, rest = named(call)
    line = call.again(words=rest).line
    if not (line.people or line.names):
        return ui.roster(project, projects.team(call.actor, project))
    role = line.title.removeprefix("as ").strip() if line.title.startswith("as ") else ""
    found = [people.owner(call.actor, each) for each in line.people]
    found += [people.by_name(call.actor, each) for each in line.names]
    said = []
    for person in found:
        if role:
            mapped = projects.take_role(call.actor, project, person, role)
            said.append(f"{person.name} is {role} and now owns {mapped} of its items.")
        else:
            fresh = projects.join(call.actor, project, person)
            said.append(f"{person.name} is on the team {'now' if fresh else 'already'}.")
    return shown(call, project, "Team of", said=said)


def join(call: Call) -> Answer:
    """Join a project's team."""
    project = only(call)
    fresh = projects.join(call.actor, project, me(call))
    return shown(call, project, "You joined" if fresh else "You are on the team of")


def leave(call: Call) -> Answer:
    """Leave a project's team."""
    project = only(call)
    gone = projects.leave(call.actor, project, me(call))
    return shown(call, project, "You left" if gone else "You are not on the team of")


def import_(call: Call) -> Answer:
    """Read the newest CSV file shared in this conversation into a project."""
    project, _ = named(call)
    return NeedsSlack(run_import, {"command": "project", "picked": project.key}, files.newest_csv)


def run_import(call: Call) -> Answer:
    """Create what the file lists, all of it or nothing; its text is in `value`."""
    project = access.project(call.actor, call.picked)
    result = imports.read(call.actor, project, call.value)
    return imports_ui.result(project, result, undo=call.actor.set_id)


def switch(field: str, what: str) -> Handler:
    """A verb that switches something on or off for a project, or says how it stands."""

    def run(call: Call) -> Answer:
        project, rest = named(call)
        wanted = rest.casefold()
        if wanted not in {"", "on", "off"}:
            raise Invalid(field, f"Say on or off: `/project {call.verb} {project.key} on`.")
        did = ""
        if wanted:
            changed = projects.edit(call.actor, project, **{field: wanted == "on"})
            did = "Changed" if changed else "Unchanged:"
        state = "on" if getattr(project, field) else "off"
        return shown(call, project, did, said=[f"{what}: {state}."])

    return run


def overview(call: Call) -> Answer:
    """No words: the project of this channel, or all of them."""
    found = access.projects_here(call.actor)
    return show(call.again(words=found[0].key)) if len(found) == 1 else _board(call, 0)


def shown(
    call: Call, project: models.Project, did: str, *, said: Sequence[str] = ()
) -> kit.Message:
    """The project's card after a change."""
    focus.remember(call.actor, "", project.id)
    return ui.card(call.actor, project, did, said=said, undo=call.actor.set_id)


VERBS: dict[str, Verb] = {
    "new": Verb(
        new,
        "new WEB Website relaunch @ana due 30 june",
        "Start a project, with this channel as its home",
    ),
    "list": Verb(list_, "list", "All projects, one line each"),
    "show": Verb(show, "show WEB", "Everything about a project"),
    "edit": Verb(edit, "edit WEB", "Scope, objectives, expected results, dates, manager"),
    "link": Verb(link, "link WEB #design", "Let another channel follow the project"),
    "unlink": Verb(unlink, "unlink WEB #design", "Stop a channel from following"),
    "team": Verb(team, "team WEB @ben as Docs Lead", "Who is on the team; put people on it"),
    "join": Verb(join, "join WEB", "Join the team"),
    "leave": Verb(leave, "leave WEB", "Leave the team"),
    "tickets": Verb(
        switch("tickets", "The reaction 🎫 makes a task of a message in its channels"),
        "tickets WEB on | off",
        "Make tasks of messages with the reaction 🎫",
    ),
    "previews": Verb(
        switch("previews", "Keys such as WEB-12 in messages of its channels are explained"),
        "previews WEB on | off",
        "Explain the keys that messages name",
    ),
    "import": Verb(import_, "import WEB", "Read the CSV file that was shared here last"),
}

BUTTONS: dict[str, Handler] = {
    "project.show": lambda call: show(call.again(words=call.value)),
    "project.edit": edit_button,
    "projects.next": turn,
    "projects.prev": turn,
}

FORMS: dict[str, Handler] = {"project.new": save_new, "project.edit": save_edit}
