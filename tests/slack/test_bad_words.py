"""Stories of words that Slack would read as markup: shown as typed everywhere, pinging nobody."""

from __future__ import annotations

import pytest

from tests.world import World

EVIL = "<!channel> <!here> <@U0000000003> *b* _i_ ~s~ `c` & &amp; <b> @channel <http://x.y|z>"


def safe(text: str, wanted: str = EVIL) -> bool:
    """Whether the words stand there as typed and ring nowhere."""
    return "PING" not in text and wanted in text


@pytest.fixture
def evil(web: World) -> World:
    """A project whose every text is hostile, with items that are too."""
    web.ana.types("#web", "/project edit WEB")
    texts = dict.fromkeys(["Scope", "Objectives", "Expected results"], EVIL)
    web.ana.fills(None, {"Name": EVIL[:60], **texts})
    web.ana.submits()
    return web


def test_a_project_is_shown_as_typed(evil: World) -> None:
    shown = evil.ben.types("#web", "/project show WEB").text
    assert shown.count(EVIL) == 3
    assert safe(shown, EVIL[:60].strip())
    assert safe(evil.ben.types("#web", "/project list").text, EVIL[:60].strip())


def test_a_task_is_shown_as_typed_in_card_list_form_note_and_home(evil: World) -> None:
    evil.ana.types("#web", "/task add")
    evil.ana.fills(
        None, {"Title": EVIL, "Description": EVIL, "Owner": "ben", "Due date": "2026-11-25"}
    )
    assert safe(evil.ana.submits().text)
    evil.ana.types("#web", f"/task note WEB-1 {EVIL}")
    shown = evil.ben.types("#web", "/task show WEB-1").text
    assert shown.count(EVIL) == 3
    for line in ("/task list", "/pm", "/task edit WEB-1", "/task start", "/task done"):
        told = evil.ben.types("#web", line)
        assert safe(told.text), line
        if told.view:
            assert told.view.values["Description"] == EVIL
            evil.ben.closes()
    home = evil.ben.home()
    assert home is not None
    assert "PING" not in home.text
    evil.ana.types("#web", "/task reopen WEB-1")
    evil.at("2026-11-27T09:00:00-05:00")  # the day before is Thanksgiving
    assert safe(evil.note(evil.ben))


def test_milestones_and_risks_are_shown_as_typed(evil: World) -> None:
    for noun, field in (("milestone", "Title"), ("risk", "Response")):
        evil.ana.types("#web", f"/{noun} add")
        evil.ana.fills(None, {"Title": EVIL, field: EVIL})
        assert safe(evil.ana.submits().text)
        assert safe(evil.ben.types("#web", f"/{noun}").text)
    assert safe(evil.ana.types("#web", "/milestone show WEB-M1").text)
    assert safe(evil.ana.types("#web", "/risk show WEB-R1").text)
    assert safe(evil.ana.types("#web", "/milestone delete WEB-M1").text)


def test_a_program_and_its_digest_are_shown_as_typed(evil: World) -> None:
    evil.slack.add_channel("northern", "ana", "ben")
    evil.ana.types("#web", "/milestone add " + EVIL[:40] + " due friday")
    evil.ana.types("#web", "/risk add " + EVIL[:40] + " p5 i5")
    evil.ana.types("#web", "/program new")
    evil.ana.fills(None, {"Key": "RAIL", "Name": EVIL[:60], "Objectives": EVIL})
    assert safe(evil.ana.submits().text)
    assert safe(evil.ana.types("#web", "/program add RAIL WEB").text)
    evil.ana.types("#web", "/program digest RAIL now in #northern")
    digest = evil.ben.sees("#northern")[-1]
    assert digest.text.count(EVIL[:39]) >= 4
    assert "PING" not in digest.text
    assert "<!channel>" not in digest.raw["text"]


def test_what_somebody_else_changed_is_shown_as_typed(evil: World) -> None:
    evil.ana.types("#web", "/task add Fix login")
    for person in (evil.ana, evil.ben):
        person.types("#web", "/task edit WEB-1")
    evil.ana.fills(None, {"Title": "*b* <!here>"})
    evil.ana.submits()
    evil.ben.fills(None, {"Title": "`c` <!channel>"})
    again = evil.ben.submits()
    assert safe(again.text, "ana changed Title meanwhile: Fix login → *b* <!here>")
    assert safe(again.text, "`c` <!channel>")


@pytest.mark.parametrize(
    "line",
    [
        "/task {}", "/task due WEB-1 {}", "/task list {}", "/task show {}",
        "/task estimate WEB-1 {}", "/task assign WEB-1 {}", "/task move WEB-1 {}",
        "/task done {}", "/project show {}", "/program show {}", "/program add RAIL {}",
        "/milestone {}", "/risk own {}", "/pm {}",
    ],
)  # fmt: skip
def test_refusals_repeat_words_as_typed(web_once: World, line: str) -> None:
    web_once.ana.types("#web", "/program new RAIL Northern line")
    web_once.ana.types("#web", "/task add Fix login")
    web_once.ana.types("#web", "/risk add Vendor")
    told = web_once.ben.types("#web", line.format("<!here>*x*&lt;")).text
    assert safe(told, "<!here>*x*&lt;")


def test_marks_that_turn_the_text_round_are_taken_out(web: World) -> None:
    told = web.ana.types("#web", "/task add Pay \u202eevil\u2066 now\x07\x1b[31m")
    assert "Pay evil now[31m" in told.text
    web.ana.types("#web", "/task add")
    web.ana.fills(None, {"Title": "Pay \u202eevil now", "Description": "one\u2066\ntwo\x07"})
    assert "Pay evil now" in web.ana.submits().text
    shown = web.ana.types("#web", "/task show WEB-2").text
    assert not set(shown) & set("\u202e\u2066\x07")
    assert "one" in shown
    assert "two" in shown


def test_letters_that_run_from_right_to_left_stay(web_once: World) -> None:
    title = "לתקן את הכניסה — إصلاح تسجيل الدخول"
    assert title.partition(" —")[0] in web_once.ana.types("#web", f"/task add {title}").text


@pytest.mark.parametrize("title", ["{title} %s {0}", "'); DROP TABLE tasks;--", "\\n \\x00 %00"])
def test_words_of_programmers_are_words(web_once: World, title: str) -> None:
    web_once.ana.types("#web", f'/task add "{title}"')
    assert title in web_once.ana.types("#web", "/task list").text
