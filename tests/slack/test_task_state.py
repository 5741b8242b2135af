"""Stories of what becomes of a task: blocked, dropped, deleted, and the menu behind the dots."""

from __future__ import annotations

import pytest

from tests.world import World


def test_block_says_why_and_unblock_takes_it_away(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben")
    told = web.ben.types("#web", "/task block WEB-1 WEB-9 waits for the *certificate*")
    assert "Blocked: WEB-1" in told.text
    for line in ("/task show WEB-1", "/task list", "/task list blocked"):
        shown = web.ana.types("#web", line).text
        assert "⛔ blocked: WEB-9 waits for the *certificate*" in shown
    assert "Goes on: WEB-1" in web.ben.presses(told, "Unblock").text
    assert "Not blocked: WEB-1" in web.ben.types("#web", "/task unblock WEB-1").text
    assert "none" in web.ana.types("#web", "/task list blocked").text


def test_block_without_a_reason_asks_for_it_in_a_form(web: World) -> None:
    made = web.ana.types("#web", "/task add Fix login")
    form = web.ana.types("#web", "/task block WEB-1").view
    assert form is not None
    assert "Why can WEB-1 not go on?" in form.text
    web.ana.fills(form, {"reason": "No certificate"})
    assert "⛔ blocked: No certificate" in web.ana.submits().text
    web.ana.types("#web", "/task unblock WEB-1")
    again = web.ana.chooses(made, "task.more", "Block…").view
    assert again is not None
    web.ana.fills(again, {"reason": "\u200b"})
    assert "The reason is empty" in web.ana.submits().errors["reason"]


def test_done_clears_what_blocked_it_and_undo_brings_both_back(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ana.types("#web", "/task block WEB-1 No certificate")
    done = web.ana.types("#web", "/task done WEB-1")
    assert "⛔" not in done.text
    assert "WEB-1 is done: reopen it" in web.ana.types("#web", "/task block WEB-1 Too late").text
    web.ana.presses(done, "Undo")
    shown = web.ana.types("#web", "/task show WEB-1").text
    assert "to do" in shown
    assert "⛔ blocked: No certificate" in shown


def test_drop_gives_up_what_is_mine_and_nothing_else(web: World) -> None:
    made = web.ana.types("#web", "/task add Fix login @ana")
    refused = web.ben.types("#web", "/task drop WEB-1").text
    assert "WEB-1 is ana's, not yours: /task assign WEB-1 @name gives it" in refused
    dropped = web.ana.chooses(made, "task.more", "Drop")
    assert "Nobody's now: WEB-1" in dropped.text
    assert "no owner" in dropped.text
    assert "Nobody's already" in web.ben.types("#web", "/task drop WEB-1").text
    assert "Undone" in web.ana.presses(dropped, "Undo").text
    assert "@ana" in web.ben.types("#web", "/task show WEB-1").text


def test_delete_takes_a_task_away_and_undo_brings_it_back(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    gone = web.ana.types("#web", "/task delete WEB-1")
    assert "Deleted" in gone.text
    assert "WEB-1  Fix login" in gone.text
    assert "I cannot find WEB-1" in web.ben.types("#web", "/task show WEB-1").text
    assert "Which task?" in web.ana.types("#web", "/task show").text
    web.ana.presses(gone, "Undo")
    assert "Fix login" in web.ben.types("#web", "/task show WEB-1").text


@pytest.mark.parametrize(
    ("verb", "did"),
    [
        ("start", "Started"),
        ("claim", "Yours"),
        ("drop", "Nobody's now"),
        ("unblock", "Goes on"),
        ("done", "Done"),
        ("cancel", "Cancelled"),
        ("delete", "Deleted"),
        ("label +ui", "Labels"),
    ],
)
def test_several_keys_are_one_step_one_answer_and_one_undo(
    web_once: World, verb: str, did: str
) -> None:
    for title in ("One", "Two"):
        web_once.ana.types("#web", f"/task add {title} {'' if verb == 'claim' else '@ana'}")
        web_once.ana.types("#web", "/task block no time")
    before = [web_once.ana.types("#web", f"/task show WEB-{number}").text for number in (1, 2)]
    word, _, rest = verb.partition(" ")
    assert "I cannot find WEB-9" in web_once.ana.types("#web", f"/task {word} WEB-1 WEB-9").text
    told = web_once.ana.types("#web", f"/task {word} WEB-1 WEB-2 {rest}")
    assert did in told.text
    assert "WEB-1  One" in told.text
    assert "WEB-2  Two" in told.text
    web_once.ana.presses(told, "Undo")
    after = [web_once.ana.types("#web", f"/task show WEB-{number}").text for number in (1, 2)]
    assert after == before


def test_the_menu_behind_the_dots_offers_what_makes_sense(web_once: World) -> None:
    mine = web_once.ana.types("#web", "/task add Fix login @ana")
    assert mine.message is not None
    assert mine.message.buttons == ["Done", "Start", "Edit", "Undo"]
    assert "Snoozed: WEB-1" in web_once.ana.chooses(mine, "task.more", "Snooze").text
    theirs = web_once.ben.types("#web", "/task start WEB-1")
    assert "Watching WEB-1" in web_once.ben.chooses(theirs, "task.more", "Watch").text
    assert "Cancelled: WEB-1" in web_once.ana.chooses(mine, "task.more", "Cancel").text
    assert mine.message.buttons == ["Reopen", "Edit", "Undo"]
    assert "Deleted" in web_once.ana.chooses(mine, "task.more", "Delete").text


def test_too_many_keys_are_refused_in_words(web_once: World) -> None:
    web_once.ana.types("#web", "/task add One")
    keys = " ".join(f"WEB-{number}" for number in range(1, 52))
    assert "I cannot find WEB-2" in web_once.ana.types("#web", f"/task done {keys}").text
    assert "to do" in web_once.ana.types("#web", "/task show WEB-1").text


def test_who_is_not_in_the_private_channel_can_own_nothing_there(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Letter")
    web.ana.types("#board", "/milestone add New fares")
    web.ana.types("#board", "/risk add Vote is lost")
    web.ana.types("#web", "/task add Open letter @ben")
    refused = "ben is not in #board, where FARE lives: invite them there first."
    for line in (
        "/task add Another @ben", "/task add Another @chloe @ben", "/task assign FARE-1 @ben",
        "/task edit FARE-1 @ben !high", "/task split FARE-1 One; Two @ben",
        "/task move WEB-1 FARE", "/milestone add Vote @ben", "/milestone edit FARE-M1 @ben",
        "/risk add Delay @ben", "/risk edit FARE-R1 @ben", "/risk own FARE-R1 @ben",
        "/project team FARE @ben as Docs Lead",
    ):  # fmt: skip
        assert web.ana.types("#board", line).text == refused, line
    web.ana.types("#board", "/task edit FARE-1")
    web.ana.fills(None, {"Owner": "ben"})
    assert web.ana.submits().errors == {"owner": refused}
    assert "Open tasks in FARE · 1" in web.ana.types("#board", "/task list").text
    web.slack.invites("ana", "#board", "ben")
    assert "@ben" in web.ana.types("#board", "/task assign FARE-1 @ben").text


def test_a_repeating_task_can_be_cancelled(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Check the backups every monday")
    told = web_once.ana.types("#web", "/task cancel WEB-1").text
    assert "Cancelled: WEB-1" in told


def test_a_guest_owns_what_lives_in_a_channel_that_all_may_see(web: World) -> None:
    assert "@gus" in web.ana.types("#web", "/task add Fix login @gus").text
    assert "Fix login" in web.slack.person("gus").types("#web", "/task list mine").text


def test_a_repeating_task_goes_on_without_an_owner_who_has_left_the_channel(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    web.ana.types("#board", "/task add Count the votes @chloe every monday")
    web.chloe.leaves("#board")
    assert "The next one is FARE-2" in web.ana.types("#board", "/task done FARE-1").text
    assert "no owner" in web.ana.types("#board", "/task show FARE-2").text
