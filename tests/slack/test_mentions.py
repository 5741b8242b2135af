"""Said to the bot without a slash: in a channel, in a thread, in direct messages."""

from __future__ import annotations

from tests.world import World


def test_a_mention_in_a_channel_makes_a_task_and_only_the_asker_is_answered(web: World) -> None:
    said = web.ana.types("#web", "@stationmaster add Fix login page @ben due friday")
    assert "Added WEB-1" in said.text
    assert said.message is not None
    assert said.message.is_ephemeral
    assert "WEB-1" in web.ben.types("#web", "@stationmaster task list mine").text


def test_a_direct_message_reads_the_same_grammar(web: World) -> None:
    said = web.ana.types("@stationmaster", "task add Fix login page in:WEB")
    assert "Added WEB-1" in said.text
    assert "What I can do" in web.ana.types("@stationmaster", "help").text
    assert "/task add" in web.ana.types("@stationmaster", "hello").text


def test_where_no_form_can_be_opened_the_answer_says_so(web: World) -> None:
    assert "Slack opens forms only" in web.ana.types("@stationmaster", "task add").text
