"""Stories of `/risk`, typed, pressed and filled in by people."""

from __future__ import annotations

import pytest

from tests.world import World


@pytest.fixture
def vendor(web: World) -> World:
    """WEB-R1: the vendor may be late."""
    web.ana.types("#web", "/risk add Vendor may be late p:high i:high @ben -- ask a second one")
    return web


def test_a_risk_in_one_line_is_answered_with_key_score_owner_and_review_day(web: World) -> None:
    told = web.ana.types(
        "#web", "/risk add Vendor may be late p4 i5 @ben due 1 dec -- ask a second one"
    )
    for words in ("Added WEB-R1", "high", "score 20 (P4 × I5)", "@ben", "Tue 1 Dec", "a second"):
        assert words in told.text


def test_what_was_not_rated_is_taken_as_the_middle_and_said(web_once: World) -> None:
    told = web_once.ana.types("#web", "/risk add Vendor may be late")
    assert "score 9 (P3 × I3)" in told.text
    assert "I took 3 of 5" in told.text


def test_no_words_open_the_form_while_there_is_none_and_then_the_register(web: World) -> None:
    form = web.ana.types("#web", "/risk").view
    assert form is not None
    assert list(form.values) == [
        "Title", "Project", "Probability", "Impact", "Owner", "Response", "Review date",
    ]  # fmt: skip
    web.ana.fills(
        form,
        {
            "Title": "Vendor may be late", "Probability": "4", "Impact": "5", "Owner": "ben",
            "Response": "ask a second one", "Review date": "2026-12-01",
        },
    )  # fmt: skip
    told = web.ana.submits().text
    for words in ("Added WEB-R1", "score 20", "@ben", "ask a second one", "Tue 1 Dec"):
        assert words in told
    assert "Open risks in WEB · 1" in web.ana.types("#web", "/risk").text


def test_two_people_edit_one_risk_and_nothing_typed_is_lost(vendor: World) -> None:
    for person in (vendor.ana, vendor.ben):
        assert person.types("#web", "/risk edit WEB-R1").view is not None
    vendor.ana.fills(None, {"Impact": "1", "Response": "pay more"})
    assert "P4 × I1" in vendor.ana.submits().text
    vendor.ben.fills(None, {"Impact": "5", "Title": "Vendor is late"})
    again = vendor.ben.submits()
    assert again.view is not None
    assert "ana changed Impact meanwhile: 4 → 1" in again.view.text
    assert again.view.values["Impact"].startswith("5")
    assert again.view.values["Response"] == "pay more"
    saved = vendor.ben.submits().text
    assert "P4 × I5" in saved
    assert "Vendor is late" in saved


def test_edit_in_one_line_changes_what_it_names(vendor: World) -> None:
    told = vendor.ana.types("#web", "/risk edit WEB-R1 Vendor is late p2 @chloe due 1 dec -- wait")
    for words in ("Changed WEB-R1", "Vendor is late", "P2 × I4", "@chloe", "Tue 1 Dec", "wait"):
        assert words in told.text


def test_assess_rates_it_and_without_ratings_opens_the_form(vendor: World) -> None:
    assert "P2 × I5" in vendor.ana.types("#web", "/risk assess WEB-R1 p2 i5").text
    assert "P1 × I5" in vendor.ana.types("#web", "/risk assess WEB-R1 p:very-low").text
    assert vendor.ana.types("#web", "/risk assess WEB-R1").view is not None


@pytest.mark.parametrize("words", ["p9", "i0", "soon", "p:huge", "5"])
def test_what_is_no_rating_is_named(web_once: World, words: str) -> None:
    web_once.ana.types("#web", "/risk add Vendor may be late")
    told = web_once.ana.types("#web", f"/risk assess WEB-R1 {words}").text
    assert f"“{words}” is no rating" in told


def test_own_takes_it_or_gives_it_to_somebody(vendor: World) -> None:
    taken = vendor.chloe.types("#web", "/risk own WEB-R1")
    assert "@chloe" in taken.text
    assert "It was ben's." in taken.text
    assert "@dev" in vendor.chloe.types("#web", "/risk own WEB-R1 @dev").text
    assert "is nobody" in vendor.chloe.types("#web", "/risk own WEB-R1 <dev>").text


def test_close_and_reopen_are_the_same_a_second_time(vendor: World) -> None:
    told = vendor.ana.types("#web", "/risk close WEB-R1")
    assert "Closed: WEB-R1" in told.text
    assert "Already closed" in vendor.ana.types("#web", "/risk close").text
    assert "Reopened: WEB-R1" in vendor.ana.presses(told, "Reopen").text
    assert "Already open" in vendor.ana.types("#web", "/risk reopen WEB-R1").text


def test_the_register_has_the_worst_first_and_narrows(web_once: World) -> None:
    for words in ("Small p1 i1 @ben due tomorrow", "Big p5 i5", "Gone p3 i3"):
        web_once.ana.types("#web", f"/risk add {words}")
    web_once.ana.types("#web", "/risk close WEB-R3")

    def titles(words: str) -> list[str]:
        lines = web_once.ana.types("#web", f"/risk list {words}".strip()).text.splitlines()
        return [line.split()[1] for line in lines if line.startswith("WEB-")]

    assert titles("") == ["Big", "Small"]
    assert titles("all") == ["Big", "Small", "Gone"]
    assert titles("closed") == ["Gone"]
    assert titles("@ben") == ["Small"]
    assert titles("unassigned") == ["Big"]
    assert titles("overdue") == []
    web_once.after(days=2)
    assert titles("overdue") == ["Small"]


def test_a_missing_risk_is_picked(vendor: World) -> None:
    asked = vendor.ana.types("#general", "/risk close")
    assert "Which risk?" in asked.text
    assert "Closed: WEB-R1" in vendor.ana.chooses(asked, "pick.risk", "Vendor").text


def test_show_takes_the_last_one_shown_and_says_so(vendor: World) -> None:
    assert "I took WEB-R1" in vendor.ana.types("#web", "/risk show").text
