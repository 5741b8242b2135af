"""Stories of finding: `/pm find`, and words that narrow a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot import models
from tests.world import World


@pytest.fixture
def busy(web: World) -> World:
    """A few items in WEB, and one in APP."""
    web.ana.types("#mobile", "/project new APP Mobile app")
    web.ana.types("#web", "/task add Renew the hosting @ben due friday +ops")
    web.ana.types("#web", "/task note WEB-1 The certificate lies with the vendor")
    web.ana.types("#web", "/milestone add Hosting moved due 18 dec")
    web.ana.types("#web", "/risk add Hosting bill doubles")
    web.ana.types("#mobile", "/task add Hosting of the pictures")
    return web


def test_all_words_are_found_wherever_they_stand(busy: World) -> None:
    told = busy.ana.types("#general", "/pm find hosting cert").text
    assert "with “hosting cert” · 1" in told
    assert "WEB-1  Renew the hosting" in told
    assert "note: The certificate lies with the vendor" in told
    everything = busy.ana.types("#general", "/pm find hosting").text
    for key in ("WEB-1", "WEB-M1", "WEB-R1", "APP-1"):
        assert key in everything


def test_marks_narrow_what_is_found(busy: World) -> None:
    told = busy.ana.types("#general", "/pm find hosting in:APP").text
    assert "Found in APP: with “hosting” · 1" in told
    assert "WEB-1" not in told
    for words in ("hosting @ben", "hosting +ops", "@ben", "+ops"):
        told = busy.ana.types("#general", f"/pm find {words}").text
        assert "· 1" in told, words
        assert "WEB-1" in told, words


def test_a_key_finds_its_item_first(busy: World) -> None:
    busy.ana.types("#web", "/task add Compare with WEB-1")
    busy.ana.types("#web", "/task done WEB-1")
    told = busy.ana.types("#general", "/pm find web-1").text
    assert told.index("Renew the hosting") < told.index("Compare with")


def test_done_is_one_press_and_what_is_closed_goes_down(busy: World) -> None:
    told = busy.ana.types("#general", "/pm find hosting")
    after = busy.ana.presses(told, "Done", beside="WEB-1").text
    assert "WEB-1 is done" in after
    assert after.index("APP-1") < after.index("WEB-1  Renew")
    shown = busy.ana.presses(busy.ana.types("#general", "/pm find hosting"), "Show", beside="WEB-1")
    assert "The certificate lies" in shown.text


def test_every_kind_can_be_shown(busy: World) -> None:
    busy.ana.types("#web", "/program new RAIL Northern hosting")
    for key in ("WEB-M1", "WEB-R1", "RAIL"):
        told = busy.ana.types("#general", "/pm find hosting")
        assert key in busy.ana.presses(told, "Show", beside=key).text
    told = busy.ana.types("#general", "/pm find website")
    assert "Website relaunch" in busy.ana.presses(told, "Show", beside="WEB").text


def test_a_page_has_ten_and_leads_on(web: World) -> None:
    for number in range(12):
        web.ana.types("#web", f"/task add Poster {number:02}")
    first = web.ana.types("#web", "/pm find poster")
    assert "Poster 11" in first.text
    assert "Poster 01" not in first.text
    second = web.ana.presses(first, "Next ▶")
    assert "Poster 01" in second.text
    assert "Poster 11" in web.ana.presses(second, "◀ Previous").text


def test_only_what_one_may_see_is_found_and_counted(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Secret letter @chloe")
    web.ana.types("#board", "/task note FARE-1 Hidden words")
    web.ana.types("#board", "/milestone add Secret stop")
    web.ana.types("#board", "/risk add Secret trouble")
    for words in ("secret", "hidden", "fare", "FARE-1", "chloe", "@chloe"):
        told = web.ben.types("#web", f"/pm find {words}").text
        assert "Secret" not in told, words
        assert "none" in told, words
    found = web.chloe.types("#web", "/pm find hidden")
    assert "FARE-1" in found.text
    web.chloe.leaves("#board")
    assert "I cannot find FARE-1" in web.chloe.presses(found, "Done", beside="FARE-1").text
    assert "none" in web.chloe.types("#web", "/pm find hidden").text


def test_what_was_undone_or_deleted_is_not_found(busy: World) -> None:
    noted = busy.ana.types("#web", "/task note WEB-1 Forget the invoice")
    assert "WEB-1" in busy.ana.types("#web", "/pm find invoice").text
    busy.ana.presses(noted, "Undo")
    assert "none" in busy.ana.types("#web", "/pm find invoice").text
    busy.ana.types("#web", "/milestone delete WEB-M1")
    assert "WEB-M1" not in busy.ana.types("#web", "/pm find hosting").text


def test_what_is_said_in_the_thread_is_found(busy: World) -> None:
    def said(session: Session) -> None:
        at = datetime(2026, 11, 25, 10, tzinfo=UTC)
        row = {"task_id": 1, "channel": "C1", "ts": "1.0", "text": "Ask <@U1> & co", "said_at": at}
        session.execute(insert(models.Reply), [row])

    busy.slack.call(busy.database.run(said))
    assert "discussion: Ask" in busy.ana.types("#web", "/pm find hosting co").text


def test_hostile_words_are_only_words(busy: World) -> None:
    for words in (
        'hosting" OR "1', "hosting*", "NEAR(hosting cert)", "title:hosting", "-hosting",
        "hosting AND NOT x", "'; DROP TABLE tasks; --", "“", '"', "*", "^hosting", "{x}", "%", "_",
        "🚀", "<!channel>", "\\", "host\u202eing", "~3d", "p1", "!high", "-- hosting",
    ):  # fmt: skip
        told = busy.ana.types("#general", f"/pm find {words}")
        assert "Found" in told.text, words
        assert "went wrong" not in told.text, words
    assert "WEB-1" in busy.ana.types("#general", "/pm find hosting").text


def test_find_without_words_says_how_and_nothing_found_helps(web_once: World) -> None:
    assert "Say what to look for" in web_once.ana.types("#web", "/pm find").text
    told = web_once.ana.types("#web", "/pm find unicorns").text
    assert "with “unicorns” · none" in told
    assert "cert finds certificate" in told
    web_once.ana.types("@stationmaster", "find unicorns")
    assert "unicorns" in web_once.note(web_once.ana)


def test_lists_are_narrowed_by_words(busy: World) -> None:
    told = busy.ana.types("#web", "/task list hosting @ben +ops").text
    assert "with “hosting”" in told
    assert "WEB-1" in told
    assert "APP-1" not in told
    assert "none" in busy.ana.types("#web", "/task list flowers @ben").text
    assert "WEB-1" in busy.ana.types("#web", "/task list week vendor").text
    assert "WEB-M1" in busy.ana.types("#web", "/milestone list hosting").text
    assert "WEB-R1" in busy.ana.types("#web", "/risk list bill").text
    assert "none" in busy.ana.types("#web", "/risk list flowers").text


def test_a_priority_narrows_a_list_of_tasks(busy: World) -> None:
    busy.ana.types("#web", "/task add Order flowers !high")
    told = busy.ana.types("#web", "/task list !high").text
    assert "flowers" in told
    assert "WEB-1" not in told


def test_quotation_marks_find_words_in_a_row(busy: World) -> None:
    assert "WEB-1" in busy.ana.types("#web", '/task list "the hosting"').text
    assert "none" in busy.ana.types("#web", "/task list “hosting the”").text
    assert "none" in busy.ana.types("#web", '/task list "overdue"').text


def test_a_slip_in_a_word_of_the_list_is_named(web_once: World) -> None:
    told = web_once.ana.types("#web", "/task list overdu").text
    assert "Did you mean the word overdue?" in told
    told = web_once.ana.types("#web", "/task list flowers").text
    assert "/pm find flowers looks everywhere" in told
