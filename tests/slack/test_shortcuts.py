"""Shortcuts: a task noted from anywhere, and a task made of a message."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.user.people import Shown, Somebody
from tests.world import World

ANYWHERE, OF_THIS = "task.new", "task.of"


def says(person: Somebody, channel: str, text: str, thread: Shown | str = "") -> Shown:
    """Type a message; the message."""
    person.types(channel, text, thread)
    where = person.sees(channel, thread)
    return [each for each in where if not each.is_ephemeral and each.raw["user"] == person.id][-1]


def test_a_task_is_noted_from_anywhere_and_the_answer_comes_in_direct_messages(web: World) -> None:
    form = web.ana.runs(ANYWHERE).view
    assert form is not None
    assert form.title == "New task"
    web.ana.fills(form, {"Title": "Order flowers", "Project": "WEB"})
    web.ana.submits()
    assert "Added WEB-1  Order flowers" in web.note(web.ana)


def test_a_message_becomes_a_task_and_its_thread_hears_of_it(web: World) -> None:
    said = says(
        web.ben,
        "#web",
        "@chloe Please fix the login page by friday 5pm. It shows *500* since noon.\nSee the logs.",
    )
    form = web.ana.runs(OF_THIS, said).view
    assert form is not None
    assert form.values == {
        "Title": "Please fix the login page",
        "Project": "WEB · Website relaunch",
        "Owner": "@chloe",
        "Due date": "2026-11-27",
        "Due time": "17:00",
        "Priority": "Normal",
        "Estimate": "",
        "Milestone": "",
        "Description": "It shows *500* since noon.\nSee the logs.",
    }
    told = web.ana.submits()
    assert "Added WEB-1  Please fix the login page" in told.text
    assert "Undo" in told.messages[0].buttons
    thread = web.dev.sees("#web", said)
    assert len(thread) == 2
    assert "WEB-1  Please fix the login page" in thread[1].text
    assert "chloe · due Friday, November 27th" in thread[1].text  # on Dev's own clock
    assert "<@" not in str(thread[1].raw)
    shown = web.ana.types("#web", "/task show WEB-1")
    link = f"/archives/{said.channel}/p{said.ts.replace('.', '')}"
    assert link in str(shown.messages[-1].raw)


def test_a_message_becomes_a_task_once(web: World) -> None:
    said = says(web.ben, "#web", "The login page is broken")
    web.ana.runs(OF_THIS, said)
    web.chloe.runs(OF_THIS, said)
    web.ana.submits()
    late = web.chloe.submits()
    assert "WEB-1 was made of that message" in str(late.errors)
    web.chloe.closes()
    again = web.ben.runs(OF_THIS, said)
    assert again.view is None
    assert "Made of this already: WEB-1" in again.text
    web.ana.types("#web", "/pm undo")
    assert web.ben.runs(OF_THIS, said).view is not None


def test_what_was_made_in_private_is_not_named_to_others(web: World) -> None:
    web.ana.types("#board", "/project new FARE Fare reform")
    said = says(web.ben, "#web", "The ministry asked again")
    form = web.ana.runs(OF_THIS, said).view
    web.ana.fills(form, {"Project": "FARE"})
    told = web.ana.submits()
    assert "Not everybody there may see FARE" in told.text
    assert len(web.ben.sees("#web", said)) == 1
    theirs = web.ben.runs(OF_THIS, said)
    assert "FARE" not in theirs.text
    assert theirs.view is not None


def test_where_the_bot_is_not_a_task_is_made_all_the_same(web: World) -> None:
    said = says(web.ana, "@ben", "Could you send me the figures?")
    form = web.ben.runs(OF_THIS, said).view
    assert form is not None
    assert form.values["Title"] == "Could you send me the figures?"
    web.ben.fills(form, {"Project": "WEB"})
    told = web.ben.submits()
    assert "Added WEB-1" in told.text
    assert "only you see this answer" in told.text
    assert len(web.ana.sees("@ben")) == 1
    shown = web.ben.types("#web", "/task show WEB-1")
    assert "https://slack.com/app_redirect" in str(shown.messages[-1].raw)


def test_a_slow_address_does_not_keep_the_form_from_opening(web_once: World) -> None:
    said = says(web_once.ben, "#web", "Fix the login page")
    web_once.slack.faults.plan("chat.getPermalink", "timeout", seconds=30)
    assert web_once.ana.runs(OF_THIS, said).view is not None


def test_nothing_in_a_long_message_takes_long_to_read(web_once: World) -> None:
    said = says(web_once.ben, "#web", "*_~` due by friday " * 2_000)
    form = web_once.ana.runs(OF_THIS, said).view
    assert form is not None
    assert form.values["Title"].endswith("…")


def test_an_answer_in_a_thread_becomes_a_task_told_in_that_thread(web: World) -> None:
    first = says(web.ben, "#web", "What is left?")
    said = says(web.chloe, "#web", "The press text", first)
    web.ana.runs(OF_THIS, said)
    web.ana.submits()
    assert "WEB-1  The press text" in web.ben.sees("#web", first)[-1].text


@pytest.mark.parametrize(
    ("text", "title", "due"),
    [
        ("Tom & Jerry <3 cheese", "Tom & Jerry <3 cheese", ""),
        ("Ask @ben about #mobile tomorrow", "Ask @ben about #mobile", "2026-11-26"),
        ("Ask Dr. Who about v1. It may be late!", "Ask Dr. Who about v1. It may be late!", ""),
        ("Fix the door. It must work by friday!", "Fix the door", "2026-11-27"),
        ("Call them by 3 november 2026", "Call them by 3 november 2026", ""),
        ("Hello all!\nThe *door* is stuck", "The door is stuck", ""),
        ("Check the backups every monday", "Check the backups every monday", ""),
        ("@channel lunch is ready", "@channel lunch is ready", ""),
    ],
)
def test_what_a_message_says_stands_in_the_form(
    web_once: World, text: str, title: str, due: str
) -> None:
    form = web_once.ana.runs(OF_THIS, says(web_once.ben, "#web", text)).view
    assert form is not None
    assert form.values["Title"] == title
    assert form.values["Due date"] == due


@pytest.mark.parametrize(
    ("body", "title", "description"),
    [
        (
            {"text": "", "attachments": [{"id": 1, "title": "It broke", "text": "See <!here>"}]},
            "It broke", "See @here",
        ),
        ({"text": "", "attachments": [{"id": 1, "fallback": "Disk is full"}]}, "Disk is full", ""),
        (
            {
                "text": "This content can't be displayed.",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "Is it 1 < 2?"}},
                    {"type": "divider"},
                    {"type": "section", "fields": [{"type": "mrkdwn", "text": "*Ask* Tom"}]},
                ],
            },
            "Is it 1 < 2?", "*Ask* Tom",
        ),
        (
            {"text": "", "files": [{"mode": "tombstone"}, {"id": "F2", "name": "a.pdf"}]},
            "a.pdf", "",
        ),
        ({"text": ""}, "", ""),
    ],
)  # fmt: skip
def test_what_an_app_says_in_other_ways_than_text_stands_in_the_form(
    web_once: World, body: dict[str, Any], title: str, description: str
) -> None:
    workspace = web_once.slack.workspace
    channel = workspace.find_channel("#web")
    assert channel is not None

    async def post() -> None:
        app = {"subtype": "bot_message", "bot_id": "B0OTHER", "username": "Builder"}
        workspace.add_message(channel, {**app, **body})

    web_once.slack.call(post())
    form = web_once.ana.runs(OF_THIS, web_once.ana.sees("#web")[-1]).view
    assert form is not None
    assert form.values["Title"] == title
    assert form.values["Description"] == description


def test_a_date_counts_from_when_the_message_was_posted(web_once: World) -> None:
    said = says(web_once.ben, "#web", "Send the invoice in 5 days")
    web_once.after(days=2)
    form = web_once.ana.runs(OF_THIS, said).view
    assert form is not None
    assert form.values["Due date"] == "2026-11-30"


def test_a_message_that_is_too_long_for_a_title_is_kept_whole(web_once: World) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    form = web_once.ana.runs(OF_THIS, says(web_once.ben, "#web", words)).view
    assert form is not None
    assert form.values["Title"].endswith("…")
    assert form.values["Description"] == words
