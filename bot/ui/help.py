"""Help: drawn from the same tables that the commands run on."""

from __future__ import annotations

from collections.abc import Sequence

from . import kit

MARKS = (
    ("@ana @ben", "owner, helper"),
    ("due friday 5pm", "deadline, in words"),
    ("start monday", "earliest start"),
    ("every other monday", "repeats; the next appears when one is done or its day comes"),
    ("!high  or  p2", "priority"),
    ("~3d", "estimate"),
    ("in:WEB  for:M2  under:WEB-7", "project, milestone, parent"),
    ("after:WEB-9+2d", "waits for a task, with a lag in working days"),
    ("+label", "label"),
    ("-- words", "description"),
    ('"quoted"', "title, whatever it looks like"),
)
NEXT_WEEK = (
    "“friday” is the coming one, “friday next week” the one after (weeks start on Monday); "
    "where people differ, as with “next friday” or “friday at 4”, I ask."
)


ELSEWHERE = (
    "The same words do after my name in channels and threads, and in direct messages to me.",
    "Every task has one card in its project's channel, which I keep up to date; what you reply "
    "in its thread is its discussion.",
    "Slack's shortcuts make a new task, or a task of a message; so does the reaction 🎫, "
    "where /project tickets WEB on has switched it on.",
    "“help” after any command lists its verbs. Everything can be undone: /pm undo.",
)


def _verbs(name: str, verbs: Sequence[tuple[str, str]]) -> kit.Block:
    lines = [
        kit.line(kit.words(f"/{name} {usage}", code=True), f"  {what}") for usage, what in verbs
    ]
    return kit.rich(kit.bullets(lines))


def command(name: str, says: str, verbs: Sequence[tuple[str, str]]) -> kit.Message:
    """All verbs of one command, each with an example."""
    blocks = [
        kit.header(f"/{name}"),
        kit.context(says),
        _verbs(name, verbs),
    ]
    if name.endswith("task"):
        marks = [kit.line(kit.words(mark, code=True), f"  {what}") for mark, what in MARKS]
        blocks += [
            kit.section(kit.md("*Marks, anywhere in the line*")),
            kit.rich(kit.bullets(marks)),
            kit.context(NEXT_WEEK),
        ]
    return kit.message(f"Help for /{name}", *blocks)


def verb(name: str, usage: str, what: str) -> kit.Message:
    """One verb with its example."""
    return kit.message(
        f"/{name} {usage}",
        kit.rich(kit.line(kit.words(f"/{name} {usage}", code=True), f"  {what}")),
    )


def everything(
    commands: Sequence[tuple[str, str, str]], personal: str, verbs: Sequence[tuple[str, str]]
) -> kit.Message:
    """All commands on one page, and the verbs of the `personal` one, whose help this is."""
    lines = [
        kit.line(kit.bold(f"/{name}"), f"  {says}. ", kit.words(hint, italic=True))
        for name, says, hint in commands
    ]
    return kit.message(
        "What I can do",
        kit.header("What I can do"),
        kit.rich(kit.bullets(lines)),
        _verbs(personal, verbs),
        *(kit.context(each) for each in ELSEWHERE),
    )
