"""What a handler gets and gives: plain functions from a `Call` to something to show."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from ..operations.actor import Actor
from ..ui import kit
from . import grammar


@dataclass(frozen=True)
class NeedsSlack:
    """An answer that needs something that Slack has: a file shared here, a message's address.

    The edge lets `find` look for it and runs `then` on a call made of `call` and what it found.
    """

    then: Callable[[Call], Answer]
    call: Mapping[str, Any]
    find: Callable[[AsyncWebClient, str], Awaitable[Mapping[str, Any]]]


Answer = kit.Message | kit.Modal | NeedsSlack | None


@dataclass
class Call:
    """One request of one person, with whatever it carries."""

    actor: Actor
    command: str = ""
    """The noun: "task", "milestone" …"""
    prefix: str = ""
    """What this installation puts before the names of commands."""
    links: str = ""
    """What links to items begin with (see `ui.unfurls.link_of`); empty where there are none."""
    verb: str = ""
    """The verb; of a button or form, what it is registered under."""
    words: str = ""
    """What was typed after the verb, as Slack delivered it (entities escaped)."""
    typed: str = ""
    """All of a command's words before blanks and line breaks became one space each."""
    picked: str = ""
    """The key of the project chosen from a picker, where the words did not name one."""
    decided: str = ""
    """The date chosen where the words left a doubt (see `dating`); empty where none was asked."""
    value: str = ""
    """A button's value or a menu's chosen option."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """A form's values by field name; dates and keys are text, an empty field is None."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    """What the form was opened with."""
    view: Mapping[str, Any] = field(default_factory=dict)
    """The view that a submission or a search came from."""

    @property
    def name(self) -> str:
        """The command as it is called here."""
        return self.prefix + self.command

    @cached_property
    def line(self) -> grammar.Line:
        """The words read by the grammar, once."""
        who = self.actor.who
        return grammar.read_line(
            self.words,
            self.actor.here,
            language=who.language,
            order=who.order,
            risk=self.command == "risk",
        )

    def again(self, **changes: Any) -> Call:
        """The same call with other words."""
        return replace(self, **changes)


Handler = Callable[[Call], Answer]
Search = Callable[[Call], list[kit.Element]]


@dataclass(frozen=True)
class Verb:
    """One line of a command's table: what to run and how `help` shows it."""

    run: Handler
    usage: str
    says: str
    breaks: str = ""
    """What a line break among the words stands for, where it is more than a blank."""
