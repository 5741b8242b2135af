"""Said to the bot without a slash: in a channel, in a thread, in direct messages."""

from __future__ import annotations

from tests.world import World


def test_a_mention_in_a_channel_makes_a_task_and_only_the_asker_is_answered(web: World) -> None:
    said = web.ana.types("#web", "@stationmaster add Fix login page @ben due friday")
    assert "Added WEB-1" in said.text
    assert "Added WEB-1" in next(each for each in said.messages if each.is_ephemeral).text
    assert "Added" not in web.ben.sees("#web")[-1].text
    assert "WEB-1" in web.ben.types("#web", "@stationmaster task list mine").text


def test_a_direct_message_reads_the_same_grammar(web: World) -> None:
    said = web.ana.types("@stationmaster", "task add Fix login page in:WEB")
    assert "Added WEB-1" in said.text
    assert "What I can do" in web.ana.types("@stationmaster", "help").text
    assert "/task add" in web.ana.types("@stationmaster", "hello").text


def test_when_one_is_away_is_said_without_a_slash_too(web: World) -> None:
    for where, name in (("@stationmaster", ""), ("#web", "@stationmaster ")):
        assert "Noted: you are away Tue 1 Dec" in web.ben.types(where, f"{name}away 1-4 dec").text
        assert "You are not away" in web.ben.types(where, f"{name}away off").text
    told = web.ben.types("@stationmaster", "away team kit by friday in:WEB")
    assert "Did you mean /pm away?" in told.text
    assert "Added WEB-1  away team kit" in web.ben.presses(told, "Add it as a task").text


def test_a_verb_of_another_command_is_named(web_once: World) -> None:
    assert "Did you mean /pm undo?" in web_once.ana.types("#web", "/task undo").text
    told = web_once.ana.types("#web", "/pm done WEB-1").text
    assert "Did you mean /task done or /milestone done?" in told


def test_where_no_form_can_be_opened_a_button_opens_it(web: World) -> None:
    said = web.ana.types("#web", "@stationmaster task add")
    assert "This takes a form" in said.text
    for _ in range(2):  # it may be pressed again
        form = web.ana.presses(said.messages[-1], "Open the form").view
        assert form is not None
        assert form.title == "New task"
        assert form.values["Project"] == "WEB · Website relaunch"
        web.ana.closes()
    form = web.ana.presses(said.messages[-1], "Open the form").view
    web.ana.fills(form, {"Title": "Fix login"})
    assert "Added WEB-1" in web.ana.submits().text


def test_a_form_offered_in_direct_messages_opens_with_the_words_said(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    said = web.ana.types("@stationmaster", "edit WEB-1")
    form = web.ana.presses(said, "Open the form").view
    assert form is not None
    assert form.values["Title"] == "Fix login"


def test_the_form_offered_to_one_is_not_opened_by_another(web: World) -> None:
    web.ana.types("@stationmaster", "task add")
    said = web.ben.types("@stationmaster", "task add")
    for block in said.messages[-1].raw["blocks"]:
        for element in block.get("elements", []):
            if element.get("action_id") == "form.open":
                element["value"] = "1"
    assert "not put to you" in web.ben.presses(said, "Open the form").text


def test_a_mention_in_a_thread_is_answered_there(web: World) -> None:
    web.ben.types("#web", "The login page is broken")
    first = web.ben.sees("#web")[-1]
    said = web.ana.types("#web", "@stationmaster add Fix login", first)
    answer = next(each for each in said.messages if each.is_ephemeral)
    assert "Added WEB-1" in answer.text
    assert answer.raw["thread_ts"] == first.ts


def test_our_name_at_the_end_of_a_sentence_makes_it_a_task(web: World) -> None:
    said = web.ana.types("#web", "fix the login by friday @stationmaster")
    assert "Added WEB-1  fix the login" in said.text
    said = web.ana.types("#web", "start writing the press text, @Stationmaster!")
    assert "Added WEB-2  start writing the press text" in said.text
    assert "Done: WEB-1" in web.ana.types("#web", "done WEB-1 @stationmaster").text


def test_words_to_us_alone_are_no_sentence_with_our_name(web: World) -> None:
    said = web.ana.types("@stationmaster", "fix the login")
    assert "Add it as a task" in said.messages[-1].buttons


def test_further_lines_describe_what_the_first_one_makes(web: World) -> None:
    web.ana.types("#web", "@stationmaster add Fix login due friday\nIt shows 500\nsince noon")
    shown = web.ana.types("#web", "/task show WEB-1")
    assert "Fri 27 Nov" in shown.text
    assert "It shows 500 since noon" in shown.text
    web.ana.types("#web", "@stationmaster add Two\n")
    assert "Added WEB-3  Three" in web.ana.types("#web", "@stationmaster\nadd Three").text


def test_an_edited_message_is_carried_out_once(web: World) -> None:
    web.ana.types("#web", "@stationmaster add Fix login")
    mine = next(each for each in web.ana.sees("#web") if each.raw["user"] == web.ana.id)
    web.ana.edits(mine, "@stationmaster add Fix the login")
    assert "Open tasks in WEB · 1" in web.ana.types("#web", "/task list").text
    web.ana.types("#web", "add Order flowers")
    later = [each for each in web.ana.sees("#web") if each.raw["user"] == web.ana.id][-1]
    assert "Added WEB-2" in web.ana.edits(later, "@stationmaster add Order flowers").text


def test_a_group_conversation_speaks_the_same_grammar(web: World) -> None:
    slack = web.slack
    us = slack.workspace.app.user_id

    async def gather() -> str:
        people = [web.ana.id, web.ben.id, us]
        return slack.workspace.channel("mpdm-ana--ben-1", people, kind="mpim").id

    group = slack.call(gather())
    said = web.ana.types(group, "@stationmaster add Fix login in:WEB")
    answers = [each for each in said.messages if each.is_ephemeral]
    assert len(answers) == 1
    assert "Added WEB-1" in answers[0].text
    assert answers[0].channel == group
    assert web.ben.types(group, "add Order flowers").text == ""
    refused = web.ben.types(group, "@stationmaster done WEB-9")
    assert len(refused.messages) == 1
    assert "I cannot find WEB-9" in refused.text


def test_a_direct_message_is_answered_though_slack_refuses_at_first(web: World) -> None:
    web.slack.faults.plan("chat.postMessage", "ratelimited")
    assert "/task add" in web.ana.types("@stationmaster", "hello").text


def test_a_mention_is_answered_though_slack_refuses_at_first(web: World) -> None:
    web.slack.faults.plan("chat.postEphemeral", "ratelimited")
    assert "Added WEB-1" in web.ana.types("#web", "@stationmaster add Fix login").text


def test_a_direct_message_in_a_thread_is_answered_there(web: World) -> None:
    web.ana.types("@stationmaster", "hello")
    first = web.ana.sees("@stationmaster")[0]
    web.ana.types("@stationmaster", "task add Fix login in:WEB", first)
    answer = web.ana.sees("@stationmaster", first)[-1]
    assert "Added WEB-1" in answer.text
    assert answer.raw["thread_ts"] == first.ts


def test_words_beside_a_file_are_heard_in_direct_messages(web: World) -> None:
    said = "task add Fix login in:WEB"
    assert "Added WEB-1" in web.ana.uploads("@stationmaster", "log.txt", b"404", said).text
    assert web.ana.uploads("@stationmaster", "log.txt", b"404").text == ""
