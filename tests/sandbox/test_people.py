"""What people do and what the bot then hears: payload shapes, events, and what they can see."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox import local
from bot.sandbox.errors import CannotDo
from tests.sandbox.tiny import Tiny, actions, always, button, option, plain

Object = dict[str, Any]


def ask(api: WebClient, *elements: Object, **more: Any) -> None:
    """The bot posts elements in #web."""
    api.chat_postMessage(channel="#web", text="asked", blocks=[actions(*elements)], **more)


def test_a_message_is_stored_as_slack_stores_it(slack: local.Slack, tiny: Tiny) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    ana.types("#web", "ask @ben & @Chloé Martin in #mobile, mail a@b.example: @channel!")
    heard = tiny.of("message")[0]
    chloe, mobile = slack.person("chloe").id, slack.workspace.find_channel("mobile")
    assert mobile is not None
    assert heard["text"] == (
        f"ask <@{ben.id}> &amp; <@{chloe}> in <#{mobile.id}>, mail a@b.example: <!channel>!"
    )
    kinds = [one["type"] for one in heard["blocks"][0]["elements"][0]["elements"]]
    assert kinds == ["text", "user", "text", "user", "text", "channel", "text", "broadcast", "text"]
    assert (heard["channel_type"], heard["user"]) == ("channel", ana.id)
    outer = tiny.heard[0]
    assert outer["authorizations"][0]["user_id"] == slack.workspace.app.user_id
    assert outer["api_app_id"] == slack.workspace.app.id


def test_a_mention_is_a_message_and_an_app_mention(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").types("#web", "@tiny hello")
    assert [one["event"]["type"] for one in tiny.heard] == ["message", "app_mention"]
    slack.person("ana").types("@tiny", "@tiny hello")
    assert tiny.heard[-1]["event"]["channel_type"] == "im"
    assert len(tiny.of("app_mention")) == 1


def test_the_bot_hears_only_where_it_is(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").types("#random", "@tiny can you hear me?")
    slack.person("ana").types("@ben", "just us")
    assert tiny.heard == []
    slack.invites_bot("ana", "#random")
    slack.person("ana").types("#random", "and now?")
    assert tiny.of("member_joined_channel")[0]["inviter"] == slack.person("ana").id
    assert tiny.of("message")[-1]["text"] == "and now?"


def test_events_need_the_subscription_and_the_scope(slack: local.Slack, tiny: Tiny) -> None:
    settings = slack.workspace.app.manifest["settings"]
    events = settings["event_subscriptions"]["bot_events"]
    settings["event_subscriptions"]["bot_events"] = [e for e in events if e != "message.channels"]
    try:
        slack.person("ana").types("#web", "unheard")
        slack.person("ana").types("#board", "heard")
    finally:
        settings["event_subscriptions"]["bot_events"] = events
    assert [one["text"] for one in tiny.of("message")] == ["heard"]


def test_a_button_in_a_message_says_where_it_was_pressed(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    ask(api, button("Done", "done", value="WEB-12", style="primary"), button("Later", "later"))
    ana = slack.person("ana")
    shown = ana.sees("#web")[0]
    assert shown.buttons == ["Done", "Later"]
    ana.presses(shown, "Done")
    (sent,) = tiny.of("block_actions")
    (pressed,) = sent["actions"]
    assert (pressed["action_id"], pressed["block_id"]) == ("done", "row")
    assert (pressed["value"], pressed["style"], pressed["type"]) == ("WEB-12", "primary", "button")
    assert pressed["text"] == plain("Done")
    assert sent["container"] == {
        "type": "message",
        "message_ts": shown.ts,
        "channel_id": shown.channel,
        "is_ephemeral": False,
    }
    assert sent["message"]["ts"] == shown.ts
    assert sent["channel"] == {"id": shown.channel, "name": "web"}
    assert sent["user"]["id"] == ana.id
    assert sent["state"] == {"values": {}}
    assert {"team", "token", "trigger_id", "response_url", "api_app_id"} <= set(sent)
    assert (sent["enterprise"], sent["is_enterprise_install"]) == (None, False)


def test_a_button_in_an_ephemeral_message_comes_without_the_message(
    slack: local.Slack, tiny: Tiny
) -> None:
    tiny.command = always({"text": "x", "blocks": [actions(button())]})
    ana = slack.person("ana")
    ana.presses(ana.types("#web", "/go"), "Go")
    (sent,) = tiny.of("block_actions")
    assert sent["container"]["is_ephemeral"]
    assert "message" not in sent


def test_choices_in_a_message_are_sent_and_kept(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    options = [option("One", "1"), option("Two", "2")]
    ask(
        api,
        {"type": "static_select", "action_id": "pick", "options": options},
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "users_select", "action_id": "who"},
        {"type": "datepicker", "action_id": "when", "initial_date": "2026-11-27"},
    )
    ana = slack.person("ana")
    shown = ana.sees("#web")[0]
    ana.chooses(shown, "pick", "Two")
    ana.chooses(shown, "more", "1")
    ana.chooses(shown, "who", "@ben")
    ana.chooses(shown, "when", "2026-12-01")
    sent = [one["actions"][0] for one in tiny.of("block_actions")]
    assert sent[0]["selected_option"] == option("Two", "2")
    assert sent[1]["selected_option"] == option("One", "1")
    assert sent[2]["selected_user"] == slack.person("ben").id
    assert (sent[3]["selected_date"], sent[3]["initial_date"]) == ("2026-12-01", "2026-11-27")
    values = tiny.of("block_actions")[-1]["state"]["values"]["row"]
    assert values["pick"]["selected_option"] == option("Two", "2")
    assert "more" not in values


def test_only_what_is_on_the_screen_can_be_used(slack: local.Slack, api: WebClient) -> None:
    ask(api, button("Done"), button("Done", "again"))
    ana = slack.person("ana")
    shown = ana.sees("#web")[0]
    with pytest.raises(CannotDo, match="there is no 'Delete'; there is Done, Done"):
        ana.presses(shown, "Delete")
    with pytest.raises(CannotDo, match="2 times"):
        ana.presses(shown, "Done")
    api.chat_delete(channel=shown.channel, ts=shown.ts)
    with pytest.raises(CannotDo, match="not on your screen"):
        ana.presses(shown, "again")


def test_a_row_is_found_by_its_words(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    rows = [
        {"type": "section", "block_id": key, "text": plain(key), "accessory": button(value=key)}
        for key in ("WEB-1", "WEB-2")
    ]
    api.chat_postMessage(channel="#web", text="list", blocks=rows)
    ana = slack.person("ana")
    ana.presses(ana.sees("#web")[0], "Go", beside="WEB-2")
    assert tiny.of("block_actions")[0]["actions"][0]["value"] == "WEB-2"


def test_a_question_can_be_answered_with_no(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    sure = {"title": plain("?"), "text": plain("?"), "confirm": plain("Y"), "deny": plain("N")}
    ask(api, button(confirm=sure))
    ana = slack.person("ana")
    ana.presses(ana.sees("#web")[0], "Go", confirm=False)
    assert tiny.of("block_actions") == []
    ana.presses(ana.sees("#web")[0], "Go")
    assert len(tiny.of("block_actions")) == 1


def test_shortcuts_are_those_of_the_manifest(slack: local.Slack, tiny: Tiny) -> None:
    ana, ben = slack.person("ana"), slack.person("ben")
    ana.types("#web", "fix the login")
    ben.runs("note", ben.sees("#web")[0])
    (sent,) = tiny.of("message_action")
    assert (sent["callback_id"], sent["message"]["text"]) == ("note", "fix the login")
    assert sent["message_ts"] == sent["message"]["ts"]
    assert {"channel", "response_url", "trigger_id"} <= set(sent)
    for wrong in ("nope", "note"):
        with pytest.raises(CannotDo, match="no global shortcut"):
            ben.runs(wrong)


def test_a_shared_file_is_a_message_and_an_event(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.uploads("#web", "plan.csv", b"a,b", "our plan")
    message = tiny.of("message")[0]
    assert (message["subtype"], message["text"]) == ("file_share", "our plan")
    stored = message["files"][0]
    assert (stored["name"], stored["filetype"], stored["size"]) == ("plan.csv", "csv", 3)
    shared = tiny.of("file_shared")[0]
    assert (shared["file_id"], shared["user_id"]) == (stored["id"], ana.id)


def test_joining_and_leaving_is_heard_and_shown(slack: local.Slack, tiny: Tiny) -> None:
    dev = slack.person("dev")
    dev.joins("#web")
    assert dev.sees("#web")[-1].text == "@dev has joined the channel"
    dev.leaves("#web")
    assert tiny.of("member_joined_channel")[0]["user"] == dev.id
    assert tiny.of("member_left_channel")[0]["channel_type"] == "C"
    assert [one["subtype"] for one in tiny.of("message")] == ["channel_join", "channel_leave"]


def test_edits_and_deletions_are_events(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.types("#web", "befor")
    mine = ana.sees("#web")[0]
    ana.edits(mine, "before")
    ana.deletes(mine)
    changed, deleted = tiny.of("message")[1:]
    assert changed["subtype"] == "message_changed"
    assert changed["previous_message"]["text"] == "befor"
    assert changed["message"]["text"] == "before"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", mine.ts)


def test_a_deleted_message_leaves_its_place_to_its_answers(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.types("#web", "Who brings cake?")
    first = ana.sees("#web")[0]
    ana.types("#web", "I do", first)
    ana.deletes(first)
    told = tiny.of("message")[-1]
    assert (told["subtype"], told["message"]["subtype"]) == ("message_changed", "tombstone")
    assert told["previous_message"]["text"] == "Who brings cake?"
    assert [one.text for one in ana.sees("#web", first)] == ["This message was deleted.", "I do"]


def test_channels_are_archived_brought_back_and_renamed(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    ana.archives("#web")
    with pytest.raises(CannotDo, match="is_archived"):
        ana.types("#web", "hello?")
    ana.unarchives("#web")
    ana.renames("#web", "www")
    ana.archives("#board")
    kinds = [one["event"]["type"] for one in tiny.heard]
    assert kinds == ["channel_archive", "channel_unarchive", "channel_rename", "group_archive"]
    assert tiny.of("channel_rename")[0]["channel"]["name"] == "www"
    assert ana.sees("#www") == []


def test_the_follow_up_is_waited_for(slack: local.Slack, tiny: Tiny) -> None:
    done: list[str] = []

    async def later() -> None:
        done.append("yes")

    slack.follow_up = later
    slack.person("ana").types("#web", "hello")
    assert done == ["yes"]


def test_a_changed_person_is_an_event(slack: local.Slack, tiny: Tiny) -> None:
    slack.person("ana").becomes(tz="Asia/Tokyo")
    assert tiny.of("user_change")[0]["user"]["tz"] == "Asia/Tokyo"
    slack.person("ana").becomes(deleted=True)
    assert tiny.of("user_change")[1]["user"]["deleted"]
    with pytest.raises(CannotDo, match="user_disabled"):
        slack.person("ana").types("#web", "hello?")


def test_links_of_the_manifests_domains_are_shared(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    url = "https://www.trains.example/WEB-12"
    slack.person("ana").types("#web", f"see {url} and https://other.example/x")
    (shared,) = tiny.of("link_shared")
    assert shared["links"] == [{"url": url, "domain": "trains.example"}]
    card = {"blocks": [{"type": "section", "text": plain("WEB-12 Fix login")}]}
    api.chat_unfurl(channel=shared["channel"], ts=shared["message_ts"], unfurls={url: card})
    assert "WEB-12 Fix login" in slack.person("ben").sees("#web")[0].text


def test_the_bot_hears_its_own_messages_as_slack_sends_them(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    api.chat_postMessage(channel="#web", text="me")
    slack.settle()
    assert len(tiny.headers) == 1
    assert tiny.heard == []  # Bolt leaves the app's own messages out


def test_others_see_only_what_is_for_them(slack: local.Slack, tiny: Tiny) -> None:
    tiny.command = always("psst")
    ana, ben = slack.person("ana"), slack.person("ben")
    ana.types("#board", "/go")
    assert [one.text for one in ana.sees("#board")] == ["psst"]
    with pytest.raises(CannotDo):
        ben.sees("#board")
    assert slack.person("chloe").sees("#board") == []
