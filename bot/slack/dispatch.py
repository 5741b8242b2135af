"""From a typed line to its handler: verbs, help, suggestions and questions."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import NotFound
from ..operations import drafts
from ..ui import help as help_ui
from ..ui import kit, pickers
from . import (
    check_ins,
    digests,
    find,
    grammar,
    history,
    home,
    milestones,
    nudges,
    programs,
    projects,
    risks,
    searches,
    settings,
    steps,
    tasks,
    typed,
    verbs,
)
from .call import Answer, Call, Handler, Search, Verb

NOUNS: Mapping[str, Mapping[str, Verb]] = {
    "task": {**tasks.VERBS, **history.verb("WEB-12")},
    "milestone": {**milestones.VERBS, **history.verb("WEB-M2")},
    "risk": {**risks.VERBS, **history.verb("WEB-R3")},
    "project": {
        **projects.VERBS,
        **settings.PROJECT_VERBS,
        **check_ins.VERBS,
        **digests.PROJECT_VERBS,
        **history.verb("WEB"),
    },
    "program": {**programs.VERBS, **digests.PROGRAM_VERBS, **history.verb("RAIL")},
    "pm": {**home.VERBS, **settings.VERBS, **find.VERBS},
}
"""Every verb of every command."""

OVERVIEWS: Mapping[str, Handler] = {
    "task": tasks.overview,
    "milestone": milestones.overview,
    "risk": risks.overview,
    "project": projects.overview,
    "program": programs.overview,
    "pm": home.overview,
}
"""What a command says when no words follow it: the state of things here, or the form."""

FORMS: Mapping[str, Handler] = {
    **tasks.FORMS,
    **milestones.FORMS,
    **risks.FORMS,
    **projects.FORMS,
    **programs.FORMS,
    **home.FORMS,
    **nudges.FORMS,
    **check_ins.FORMS,
    **settings.FORMS,
}
"""Submissions by callback id."""

SEARCHES: Mapping[str, Search] = searches.SEARCHES
"""Menus with search, by action id."""


def command(call: Call) -> Answer:
    """Run the verb that a line begins with."""
    known = NOUNS.get(call.command)
    if known is None:
        raise NotFound(
            f"I do not know `/{call.command}`: COMMAND_PREFIX, where I run, "
            "is not what the manifest puts before my commands."
        )
    words = typed.clean(call.words)
    line = grammar.read_command(words)
    if line.verb in known and known[line.verb].breaks:
        words = typed.clean(call.words.replace("\n", known[line.verb].breaks))
        line = grammar.read_command(words)
    call = call.again(verb=line.verb, words=line.words, typed=call.words)
    if line.verb == "help":
        return _help(call)
    if line.verb in known and line.words.casefold() == "help":
        chosen = known[line.verb]
        return help_ui.verb(call.name, chosen.usage, chosen.says)
    if not line.verb:
        return steps.asking(OVERVIEWS[call.command], call)
    if line.verb in known:
        return steps.asking(known[line.verb].run, call)
    return _unknown(call, line, words)


def open_kept(call: Call) -> Answer:
    """*Open the form* under words that were said where none could be opened."""
    draft = drafts.look(call.actor, int(call.value))
    return command(call.again(command=draft.command, words=draft.words))


def picked(call: Call) -> Answer:
    """The answer to a question: the words kept run again with what was chosen."""
    what = call.verb
    draft = drafts.use(call.actor, int(call.meta["draft"]))
    again = call.again(command=draft.command, words=draft.words)
    if what == "project":
        again = again.again(picked=call.value)
        if draft.command == "project":
            again = again.again(words=_with_key(draft.words, call.value))
        elif draft.command == "program":
            again = again.again(words=f"{draft.words} {call.value}")
    elif what == "person":
        again = again.again(words=f"{draft.words} <@{call.value}>")
    elif what == "date":
        again = again.again(words=f"{draft.words} {call.value}")
    elif what.startswith("due."):
        again = again.again(decided=call.value)
    else:
        again = again.again(words=_with_key(draft.words, call.value))
    return command(again)


def _with_key(words: str, key: str) -> str:
    """The key goes right behind the verb."""
    verb, _, rest = words.partition(" ")
    return f"{verb} {key} {rest}".strip()


def button(call: Call) -> Answer:
    """Run a button by its action id, which stands in `verb`."""
    if call.verb.startswith("pick."):
        return picked(call.again(verb=call.verb.removeprefix("pick.")))
    run = BUTTONS.get(call.verb)
    if run is None:
        raise NotFound("That button is from an older version of me: type the command instead.")
    return steps.asking(run, call)


BUTTONS: Mapping[str, Handler] = {
    **tasks.BUTTONS,
    **milestones.BUTTONS,
    **risks.BUTTONS,
    **projects.BUTTONS,
    **programs.BUTTONS,
    **home.BUTTONS,
    **find.BUTTONS,
    **history.BUTTONS,
    **nudges.BUTTONS,
    **check_ins.BUTTONS,
    **digests.BUTTONS,
    **settings.BUTTONS,
    "form.open": open_kept,
}
"""Buttons and menus by action id."""


def form(call: Call) -> Answer:
    """Save a form by its callback id, which stands in `verb`."""
    save = FORMS.get(call.verb)
    if save is None:
        raise NotFound("That form is from an older version of me: open it again.")
    return save(call)


def search(call: Call) -> list[kit.Element]:
    """The choices of a menu with search, by its action id; none in one of an older version."""
    found = SEARCHES.get(call.verb.replace("pick.", "search."))
    return found(call) if found else []


def _help(call: Call) -> kit.Message:
    if call.command == "pm":
        return help_ui.everything(
            [
                (call.prefix + each.name, each.description, each.usage_hint)
                for each in verbs.COMMANDS
                if each.name != call.command
            ],
            call.name,
            [(verb.usage, verb.says) for verb in NOUNS["pm"].values()],
        )
    says = next(each.description for each in verbs.COMMANDS if each.name == call.command)
    known = NOUNS[call.command]
    return help_ui.command(call.name, says, [(verb.usage, verb.says) for verb in known.values()])


def _unknown(call: Call, line: grammar.Command, words: str) -> kit.Message:
    near = [f"{call.prefix}{noun} {line.verb}" for noun in NOUNS if line.verb in NOUNS[noun]]
    near += [f"{call.name} {each}" for each in grammar.nearest(line.verb, NOUNS[call.command])]
    looks_like_task = call.command == "task" and (line.words or not near)
    draft = drafts.keep(call.actor, "task", words) if looks_like_task else None
    return pickers.unknown_verb(call.name, typed.plain(line.verb), near[:3], draft=draft)
