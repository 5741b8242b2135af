"""One typed line and what was meant by it."""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import dates
from bot.slack import grammar, typed

NOW = datetime(2026, 3, 11, 10, 15, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday


def read(text: str, *, risk: bool = False) -> grammar.Line:
    return grammar.read_line(text, NOW, risk=risk)


def test_every_mark_of_a_line_is_read() -> None:
    line = read(
        "Write spec <@U1|ana> <@U2> p1 ~2d-5d in:web for:m2 under:web-7 after:WEB-9+2d"
        " after:web-10ss +docs <#C1|web> start monday due friday 5pm -- for <@U3|bob> &amp; all"
    )
    assert line.title == "Write spec"
    assert line.people == ("U1", "U2")
    assert line.channels == ("C1",)
    assert line.priority == "urgent"
    assert line.estimate == (16.0, 40.0)
    assert (line.project, line.milestone, line.parent) == ("WEB", "M2", "WEB-7")
    assert line.predecessors == (
        grammar.Predecessor("WEB-9", "FS", 2),
        grammar.Predecessor("WEB-10", "SS", 0),
    )
    assert line.labels == ("docs",)
    assert line.start == dates.Deadline(date(2026, 3, 16))
    assert line.due is not None
    assert line.due_phrase == "friday 5pm"
    assert line.description == "for @bob & all"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('"Pay due invoices"', "Pay due invoices"),
        ("“Pay due invoices” due friday", "Pay due invoices"),
        ("Fix &lt;b&gt; and &amp;amp;lt;", "Fix <b> and &amp;lt;"),
        ("See <https://x.y/?a=1&amp;b=2|the page>", "See https://x.y/?a=1&b=2"),
        ("<!channel> ring &lt;@U9&gt;", "@channel ring <@U9>"),
        ("<!subteam^S1|@team> sync", "@team sync"),
        ("<@U1|ana>'s laptop", "@ana's laptop"),
        ("Use `p1 @x due friday` here", "Use `p1 @x due friday` here"),
        ("!foo bar ~later +1 for:all", "!foo bar ~later +1 for:all"),
        ("exe\u202egnp\nand\tmore\x07", "exegnp and more"),
        ("Mail bob@example.com", "Mail bob@example.com"),
        ("<@U1>, fix it", "fix it"),
        ("Lunch @noon", "Lunch @noon"),
    ],
    ids=[
        "quotes round a whole title go",
        "typographic quotes protect too",
        "entities are decoded once",
        "a link is its address",
        "an entity that was typed is no mention",
        "a group is its name",
        "a possessive names nobody",
        "code is left alone",
        "what is no mark stays",
        "controls go",
        "an address is no name",
        "a mention takes its comma along",
        "a time is no name",
    ],
)
def test_the_title_is_what_the_person_meant(text: str, title: str) -> None:
    line = grammar.read_line(text, NOW, dated=title != "Lunch @noon")
    assert line.title == title


def test_plain_names_are_kept_for_looking_up() -> None:
    line = read("@ana fix nav in #web tomorrow !low")
    assert (line.names, line.channel_names, line.priority) == (("ana",), ("web",), "low")
    assert line.title == "fix nav in"
    assert line.raw_title == "fix nav in tomorrow"


def test_repetition_brings_its_first_day() -> None:
    line = read("Post metrics every other friday at 9am @ana")
    assert (line.title, line.every) == ("Post metrics", "every other friday at 9am")
    assert line.due is not None
    assert line.due.deadline.day == date(2026, 3, 13)


def test_only_a_risk_has_probability_and_impact() -> None:
    line = read("Vendor fails p4 i5 by friday", risk=True)
    assert (line.title, line.probability, line.impact) == ("Vendor fails", 4, 5)
    assert line.priority is None
    words = read("Vendor fails p:high i:very-low", risk=True)
    assert (words.probability, words.impact) == (4, 1)
    assert read("Vendor fails p4").priority == "low"


@pytest.mark.parametrize(
    ("words", "keys", "rest"),
    [
        ("web-12, WEB-R3 done", ["WEB-12", "WEB-R3"], "done"),
        ("WEB-12 and web-13 rest", ["WEB-12", "WEB-13"], "rest"),
        ("WEB-M2", ["WEB-M2"], ""),
        ("12 x", [], "12 x"),
        ("#12", [], "#12"),
        ("about WEB-1", [], "about WEB-1"),
    ],
)
def test_keys_open_the_words(words: str, keys: list[str], rest: str) -> None:
    assert grammar.read_keys(words) == (keys, rest)


def test_the_verb_is_the_first_word() -> None:
    assert grammar.read_command("  ADD  Fix it ") == grammar.Command("add", "Fix it")
    assert grammar.read_command("") == grammar.Command("", "")


def test_the_nearest_verbs_come_best_first() -> None:
    assert grammar.nearest("asign", ["add", "assign", "list"]) == ["assign"]
    assert grammar.nearest("xyzzy", ["add", "assign"]) == []


WORDS = """
fix login @ana #web due friday by 5pm -- " “ ” ` <@U1|a> <#C1> <! < > &lt; &amp;amp; p1 ~3d
+x in:WEB after:WEB-1 start every monday tomorrow ( ) 3/4 !high https://a.b <https://c|d>
"""
PARTS = st.sampled_from(WORDS.split())


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=14).map(" ".join)), st.booleans())
def test_no_text_makes_it_raise(text: str, risk: bool) -> None:
    line = read(text, risk=risk)
    assert "\n" not in line.title
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", line.title + line.description)
    grammar.read_keys(text)
    grammar.read_command(text)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=12).map(" ".join))
def test_no_word_is_lost(text: str) -> None:
    line = read(text)
    kept = f"{line.raw_title} {line.description}"
    for word in ("fix", "login", "friday", "tomorrow", "monday"):
        assert len(re.findall(word, kept)) == len(re.findall(word, typed.plain(text)))


def test_a_description_keeps_its_dates_and_names() -> None:
    line = read("Ship -- due friday, ask <@U1|ana>")
    assert (line.title, line.due, line.people) == ("Ship", None, ())
    assert line.description == "due friday, ask @ana"


def test_a_line_at_slacks_limit_is_read() -> None:
    for part in ('"', "“", "<", "`a ", "due ", "@a ", "every monday ", "1d", "a" * 50 + " "):
        line = read((part * 4000)[:3980] + " due friday")
        assert line.raw
