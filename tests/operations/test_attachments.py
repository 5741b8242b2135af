"""Links, files and messages under a task."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot import db, models
from bot.errors import Invalid, NotFound, Refusal
from bot.operations import attachments, tasks
from tests.operations import place
from tests.operations.place import Place

URL = "https://example.slack.com/archives/C1/p1732533300000100"


@pytest.fixture
def built(database: db.Database) -> Iterator[Place]:
    """Two people and their projects."""
    with database.begin() as session:
        yield place.build(session)


def a_task(built: Place, project: models.Project | None = None) -> models.Task:
    return tasks.add(built.actor(built.ben), project or built.web, tasks.New("Fix login"))


def test_a_message_is_found_by_its_channel_and_ts_until_it_is_removed(built: Place) -> None:
    task, actor = a_task(built), built.actor()
    made = attachments.add(
        actor, task, kind=models.MESSAGE, url=URL, title="Please\nfix it", slack_id="C1:1.1"
    )
    assert made.title == "Please fix it"
    assert attachments.find_by(actor, "C1:1.1") is made
    assert attachments.find_by(actor, "C1:2.2") is None
    attachments.remove(actor, task, URL)
    built.session.flush()
    assert attachments.find_by(actor, "C1:1.1") is None
    assert attachments.of(actor, task) == []
    with pytest.raises(NotFound):
        attachments.remove(actor, task, URL)


def test_what_belongs_to_a_project_out_of_sight_is_not_found(built: Place) -> None:
    task = a_task(built, place.hidden_project(built))
    made = attachments.add(built.actor(built.ben), task, url=URL, slack_id="C1:1.1")
    assert attachments.find_by(built.actor(built.ben), "C1:1.1") is made
    assert attachments.find_by(built.actor(), "C1:1.1") is None
    with pytest.raises(NotFound):
        attachments.find(built.actor(), made.id)


def test_one_address_is_kept_once_a_task_and_as_often_as_there_are_tasks(built: Place) -> None:
    task, other = a_task(built), a_task(built)
    attachments.add(built.actor(), task, url=URL)
    attachments.add(built.actor(), other, url=URL)
    with pytest.raises(Refusal, match="already"):
        attachments.add(built.actor(), task, url=URL)


@pytest.mark.parametrize(
    "url", ["", "example.org", "javascript:alert(1)", "https://a b", "https://x/" + "y" * 3_000]
)
def test_only_addresses_of_the_web_are_kept(built: Place, url: str) -> None:
    with pytest.raises(Invalid):
        attachments.add(built.actor(), a_task(built), url=url)
