"""Said to us without a slash, behind our name or in direct messages: which command is meant."""

from __future__ import annotations

from collections.abc import Mapping

from ..operations import drafts
from ..ui import kit, notes
from . import away, dispatch, find, grammar, home
from .call import Answer, Call, Verb

MAKING = {"add", "new"}
"""Verbs that make something of the words; further lines describe it."""
GREETINGS = {"", "hi", "hello"}


def spoken(call: Call) -> Answer:
    """A line said to us; where it takes a form, a button that opens it."""
    words = call.words.strip()
    first, rest = [*words.split(None, 1), "", ""][:2]
    name = first.casefold().removeprefix("/").removeprefix(call.prefix)
    if name in GREETINGS:
        return home.hello(call)
    if name in dispatch.NOUNS:
        return _run(call, name, rest)
    personal = name in home.VERBS and (not rest or (name == "away" and away.is_meant(call, rest)))
    if personal or name in {"help", *find.VERBS}:
        return _run(call, "pm", words)
    return _run(call, "task", words)


def sentence(call: Call) -> Answer:
    """A sentence that our name ends: a command where it can only be one, else a task."""
    line = grammar.read_command(call.words)
    known = {*dispatch.NOUNS, *dispatch.NOUNS["task"], *dispatch.NOUNS["pm"], "help", *GREETINGS}
    keyed = bool(grammar.read_keys(line.words)[0])
    command = line.verb in {*dispatch.NOUNS, *MAKING} or not line.words or keyed
    if line.verb in known and command:
        return spoken(call)
    return _run(call, "task", f"add {call.words.strip()}")


def _run(call: Call, noun: str, words: str) -> Answer:
    words = _described(words, dispatch.NOUNS[noun])
    answer = dispatch.command(call.again(command=noun, words=words))
    if isinstance(answer, kit.Modal) and answer.view["type"] == "modal":
        return notes.offers_form(drafts.keep(call.actor, noun, words))
    return answer


def _described(words: str, known: Mapping[str, Verb]) -> str:
    """What follows the first line describes what that line makes."""
    head, _, below = words.partition("\n")
    verb = grammar.read_command(head).verb
    if not below or (verb in known and verb not in MAKING):
        return words
    return f"{head} -- {below}"
