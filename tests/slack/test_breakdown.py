"""Stories of sub-tasks: split, closed together or alone, moved; and of what waits for what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import World


@pytest.fixture
def tree(web: World) -> World:
    """WEB-1 over WEB-2 and WEB-3, WEB-4 under WEB-3."""
    return grown(web)


@pytest.fixture
def tree_once(web_once: World) -> World:
    """The same, over HTTP on SQLite."""
    return grown(web_once)


def grown(web: World) -> World:
    web.ana.types("#web", "/task add Launch @ana due today")
    web.ana.types("#web", "/task split WEB-1 Draft @ben; Review")
    web.ana.types("#web", "/task split WEB-3 Ask Chloe")
    return web


def test_split_reads_each_part_as_a_line_of_its_own(web: World) -> None:
    web.ana.types("#web", "/task add Launch")
    told = web.ana.types(
        "#web",
        '/task split WEB-1 Draft Q&A @ben friday ~2h; ; "Print; bind" !high +print\nPublish;',
    )
    assert "into 3 sub-tasks" in told.text
    for line in (
        "WEB-2  Draft Q&A · @ben · due Fri 27 Nov",
        "WEB-3  Print; bind",
        "WEB-4  Publish",
    ):
        assert line in told.text
    shown = web.ben.types("#web", "/task show WEB-1").text
    assert "0 of 3 sub-tasks done" in shown
    assert "+print" in web.ben.types("#web", "/task show WEB-3").text
    assert "part of WEB-1" in web.ben.types("#web", "/task show WEB-4").text
    web.ana.presses(told, "Undo")
    assert "I cannot find WEB-3" in web.ben.types("#web", "/task show WEB-3").text


def test_a_split_that_cannot_be_made_makes_nothing(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Launch")
    web_once.ana.types("#mobile", "/project new APP App")
    many = "; ".join(f"Part {number}" for number in range(51))
    for line, said in (
        ("", "Say the parts: /task split WEB-1"),
        ("; ;", "Say the parts"),
        ("One; @ben friday", "“@ben friday” has no title"),
        ("One; Two in:APP", "leave out in:APP"),
        ("One; Two @nobody", "I know nobody called “@nobody”"),
        (many, "I make 50 sub-tasks at a time: you gave 51."),
    ):
        assert said in web_once.ana.types("#web", f"/task split WEB-1 {line}").text
    assert "Open tasks in WEB · 1" in web_once.ana.types("#web", "/task list").text
    web_once.ana.types("#web", "/task done WEB-1")
    assert "reopen it before" in web_once.ana.types("#web", "/task split WEB-1 One; Two").text


def test_closing_what_has_open_sub_tasks_is_asked_and_done_with_all_of_them(tree: World) -> None:
    asked = tree.ana.types("#web", "/task done WEB-1")
    assert "WEB-1 has 3 open sub-tasks." in asked.text
    assert "WEB-4  Ask Chloe" in asked.text
    assert "Open tasks in WEB · 4" in tree.ben.types("#web", "/task list").text
    done = tree.ana.presses(asked, "Done with all of them")
    assert all(f"WEB-{number}" in done.text for number in (1, 2, 3, 4))
    assert "none" in tree.ben.types("#web", "/task list").text
    tree.ana.presses(done, "Undo")
    assert "Open tasks in WEB · 4" in tree.ben.types("#web", "/task list").text


def test_only_the_task_itself_is_closed_where_that_is_said(tree: World) -> None:
    asked = tree.ana.presses(tree.ana.types("#web", "/task show WEB-1"), "Done")
    assert "Done: WEB-1" in tree.ana.presses(asked, "Only WEB-1").text
    assert "Open tasks in WEB · 3" in tree.ben.types("#web", "/task list").text


def test_what_was_closed_since_the_question_counts_when_it_is_answered(tree: World) -> None:
    asked = tree.ana.types("#web", "/task cancel WEB-1")
    tree.ben.types("#web", "/task done WEB-2")
    tree.ben.types("#web", "/task add Print under:WEB-3")
    told = tree.ana.presses(asked, "Cancel all of them").text
    assert "WEB-5  Print  cancelled" in told
    assert "WEB-2" not in told
    assert "done" in tree.ben.types("#web", "/task show WEB-2").text
    assert "Already cancelled: WEB-1" in tree.ana.types("#web", "/task cancel WEB-1").text


def test_closing_all_by_their_keys_asks_nothing(tree_once: World) -> None:
    told = tree_once.ana.types("#web", "/task done WEB-1 WEB-2 WEB-3 WEB-4").text
    assert "WEB-4  Ask Chloe  done" in told
    asked = tree_once.ana.types("#web", "/task delete WEB-1 WEB-2").text
    assert "WEB-1, WEB-2 have 2 sub-tasks." in asked


def test_delete_with_the_sub_tasks_is_one_step(tree: World) -> None:
    tree.ana.types("#web", "/task done WEB-2")
    asked = tree.ana.types("#web", "/task delete WEB-1")
    assert "WEB-1 has 3 sub-tasks." in asked.text
    gone = tree.ana.presses(asked, "Delete them too")
    assert "none" in tree.ben.types("#web", "/task list all").text
    tree.ana.presses(gone, "Undo")
    assert "1 of 2 sub-tasks done" in tree.ben.types("#web", "/task show WEB-1").text
    assert "part of WEB-3" in tree.ben.types("#web", "/task show WEB-4").text


def test_delete_alone_lets_the_sub_tasks_move_up(tree: World) -> None:
    asked = tree.ana.types("#web", "/task delete WEB-3")
    gone = tree.ana.presses(asked, "Only WEB-3")
    assert "part of WEB-1" in tree.ben.types("#web", "/task show WEB-4").text
    tree.ana.presses(gone, "Undo")
    assert "part of WEB-3" in tree.ben.types("#web", "/task show WEB-4").text


def test_the_last_open_sub_task_offers_to_close_its_parent(tree: World) -> None:
    tree.ana.types("#web", "/task done WEB-2")
    first = tree.ana.types("#web", "/task done WEB-4")
    assert "That was the last open sub-task of WEB-3." in first.text
    second = tree.ana.presses(first, "Done: WEB-3")
    assert "That was the last open sub-task of WEB-1." in second.text
    assert "Done: WEB-1" in tree.ana.presses(second, "Done: WEB-1").text
    assert "none" in tree.ben.types("#web", "/task list").text


def test_a_row_of_a_list_asks_too_and_the_list_stays(tree: World) -> None:
    listed = tree.ana.types("#web", "/task list")
    asked = tree.ana.presses(listed, "Done", beside="WEB-1")
    assert "WEB-1 has 3 open sub-tasks." in asked.text
    assert "Open tasks in WEB · 4" in asked.text
    done = tree.ana.presses(asked, "Only WEB-1")
    assert "WEB-1 is done." in done.text
    assert "Open tasks in WEB · 3" in done.text
    tree.ana.presses(done, "Done", beside="WEB-4")
    last = tree.ana.presses(done, "Done: WEB-3")
    assert "WEB-3 is done." in last.text


@pytest.mark.parametrize("place", ["note", "my", "home"])
def test_the_note_my_day_and_home_ask_too(tree: World, place: str) -> None:
    if place == "home":
        where: Any = tree.ana.home()
    elif place == "my":
        where = tree.ana.types("#web", "/pm").message
    else:
        tree.at("2026-11-26T09:00:00+00:00")
        tree.note(tree.ana)
        where = tree.ana.sees("@stationmaster")[-1]
    tree.ana.presses(where, "Done", beside="WEB-1")
    if place == "note":
        where = tree.ana.sees("@stationmaster")[-1]
    assert "WEB-1 has 3 open sub-tasks." in where.text
    assert "Open tasks in WEB · 4" in tree.ben.types("#web", "/task list").text
    tree.ana.presses(where, "Done with all of them")
    assert "none" in tree.ben.types("#web", "/task list").text


def test_a_move_to_the_top_and_a_loop_however_deep(tree: World) -> None:
    loop = tree.ana.types("#web", "/task move WEB-1 under:WEB-4").text
    assert "WEB-1 cannot be part of itself: WEB-4 is in it." in loop
    itself = tree.ana.types("#web", "/task move WEB-1 under:WEB-1").text
    assert "cannot be part of itself" in itself
    assert "Moved: WEB-4" in tree.ana.types("#web", "/task move WEB-4 top").text
    assert "part of" not in tree.ana.types("#web", "/task show WEB-4").text
    assert "Moved: WEB-1" in tree.ana.types("#web", "/task move WEB-1 under:WEB-4").text
    assert "Unchanged: WEB-4" in tree.ana.types("#web", "/task move WEB-4 under:none").text


def test_none_takes_a_task_out_of_its_milestone_in_move_and_in_edit(tree_once: World) -> None:
    web = tree_once
    web.ana.types("#web", "/milestone add Beta due 1 dec")
    assert "for WEB-M1" in web.ana.types("#web", "/task move WEB-2 for:M1").text
    assert "for WEB-M1" not in web.ana.types("#web", "/task move WEB-2 for:none").text
    web.ana.types("#web", "/task edit WEB-2 under:none Draft the text")
    shown = web.ana.types("#web", "/task show WEB-2").text
    assert "Draft the text" in shown
    assert "part of" not in shown


def test_a_parent_in_another_project_is_refused_in_words(tree_once: World) -> None:
    tree_once.ana.types("#mobile", "/project new APP App")
    tree_once.ana.types("#mobile", "/task add Buttons")
    told = tree_once.ana.types("#web", "/task move WEB-2 under:APP-1").text
    assert "APP-1 is not a task of WEB." in told


def test_after_and_unlink_say_what_waits_for_what(tree: World) -> None:
    told = tree.ana.types("#web", "/task after WEB-2 WEB-3+2d, after:WEB-4SS").text
    assert "waits for WEB-3 (FS+2d)  Review" in told
    assert "waits for WEB-4 (SS)  Ask Chloe" in told
    assert "Unchanged: WEB-2" in tree.ana.types("#web", "/task after WEB-2 WEB-4SS").text
    assert "cannot wait for itself" in tree.ana.types("#web", "/task after WEB-2 WEB-2").text
    circle = tree.ana.types("#web", "/task after WEB-3 WEB-2").text
    assert "cannot wait for each other" in circle
    assert "“soon” is no task" in tree.ana.types("#web", "/task after WEB-2 soon").text
    assert "Say what WEB-2 waits for" in tree.ana.types("#web", "/task after WEB-2").text
    other_way = tree.ana.types("#web", "/task unlink WEB-3 WEB-2")
    assert "Unlinked: WEB-3" in other_way.text
    assert "waits for WEB-3" not in tree.ana.types("#web", "/task show WEB-2").text
    tree.ana.presses(other_way, "Undo")
    assert "Unlinked: WEB-2" in tree.ana.types("#web", "/task unlink WEB-2").text
    assert "Waits for nothing: WEB-2" in tree.ana.types("#web", "/task unlink WEB-2").text
    assert "do not wait for each other" in tree.ana.types("#web", "/task unlink WEB-2 WEB-3").text


def test_an_undo_calls_a_split_by_its_name(tree_once: World) -> None:
    tree_once.ana.types("#web", "/task split WEB-2 One; Two")
    assert "Undone: split WEB-2 (2 changes)." in tree_once.ana.types("#web", "/pm undo").text
