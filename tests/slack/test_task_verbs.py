"""Stories of the verbs of `/task`: one line changes one thing, and the answer says which."""

from __future__ import annotations

import pytest

from tests.world import World


def test_edit_in_one_line_changes_what_it_names_and_nothing_else(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben due friday ~3d")
    told = web.ana.types("#web", "/task edit WEB-1 Repair login !high +auth -- Only on Safari")
    for words in ("Changed WEB-1", "Repair login", "@ben", "Fri 27 Nov", "high", "~3d", "+auth"):
        assert words in told.text
    assert "Only on Safari" in web.ana.types("#web", "/task show WEB-1").text


def test_edit_in_one_line_takes_a_date_away(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login due friday")
    told = web_once.ana.types("#web", "/task edit WEB-1 due none")
    assert "no due date" in told.text
    assert "WEB-1  Fix login" in told.text


def test_edit_in_one_line_offers_the_other_reading_of_an_unclear_date(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    told = web_once.ben.types("#web", "/task edit WEB-1 due next week")
    assert "Mon 30 Nov" in told.text
    assert "Fri 4 Dec" in web_once.ben.presses(told, "Meant Fri 4 Dec?").text


def test_start_says_that_work_is_under_way_once(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "under way" in web.ben.types("#web", "/task start WEB-1").text
    assert "nothing was changed" in web.ben.types("#web", "/task start WEB-1").text


def test_cancel_strikes_a_task_and_reopen_brings_it_back(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    told = web.ana.types("#web", "/task cancel WEB-1")
    assert "Cancelled: WEB-1" in told.text
    assert "Already cancelled" in web.ana.types("#web", "/task cancel WEB-1").text
    assert "Reopened: WEB-1" in web.ana.types("#web", "/task reopen WEB-1").text
    assert "Already to do" in web.ana.types("#web", "/task reopen WEB-1").text


def test_assign_gives_a_task_and_claim_takes_it(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "@ben" in web.ana.types("#web", "/task assign WEB-1 @ben").text
    assert "Unchanged" in web.ana.types("#web", "/task assign WEB-1 @ben").text
    taken = web.chloe.types("#web", "/task claim WEB-1")
    assert "Yours: WEB-1" in taken.text
    assert "It was ben's." in taken.text
    assert "Yours already" in web.chloe.types("#web", "/task claim WEB-1").text


def test_assign_to_a_word_that_is_nobody_is_refused_with_the_word_as_typed(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    told = web_once.ana.types("#web", "/task assign WEB-1 <b>nobody")
    assert "“<b>nobody” is nobody: write @name." in told.text


def test_due_sets_the_day_and_none_takes_it_away(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "Fri 27 Nov 17:00" in web.ana.types("#web", "/task due WEB-1 friday 5pm").text
    told = web.ana.types("#web", "/task due WEB-1 none")
    assert "No due date: WEB-1" in told.text
    assert "no due date" in web.ana.types("#web", "/task show WEB-1").text


def test_of_a_period_one_edge_is_taken_and_the_other_is_a_button(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    told = web.ben.types("#web", "/task due WEB-1 eow")
    assert "Fri 27 Nov" in told.text
    assert "Sun 29 Nov" in web.ben.presses(told, "Meant Sun 29 Nov?").text


@pytest.mark.parametrize(("typed", "shown"), [("high", "high"), ("p1", "urgent"), ("!low", "low")])
def test_priority_is_a_word_or_p1_to_p4(web_once: World, typed: str, shown: str) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert shown in web_once.ana.types("#web", f"/task priority WEB-1 {typed}").text
    assert "urgent, high, normal or low" in web_once.ana.types("#web", "/task priority p9").text


def test_estimate_is_an_amount_or_a_range_and_none_takes_it_away(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert "~2d–5d" in web_once.ana.types("#web", "/task estimate WEB-1 2d-5d").text
    assert "is no estimate" in web_once.ana.types("#web", "/task estimate WEB-1 soon").text
    assert "Say how much" in web_once.ana.types("#web", "/task estimate WEB-1").text
    assert "~" not in web_once.ana.types("#web", "/task estimate WEB-1 none").text


def test_move_to_another_project_gives_a_new_key(web: World) -> None:
    web.ana.types("#mobile", "/project new APP Mobile app")
    web.ana.types("#web", "/task add Fix login due friday 5pm")
    told = web.ana.types("#web", "/task move WEB-1 APP")
    assert "Moved: APP-1" in told.text
    assert "Fri 27 Nov 17:00" in told.text
    assert "I cannot find WEB-1" in web.ana.types("#web", "/task show WEB-1").text
    web.ana.presses(told, "Undo")
    assert "WEB-1" in web.ana.types("#web", "/task show WEB-1").text


def test_move_to_a_milestone_and_under_a_parent(web: World) -> None:
    web.ana.types("#web", "/milestone add Beta due 1 dec")
    web.ana.types("#web", "/task add Login")
    web.ana.types("#web", "/task add Buttons")
    assert "for WEB-M1" in web.ana.types("#web", "/task move WEB-2 for:M1").text
    web.ana.types("#web", "/task move WEB-2 under:WEB-1")
    assert "Buttons" in web.ana.types("#web", "/task show WEB-1").text
    assert "part of WEB-1" in web.ana.types("#web", "/task show WEB-2").text
    assert "cannot be part of itself" in web.ana.types("#web", "/task move WEB-1 under:WEB-2").text
    assert "Say where to" in web.ana.types("#web", "/task move WEB-1").text


def test_a_note_is_kept_as_typed_with_its_author_and_day(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    web.ben.types("#web", "/task note WEB-1 waiting for the *certificate*")
    shown = web.ana.types("#web", "/task show WEB-1").text
    assert "@ben · Wed 25 Nov" in shown
    assert "waiting for the *certificate*" in shown
    assert "The note is empty" in web.ana.types("#web", "/task note WEB-1").text


def test_several_keys_are_done_in_one_step_and_undone_in_one(web: World) -> None:
    for title in ("One", "Two", "Three"):
        web.ana.types("#web", f"/task add {title}")
    told = web.ana.types("#web", "/task done WEB-1, web-3")
    assert "WEB-1  One  done" in told.text
    assert "WEB-3  Three  done" in told.text
    assert "Already done" in web.ana.types("#web", "/task done WEB-1 WEB-3").text
    web.ana.presses(told, "Undo")
    assert "3" in web.ana.types("#web", "/task list").text.splitlines()[0]


def test_one_unknown_key_among_several_changes_none_of_them(web: World) -> None:
    web.ana.types("#web", "/task add One")
    assert "I cannot find WEB-9" in web.ana.types("#web", "/task done WEB-1 WEB-9").text
    assert "to do" in web.ana.types("#web", "/task show WEB-1").text


@pytest.mark.parametrize("verb", ["start", "done", "cancel", "claim", "show", "due friday"])
def test_without_a_key_the_last_item_shown_is_meant_and_the_answer_says_so(
    web_once: World, verb: str
) -> None:
    web_once.ana.types("#web", "/task add One")
    web_once.ana.types("#web", "/task add Two")
    web_once.ana.types("#web", "/task show WEB-1")
    assert "You gave no key, so I took WEB-1." in web_once.ana.types("#web", f"/task {verb}").text


def test_words_that_are_no_key_do_not_stand_for_the_last_item(web_once: World) -> None:
    web_once.ana.types("#web", "/task add One")
    for line in ("show 99", "claim <!channel>", "done 1", "start that thing"):
        told = web_once.ana.types("#web", f"/task {line}").text
        assert f"I do not understand “{line.partition(' ')[2]}”" in told
    assert "to do" in web_once.ana.types("#web", "/task show WEB-1").text


def test_a_second_person_helps_and_a_predecessor_is_waited_for(web: World) -> None:
    web.ana.types("#web", "/task add Sign the contract")
    told = web.ana.types(
        "#web", "/task add Move the hosting @ben @chloe after:WEB-1+2d start monday"
    )
    for words in ("@ben", "with @chloe", "waits for WEB-1 (FS+2d)", "starts Mon 30 Nov"):
        assert words in told.text
    shown = web.ben.types("#web", "/task show WEB-2").text
    assert "waits for WEB-1 (FS+2d)  Sign the contract · to do" in shown
    circle = web.ana.types("#web", "/task edit WEB-1 after:WEB-2")
    assert "cannot wait for each other" in circle.text
    web.ana.types("#web", "/pm undo")
    assert "I cannot find WEB-2" in web.ben.types("#web", "/task show WEB-2").text


def test_a_repeating_task_comes_round_when_it_is_done(web: World) -> None:
    told = web.ana.types("#web", "/task add Check the backups @ben every monday ~2h")
    assert "Mon 30 Nov" in told.text
    assert "every monday" in told.text
    done = web.ana.presses(told, "Done")
    assert "The next one is WEB-2, due Mon 7 Dec." in done.text
    assert "every monday" in web.ana.types("#web", "/task show WEB-2").text
    web.ana.presses(done, "Undo")
    assert "I cannot find WEB-2" in web.ana.types("#web", "/task show WEB-2").text
    assert "to do" in web.ana.types("#web", "/task show WEB-1").text


def test_rename_takes_the_rest_of_the_line_as_it_was_typed(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    told = web.ana.types("#web", "/task rename WEB-1 WEB-9 <b> & *due* friday @ben !high")
    assert "Renamed: WEB-1  WEB-9 <b> & *due* friday @ben !high" in told.text
    assert "no due date" in told.text
    again = web.ana.types("#web", '/task rename WEB-1 "Pay due invoices"').text
    assert "Renamed: WEB-1  Pay due invoices" in again
    assert "Unchanged" in web.ana.types("#web", "/task rename WEB-1 Pay due invoices").text
    assert "Say the new title" in web.ana.types("#web", "/task rename WEB-1").text


@pytest.mark.parametrize(
    "title", ["🚀", "リリース ノートを書く", "Написать текст к пятнице", "🏳️‍🌈 été"]
)
def test_a_title_in_any_script_is_kept_as_it_is(web: World, title: str) -> None:
    assert f"WEB-1  {title}" in web.ana.types("#web", f'/task add "{title}"').text
    web.ana.types("#web", "/task rename WEB-1 Other")
    assert f"WEB-1  {title}" in web.ana.types("#web", f"/task rename WEB-1 {title}").text
    web.ana.types("#web", f"/task split WEB-1 {title}; {title}")
    assert f"WEB-3  {title}" in web.ben.types("#web", "/task list").text


def test_a_title_of_three_hundred_characters_is_refused_with_the_way_out(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    told = web_once.ana.types("#web", f"/task rename WEB-1 {'é' * 300}").text
    assert "The title has 300 characters and may have 250: shorten it" in told
    assert "Fix login" in web_once.ana.types("#web", "/task show WEB-1").text


def test_labels_are_put_on_and_taken_off(web: World) -> None:
    web.ana.types("#web", "/task add Fix login +old")
    told = web.ana.types("#web", "/task label WEB-1 +ui -old docs, #web +ui").text
    assert "+ui +docs +web" in told
    assert "+old" not in told
    assert "“#web” is a channel: here it is a label." in told
    assert "Unchanged" in web.ana.types("#web", "/task label WEB-1 UI -gone").text
    assert "without #" in web.ana.types("#web", "/task label WEB-1 #board").text
    assert "“#5” cannot be a label" in web.ana.types("#web", "/task label WEB-1 #5").text
    assert "Say which" in web.ana.types("#web", "/task label WEB-1").text
    assert "+ui" not in web.ana.types("#web", "/task label WEB-1 none").text
    assert "+web" in web.ana.types("#web", "/task add Buttons +web").text
