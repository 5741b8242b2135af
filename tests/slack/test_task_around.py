"""Stories of what gathers around a task: time, links and files, notes, and all of it in `show`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import models
from tests.world import PUBLIC_URL, World


@pytest.fixture
def task(web: World) -> World:
    """WEB-1 is there, estimated at three days."""
    web.ana.types("#web", "/task add Fix login ~3d")
    return web


@pytest.fixture
def task_once(web_once: World) -> World:
    """The same, once."""
    web_once.ana.types("#web", "/task add Fix login ~3d")
    return web_once


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def test_time_is_logged_in_one_line_and_adds_up_to_the_estimate(task: World) -> None:
    told = task.ana.types("#web", "/task log WEB-1 3h yesterday review of the plan")
    assert "3h of ~3d" in told.text
    assert "3h on Tue 24 Nov · review of the plan" in told.text
    told = task.ben.types("#web", "/task log WEB-1 1h30")
    assert "4h 30m of ~3d" in told.text
    assert "1h 30m on Wed 25 Nov" in told.text
    assert "@ana 3h · @ben 1h 30m" in told.text
    assert "4h 30m of ~3d" in task.ana.types("#web", "/task show WEB-1").text


@pytest.mark.parametrize(
    ("words", "logged"),
    [
        ("90m", "1h 30m on Wed 25 Nov"),
        ("1.5h today", "1h 30m on Wed 25 Nov"),
        ("2d", "16h on Wed 25 Nov"),
        ("1 hour 30 minutes", "1h 30m on Wed 25 Nov"),
        ("3h monday", "3h on Mon 23 Nov"),
        ("3h last monday", "3h on Mon 23 Nov"),
        ("3h wednesday", "3h on Wed 25 Nov"),
        ("3h 2026-11-20 the call", "3h on Fri 20 Nov · the call"),
        ("3h 20 nov", "3h on Fri 20 Nov"),
        ("3h the 3rd", "3h on Tue 3 Nov"),
        ("3h 20 oct planning", "3h on Tue 20 Oct · planning"),
        ("3h on friday -- calls", "3h on Fri 20 Nov · calls"),
        ("3h second review", "3h on Wed 25 Nov · second review"),
        ("3h may be more", "3h on Wed 25 Nov · may be more"),
        ("3h 2 calls with *Ben*", "3h on Wed 25 Nov · 2 calls with *Ben*"),
    ],
)
def test_a_day_of_work_is_today_or_the_last_one_of_its_name(
    words: str, logged: str, task_once: World
) -> None:
    assert logged in task_once.ana.types("#web", f"/task log WEB-1 {words}").text


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("3h tomorrow", "Thu 26 Nov is still to come"),
        ("3h 2026-12-01", "Tue 1 Dec is still to come"),
        ("0h", "“0h” is no time"),
        ("soon", "“soon” is no time: write 3h, 90m, 1h30 or 1d (8h)."),
        ("2h-3h", "not a range"),
        ("25h", "A day has 24 hours, and that would make 25h on Wed 25 Nov"),
        ("0.001h", "No time is nothing to log"),
    ],
)
def test_what_cannot_have_been_worked_is_refused_in_a_sentence(
    words: str, why: str, task_once: World
) -> None:
    assert why in task_once.ana.types("#web", f"/task log WEB-1 {words}").text
    assert "Time on WEB-1 · none" in task_once.ana.types("#web", "/task log WEB-1").text


def test_a_day_has_24_hours_over_all_tasks_of_one_person(task: World) -> None:
    task.ana.types("#web", "/task add Another")
    task.ana.types("#web", "/task log WEB-2 20h yesterday")
    told = task.ana.types("#web", "/task log WEB-1 5h yesterday")
    assert "that would make 25h on Tue 24 Nov" in told.text
    assert "Logged" in task.ana.types("#web", "/task log WEB-1 4h yesterday").text
    assert "Logged" in task.ben.types("#web", "/task log WEB-1 5h yesterday").text


def test_a_day_of_work_is_one_of_the_persons_own_calendar(task: World) -> None:
    task.clock.now = datetime(2026, 11, 26, 2, tzinfo=UTC)
    assert "Thu 26 Nov" in task.ana.types("#web", "/task log WEB-1 1h").text
    assert "Wed 25 Nov" in task.ben.types("#web", "/task log WEB-1 1h").text


def test_entries_are_listed_and_one_takes_back_ones_own(task: World) -> None:
    task.ana.types("#web", "/task log WEB-1 3h yesterday review")
    task.ben.types("#web", "/task log WEB-1 2h")
    listed = task.ana.types("#web", "/task log WEB-1")
    for words in (
        "Time on WEB-1 · 5h of ~3d",
        "@ana 3h · @ben 2h",
        "3h · Tue 24 Nov · ana · review",
    ):
        assert words in listed.text
    assert listed.text.count("[Remove]") == 1
    left = task.ana.presses(listed, "Remove").text
    assert "2h of ~3d" in left
    assert "review" not in left
    assert "Undone: took back 3h on WEB-1" in task.ana.types("#web", "/pm undo").text
    assert "5h of ~3d" in task.ana.types("#web", "/task log WEB-1").text


def test_logging_is_undone_by_its_button(task: World) -> None:
    told = task.ana.types("#web", "/task log WEB-1 3h")
    assert "Undone: logged 3h on WEB-1" in task.ana.presses(told, "Undo").text
    assert "Time on WEB-1 · none" in task.ana.types("#web", "/task log WEB-1").text


def test_a_long_log_is_turned_by_pages(task: World) -> None:
    for _ in range(12):
        task.ana.types("#web", "/task log WEB-1 10m")
    listed = task.ana.types("#web", "/task log WEB-1")
    assert "and 2 more" in listed.text
    turned = task.ana.presses(listed, "Next ▶")
    assert turned.text.count("[Remove]") == 2
    assert "page 2" in turned.text


# ── links and files ──────────────────────────────────────────────────────────────────────────


def test_a_link_gets_the_words_behind_it_as_its_title(task: World) -> None:
    told = task.ana.types(
        "#web", "/task link WEB-1 https://example.org/a?b=1&c=2 The *first* draft"
    )
    assert "Linked to WEB-1" in told.text
    assert "https://example.org/a?b=1&c=2" in str([each.blocks for each in told.messages])
    assert "The *first* draft" in task.ben.types("#web", "/task show WEB-1").text


def test_several_links_in_one_line_are_one_step(task: World) -> None:
    told = task.ana.types(
        "#web", "/task link WEB-1 https://example.org/one One https://example.org/two"
    )
    assert "One" in told.text
    assert "https://example.org/two" in told.text
    task.ana.presses(told, "Undo")
    assert "No links" in task.ana.types("#web", "/task links WEB-1").text


def test_the_same_address_is_linked_once(task: World) -> None:
    task.ana.types("#web", "/task link WEB-1 https://example.org/one")
    told = task.ben.types(
        "#web", "/task link WEB-1 https://example.org/two https://example.org/one"
    )
    assert "is linked to WEB-1 already" in told.text.replace("That is", "is")
    assert "two" not in task.ana.types("#web", "/task links WEB-1").text


@pytest.mark.parametrize("words", ["ftp://example.org/a", "mailto:ana@example.org", "draft"])
def test_what_is_no_address_of_the_web_is_refused(words: str, task_once: World) -> None:
    assert "is no address" in task_once.ana.types("#web", f"/task link WEB-1 {words}").text
    assert "No links" in task_once.ana.types("#web", "/task links WEB-1").text


def test_a_link_is_removed_by_its_button_and_can_come_back(task: World) -> None:
    task.ana.types("#web", "/task link WEB-1 https://example.org/one")
    first, second = (task.ben.types("#web", "/task links WEB-1") for _ in range(2))
    assert "Removed from WEB-1" in task.ben.presses(first, "Remove").text
    assert "was taken away already" in task.ben.presses(second, "Remove").text
    task.ben.types("#web", "/pm undo")
    assert "example.org/one" in task.ana.types("#web", "/task links WEB-1").text


def test_a_link_is_taken_away_by_its_address(task: World) -> None:
    task.ana.types("#web", "/task link WEB-1 https://example.org/one https://example.org/two")
    told = task.ana.types("#web", "/task unlink WEB-1 https://example.org/one").text
    assert "Removed from WEB-1" in told
    assert "two" in told
    assert "example.org/one" not in told
    told = task.ana.types("#web", "/task unlink WEB-1 https://example.org/one").text
    assert "That is not linked to WEB-1" in told


def test_the_newest_file_of_the_conversation_is_linked_without_an_address(task: World) -> None:
    task.ben.uploads("#web", "old.pdf", b"old")
    task.ben.uploads("#web", "plan.pdf", b"new")
    told = task.ana.types("#web", "/task link WEB-1")
    assert "plan.pdf" in told.text
    assert "old.pdf" not in told.text
    assert "is linked to WEB-1 already" in task.ana.types("#web", "/task link WEB-1").text
    assert "plan.pdf" in task.ben.types("#web", "/task show WEB-1").text
    with task.database.begin() as session:
        kept = session.scalars(select(models.Attachment)).one()
        assert kept.kind == models.FILE
        assert kept.slack_id.startswith("F")
        assert kept.url.startswith("http")


def test_without_a_file_in_the_conversation_the_answer_says_what_to_do(task_once: World) -> None:
    told = task_once.ana.types("#web", "/task link WEB-1")
    assert "I see no file here: share one" in told.text


# ── notes ────────────────────────────────────────────────────────────────────────────────────


def test_a_note_keeps_its_lines_and_its_marks(task: World) -> None:
    task.ana.types("#web", "/task note WEB-1 The *certificate*\n\n- ask @ben\n- wait  for it")
    shown = task.ben.types("#web", "/task show WEB-1").text
    assert "> The *certificate*\n> \n> - ask @ben\n> - wait for it" in shown


def test_a_note_said_in_a_channel_keeps_its_lines_too(task: World) -> None:
    task.ana.types("#web", "@Stationmaster note WEB-1\nFirst line\n• second & last")
    shown = task.ben.types("#web", "/task show WEB-1").text
    assert "> First line\n> • second & last" in shown


def test_a_link_said_in_a_channel_is_read_as_slack_marks_it(task: World) -> None:
    task.ana.types("#web", "@Stationmaster link WEB-1 the draft https://example.org/a?b=1&c=2")
    links = task.ben.types("#web", "/task links WEB-1")
    assert "the draft" in links.text
    assert "https://example.org/a?b=1&c=2" in str([each.blocks for each in links.messages])


def test_a_long_note_is_shortened_in_show_and_whole_among_the_notes(task_once: World) -> None:
    long = " ".join(f"word{number}" for number in range(300))
    task_once.ana.types("#web", f"/task note WEB-1 {long}")
    assert "word299" not in task_once.ana.types("#web", "/task show WEB-1").text
    assert "word299" in task_once.ana.types("#web", "/task notes WEB-1").text


def test_notes_are_read_by_pages_the_newest_first(task: World) -> None:
    for number in range(1, 8):
        task.ana.types("#web", f"/task note WEB-1 Remark {number}.")
    shown = task.ana.types("#web", "/task show WEB-1").text
    assert "and 2 earlier notes: /task notes WEB-1" in shown
    assert "Remark 2." not in shown
    assert shown.index("Remark 3.") < shown.index("Remark 7.")
    listed = task.ana.types("#web", "/task notes WEB-1")
    assert "Notes on WEB-1 · 7" in listed.text
    assert "Remark 2." not in listed.text
    assert "Remark 2." in task.ana.presses(listed, "Next ▶").text


def test_no_notes_say_what_adds_one(task_once: World) -> None:
    told = task_once.ana.types("#web", "/task notes WEB-1").text
    assert "Notes on WEB-1 · none" in told
    assert "/task note WEB-1" in told


# ── show ─────────────────────────────────────────────────────────────────────────────────────


def test_show_leaves_out_what_is_empty(task_once: World) -> None:
    shown = task_once.ana.types("#web", "/task show WEB-1").text
    for words in ("time:", "watched", "discussion", "notes", "sub-task", "waits", "with"):
        assert words not in shown


def test_show_says_everything_about_a_task(task: World) -> None:
    for line in (
        "add Part one under:WEB-1",
        "add Cheque first",
        "edit WEB-1 @ana @ben after:WEB-3 -- The whole story",
        "add Release after:WEB-1",
        "done WEB-2",
        "log WEB-1 2h",
        "watch WEB-1",
        "link WEB-1 https://example.org/draft Draft",
        "note WEB-1 Remember the milk",
    ):
        task.ana.types("#web", f"/task {line}")
    _said(task, "Looks good to me")
    shown = task.ben.types("#web", "/task show WEB-1").text
    for words in (
        "The whole story",
        "1 of 1 sub-task done",
        "WEB-2  Part one done",
        "with @ben",
        "waits for WEB-3  Cheque first · to do",
        "WEB-4 waits for it  Release · to do",
        "Draft",
        "time: @ana 2h",
        "2h of ~3d",
        "watched by @ana",
        "Remember the milk",
        "discussion: 1 reply",
        "Looks good to me",
        "made of a message: the words of Ana",
        f"share it: {PUBLIC_URL}/go/WEB-1",
        "[Watch]",
    ):
        assert words in shown, words


def _said(world: World, *texts: str) -> None:
    """What a thread and a message have left in the records of WEB-1."""
    with world.database.begin() as session:
        task = session.scalars(select(models.Task).where(models.Task.number == 1)).one()
        ana = session.scalars(select(models.Person).where(models.Person.name == "ana")).one()
        kept = {"workspace_id": task.workspace_id, "task_id": task.id, "person_id": ana.id}
        session.add(
            models.Attachment(
                **kept,
                kind=models.MESSAGE,
                url="https://example.slack.com/archives/C1/p1",
                title="the words of Ana",
                slack_id="C1:1.1",
                created_at=world.clock(),
            )
        )
        session.add_all(
            models.Reply(
                task_id=task.id,
                channel="C1",
                ts=f"1.{place}",
                person_id=ana.id,
                text=text,
                said_at=world.clock() + timedelta(seconds=place),
            )
            for place, text in enumerate(texts)
        )


def test_show_stays_short_with_hundreds_of_everything(task: World) -> None:
    with task.database.begin() as session:
        above = session.scalars(select(models.Task).where(models.Task.number == 1)).one()
        ana = session.scalars(select(models.Person).where(models.Person.name == "ana")).one()
        space, at = above.workspace_id, task.clock()
        above.description = "story " * 1_000
        for number in range(300):
            child = models.Task(
                workspace_id=space, project_id=above.project_id, number=1_000 + number,
                title=f"Part {number} " + "x" * 200, status=models.OPEN, parent_id=above.id,
                created_by=ana.id, created_at=at,
            )  # fmt: skip
            session.add(child)
            session.flush()
            session.add_all([
                models.Dependency(task_id=above.id, predecessor_id=child.id),
                models.Dependency(task_id=child.id, predecessor_id=above.id),
                models.Note(
                    workspace_id=space, task_id=above.id, author_id=ana.id, text="note " * 800,
                    created_at=at,
                ),
                models.Attachment(
                    workspace_id=space, task_id=above.id, url=f"https://example.org/{number}",
                    person_id=ana.id, created_at=at,
                ),
                models.TimeEntry(
                    workspace_id=space, task_id=above.id, person_id=ana.id, day=at.date(),
                    minutes=30, created_at=at,
                ),
            ])  # fmt: skip
    _said(task, *("reply " * 500 for _ in range(300)))
    told = task.ana.types("#web", "/task show WEB-1")
    for words in (
        "0 of 300 sub-tasks done", "and 280 more", "and 290 more", "and 295 earlier notes",
        "discussion: 300 replies", "150h of ~3d", "and 281 more",
    ):  # fmt: skip
        assert words in told.text, words
    assert max(len(each.blocks) for each in told.messages) <= 50
    written = task.ana.types("@stationmaster", "show WEB-1")  # Slack refuses too long a message
    assert "discussion: 300 replies" in written.text
    for line in ("notes", "links", "log"):
        assert "more" in task.ana.types("#web", f"/task {line} WEB-1").text


def test_without_a_key_the_answer_says_which_task_was_taken(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    for verb in ("note Ask Ben", "notes", "link https://example.org/draft", "links", "log 2h",
                 "log", "split Draft; Review", "unlink https://example.org/draft"):  # fmt: skip
        told = web_once.ana.types("#web", f"/task {verb}").text
        assert "You gave no key, so I took WEB-1." in told, verb


def test_watch_stands_once_under_a_task(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert web_once.ana.types("#web", "/task show WEB-1").text.count("Watch") == 1
