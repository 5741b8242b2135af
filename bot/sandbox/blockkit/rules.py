"""A small schema language: each rule looks at a value and notes what Slack would say about it.

A rule is called with the value, its JSON pointer and the list of problems to add to. Wording as in
recorded answers of the live service: `must be less than 151 characters [json-pointer:/blocks/0/…]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Rule = Callable[[Any, str, list[str]], None]


def note(problems: list[str], at: str, saying: str) -> None:
    """Add one problem, with the place where it is."""
    problems.append(f"{saying} [json-pointer:{at}]")


def text(longest: int, shortest: int = 1) -> Rule:
    """A string of so many characters."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            note(problems, at, "must be a string")
        elif len(value) < shortest:
            note(problems, at, f"must be more than {shortest - 1} characters")
        elif len(value) > longest:
            note(problems, at, f"must be less than {longest + 1} characters")

    return check


def matching(pattern: str, meaning: str, longest: int = 3_000) -> Rule:
    """A string of a certain form."""
    form, any_text = re.compile(pattern), text(longest)

    def check(value: Any, at: str, problems: list[str]) -> None:
        before = len(problems)
        any_text(value, at, problems)
        if len(problems) == before and not form.fullmatch(value):
            note(problems, at, f"must be {meaning}")

    return check


def number(least: float | None = None, most: float | None = None, whole: bool = True) -> Rule:
    """A JSON number, by default a whole one."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or value != value:
            note(problems, at, "must be an integer" if whole else "must be a number")
        elif least is not None and value < least:
            note(problems, at, f"must be at least {least}")
        elif most is not None and value > most:
            note(problems, at, f"must be at most {most}")

    return check


def flag(value: Any, at: str, problems: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        note(problems, at, "must be a boolean")


def anything(value: Any, at: str, problems: list[str]) -> None:
    """Any value but null."""
    if value is None:
        note(problems, at, "must not be null")


def one_of(*allowed: str) -> Rule:
    """One of these words."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        if value not in allowed:
            note(problems, at, "must be a valid enum value")

    return check


def items(rule: Rule, most: int, least: int = 1) -> Rule:
    """An array of so many things that all follow `rule`."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            note(problems, at, "must be an array")
            return
        if len(value) < least:
            note(problems, at, f"no fewer than {least} items allowed")
        if len(value) > most:
            note(problems, at, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            rule(item, f"{at}/{index}", problems)

    return check


def shape(
    needed: Mapping[str, Rule],
    optional: Mapping[str, Rule] | None = None,
    also: Rule | None = None,
) -> Rule:
    """An object with these fields and no others; `also` looks at the object as a whole."""
    known = {**needed, **(optional or {})}

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            note(problems, at, "must be an object")
            return
        before = len(problems)
        for name in needed:
            if name not in value:
                note(problems, at, f"missing required field: {name}")
        for name, inner in value.items():
            if name not in known:
                note(problems, at, f"invalid additional property: {name}")
            elif inner is None:
                note(problems, f"{at}/{name}", "must not be null")
            else:
                known[name](inner, f"{at}/{name}", problems)
        if also is not None and len(problems) == before:
            also(value, at, problems)

    return check


def by_type(rules: Mapping[str, Rule], allowed: Iterable[str] | None = None) -> Rule:
    """An object whose `type` names its rule; only the `allowed` types where given."""
    choices = frozenset(rules if allowed is None else allowed)

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            note(problems, at, "must be an object")
        elif not isinstance(value.get("type"), str):
            note(problems, at, "missing required field: type")
        elif value["type"] not in choices:
            note(problems, f"{at}/type", f"unsupported type: {value['type']}")
        else:
            rules[value["type"]](value, at, problems)

    return check


def together(*rules: Rule) -> Rule:
    """All of these rules."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        for rule in rules:
            rule(value, at, problems)

    return check


def at_least_one(*names: str) -> Rule:
    """One of these fields must be there."""

    def check(value: Any, at: str, problems: list[str]) -> None:
        if not any(name in value for name in names):
            quoted = " or ".join(f"`{name}`" for name in names)
            note(problems, at, f"must define either {quoted}")

    return check


def exactly_one(*names: str) -> Rule:
    """One of these fields must be there, and not two."""
    some = at_least_one(*names)

    def check(value: Any, at: str, problems: list[str]) -> None:
        some(value, at, problems)
        if sum(name in value for name in names) > 1:
            note(problems, at, f"must define only one of {', '.join(names)}")

    return check
