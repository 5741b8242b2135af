"""Rules of milestones, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from bot import dates, db, models
from bot.errors import Invalid, NotFound
from bot.operations import access, lists, milestones, tasks

from . import place as places
from .place import Place


@pytest.fixture
def place(database: db.Database) -> Iterator[Place]:
    with database.begin() as session:
        yield places.build(session)


def add(place: Place, title: str, due: date | None = None) -> models.Milestone:
    deadline = dates.Deadline(due) if due else None
    return milestones.add(place.actor(), place.web, milestones.New(title, deadline))


def task_for(place: Place, milestone: models.Milestone, title: str = "Work") -> models.Task:
    new = tasks.New(title, milestone=milestone)
    key = tasks.add(place.actor(), place.web, new).key
    return access.task(place.actor(), key)


def test_numbers_run_per_project_and_keys_find_the_milestone(place: Place) -> None:
    assert [add(place, "Alpha").key, add(place, "Beta").key] == ["WEB-M1", "WEB-M2"]
    other = milestones.add(place.actor(), place.app, milestones.New("Alpha"))
    assert other.key == "APP-M1"
    assert access.milestone(place.actor(), "web-m2").title == "Beta"


def test_a_day_is_over_when_it_ends_in_the_zone_of_the_project(place: Place) -> None:
    freeze = add(place, "Code freeze", date(2026, 7, 23))
    assert freeze.due_at == datetime(2026, 7, 23, 21, 59, tzinfo=UTC)


def test_a_title_that_is_too_long_is_kept_in_the_description(place: Place) -> None:
    found = add(place, "word " * 1_000)
    assert len(found.title) <= 250
    assert found.description.count("word") == 1_000


def test_an_empty_title_is_refused(place: Place) -> None:
    found = add(place, "Alpha")
    with pytest.raises(Invalid):
        milestones.edit(place.actor(), found, title=" \n ")


def test_reaching_twice_is_reaching_once_and_reopening_takes_it_back(place: Place) -> None:
    found = add(place, "Alpha")
    assert milestones.finish(place.actor(), found)
    assert not milestones.finish(place.actor(), found)
    assert (found.status, found.done_at) == (models.DONE, places.NOW)
    assert milestones.reopen(place.actor(), found)
    assert not milestones.reopen(place.actor(), found)
    assert (found.status, found.done_at) == (models.OPEN, None)


def test_an_edit_moves_the_three_columns_of_the_date_and_undo_brings_them_back(
    place: Place,
) -> None:
    found = add(place, "Alpha", date(2026, 7, 23))
    actor = place.actor()
    deadline = dates.Deadline(date(2026, 7, 30), time(17))
    milestones.edit(actor, found, "moved", deadline=deadline)
    assert found.due_at == datetime(2026, 7, 30, 15, tzinfo=UTC)
    place.undo(actor)
    assert (found.due, found.due_time) == (date(2026, 7, 23), None)
    assert found.due_at == datetime(2026, 7, 23, 21, 59, tzinfo=UTC)


def test_a_new_owner_is_seen_at_once(place: Place) -> None:
    found = add(place, "Alpha")
    milestones.edit(place.actor(), found, owner_id=place.ben.id)
    assert found.owner is place.ben


def test_progress_counts_done_tasks_of_those_that_are_not_cancelled(place: Place) -> None:
    found, empty = add(place, "Alpha"), add(place, "Beta")
    made = [task_for(place, found) for _ in range(4)]
    tasks.finish(place.actor(), made[0])
    tasks.cancel(place.actor(), made[1])
    assert milestones.progress(place.actor(), [found, empty]) == {
        found.id: milestones.Progress(1, 3)
    }


def test_deleting_lets_go_of_the_tasks_and_undo_brings_all_of_it_back(place: Place) -> None:
    found = add(place, "Alpha")
    made = [task_for(place, found) for _ in range(3)]
    actor = place.actor()
    assert milestones.delete(actor, found) == 3
    with pytest.raises(NotFound):
        access.milestone(place.actor(), "WEB-M1")
    assert [task.milestone_id for task in made] == [None, None, None]
    place.undo(actor)
    assert access.milestone(place.actor(), "WEB-M1") is found
    assert [task.milestone_id for task in made] == [found.id] * 3


def test_a_deleted_number_is_not_given_again(place: Place) -> None:
    milestones.delete(place.actor(), add(place, "Alpha"))
    assert add(place, "Beta").key == "WEB-M2"


def test_moving_gives_a_new_key_and_leaves_the_tasks_behind(place: Place) -> None:
    found = add(place, "Alpha", date(2026, 7, 23))
    task = task_for(place, found)
    actor = place.actor()
    assert milestones.move(actor, found, place.app) == 1
    assert found.key == "APP-M1"
    assert task.milestone_id is None
    place.undo(actor)
    place.session.refresh(found)
    assert found.key == "WEB-M1"
    assert task.milestone_id == found.id


def test_a_list_is_by_date_with_open_ones_first_and_undated_ones_after(place: Place) -> None:
    reached = add(place, "Reached", date(2026, 1, 1))
    milestones.finish(place.actor(), reached)
    add(place, "Undated")
    add(place, "Late", date(2026, 7, 1))
    add(place, "Soon", date(2026, 7, 20))

    def titles(wanted: lists.Filter) -> list[str]:
        found, total = milestones.list_milestones(place.actor(), wanted)
        assert len(found) == total
        return [each.title for each in found]

    assert titles(lists.Filter()) == ["Late", "Soon", "Undated"]
    every = lists.Filter(status=milestones.BOTH)
    assert titles(every) == ["Late", "Soon", "Undated", "Reached"]
    assert titles(lists.Filter(overdue=True)) == ["Late"]
    assert titles(lists.Filter(project_ids=(place.app.id,))) == []


def test_a_list_of_25_has_three_pages(place: Place) -> None:
    for number in range(25):
        add(place, f"Stop {number:02}")
    pages = [milestones.list_milestones(place.actor(), lists.Filter(), page) for page in (0, 2)]
    assert [(len(found), total) for found, total in pages] == [(10, 25), (5, 25)]


def test_what_lives_in_a_private_channel_is_not_there_for_others(place: Place) -> None:
    hidden = places.hidden_project(place)
    milestones.add(place.actor(place.ben), hidden, milestones.New("Quiet launch"))
    with pytest.raises(NotFound):
        access.milestone(place.actor(), "SECRET-M1")
    assert milestones.list_milestones(place.actor(), lists.Filter()) == ([], 0)
    assert access.milestone(place.actor(place.ben), "SECRET-M1").title == "Quiet launch"
