"""Facts 23, 26 and 27: people, conversations, files and reactions through the Web API."""

from __future__ import annotations

from urllib.request import Request, urlopen

from slack_sdk import WebClient

from bot.sandbox import local
from tests.sandbox.asking import refused, web
from tests.sandbox.tiny import Tiny


def test_fact_26_direct_messages_are_opened_first(slack: local.Slack, api: WebClient) -> None:
    ana = slack.person("ana")
    channel = api.conversations_open(users=ana.id)["channel"]["id"]
    assert channel.startswith("D")
    assert api.conversations_open(users=[ana.id])["already_open"]
    api.chat_postMessage(channel=channel, text="hello")
    assert [one.text for one in ana.sees("@tiny")] == ["hello"]
    bot = refused(lambda: api.conversations_open(users=slack.workspace.app.user_id))
    assert bot["error"] == "cannot_dm_bot"
    gone = slack.add_person("gone", deleted=True).id
    assert refused(lambda: api.conversations_open(users=gone))["error"] == "user_disabled"
    assert refused(lambda: api.conversations_open(users="U404"))["error"] == "user_not_found"


def test_fact_26_users_have_zone_locale_and_standing(slack: local.Slack, api: WebClient) -> None:
    ana, gus = slack.person("ana").id, slack.person("gus").id
    shown = api.users_info(user=ana, include_locale=True)["user"]
    assert (shown["tz"], shown["tz_offset"], shown["locale"]) == ("Europe/Lisbon", 0, "pt-PT")
    assert "locale" not in api.users_info(user=ana)["user"]
    assert shown["is_owner"]
    guest = api.users_info(user=gus)["user"]
    assert (guest["is_restricted"], guest["is_ultra_restricted"]) == (True, False)
    me = api.users_info(user=slack.workspace.app.user_id)["user"]
    assert me["is_bot"]
    assert refused(lambda: api.users_info(user="U404"))["error"] == "user_not_found"
    assert api.users_lookupByEmail(email="ana@example.com")["user"]["id"] == ana
    wrong = refused(lambda: api.users_lookupByEmail(email="x@example.com"))
    assert wrong["error"] == "users_not_found"


def test_fact_26_dnd_windows_are_nights_in_the_persons_zone(
    slack: local.Slack, api: WebClient
) -> None:
    ana, emi = slack.person("ana").id, slack.person("emi").id
    found = api.dnd_teamInfo(users=f"{ana},{emi}")["users"]
    assert found[ana]["next_dnd_start_ts"] % 86_400 == 22 * 3_600
    assert found[emi]["next_dnd_start_ts"] % 86_400 == 13 * 3_600
    assert api.dnd_info(user=ana)["dnd_enabled"]


def test_fact_27_members_come_by_pages(slack: local.Slack, api: WebClient) -> None:
    found: list[str] = []
    pages = 0
    for page in api.conversations_members(channel=web(slack), limit=2):
        found += page["members"]
        pages += 1
    assert (pages, len(found)) == (3, 5)
    wrong = refused(lambda: api.conversations_members(channel=web(slack), cursor="nonsense"))
    assert wrong["error"] == "invalid_cursor"


def test_joining_creating_inviting_and_archiving(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    api.conversations_join(channel=web(slack, "random"))
    slack.settle()
    joined = tiny.of("member_joined_channel")[0]
    assert (joined["user"], joined["channel"]) == (
        slack.workspace.app.user_id,
        web(slack, "random"),
    )
    made = api.conversations_create(name="new-team")["channel"]["id"]
    taken = refused(lambda: api.conversations_create(name="new-team"))
    odd = refused(lambda: api.conversations_create(name="New Team"))
    assert (taken["error"], odd["error"]) == ("name_taken", "invalid_name_specials")
    api.conversations_invite(channel=made, users=[slack.person("ana").id])
    assert "new-team" in [one["name"] for one in api.users_conversations()["channels"]]
    api.conversations_archive(channel=made)
    listed = api.conversations_list(exclude_archived=True)["channels"]
    assert "new-team" not in [one["name"] for one in listed]


def test_fact_23_files_are_uploaded_in_three_steps(slack: local.Slack, api: WebClient) -> None:
    ana, where = slack.person("ana"), web(slack)
    done = api.files_upload_v2(
        channel=where, filename="plan.csv", content="a,b\n1,2\n", initial_comment="the plan"
    )
    shown = ana.sees("#web")[-1]
    assert shown.raw["subtype"] == "file_share"
    assert shown.text == "the plan\n[file plan.csv]"
    address = done["file"]["url_private"]
    signed = Request(address, headers={"Authorization": f"Bearer {slack.bot_token}"})
    with urlopen(signed, timeout=5) as answer:
        assert answer.read() == b"a,b\n1,2\n"
    with urlopen(address, timeout=5) as answer:
        assert b"Sign in" in answer.read()
    empty = refused(lambda: api.files_getUploadURLExternal(filename="x", length=0))
    assert empty["error"] == "invalid_arguments"


def test_fact_23_an_image_block_may_point_to_an_uploaded_file(
    slack: local.Slack, api: WebClient
) -> None:
    done = api.files_upload_v2(filename="chart.png", content=b"not really")["file"]["id"]
    image = {"type": "image", "alt_text": "The chart", "slack_file": {"id": done}}
    api.chat_postMessage(channel=web(slack), text="x", blocks=[image])
    unknown = image | {"slack_file": {"id": "F404"}}
    answer = refused(lambda: api.chat_postMessage(channel=web(slack), text="x", blocks=[unknown]))
    assert answer["error"] == "invalid_blocks"


def test_reactions_are_once_a_person(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    where = web(slack)
    ts = api.chat_postMessage(channel=where, text="x")["ts"]
    api.reactions_add(channel=where, timestamp=ts, name="train")
    again = refused(lambda: api.reactions_add(channel=where, timestamp=ts, name="train"))
    odd = refused(lambda: api.reactions_add(channel=where, timestamp=ts, name="no such"))
    assert (again["error"], odd["error"]) == ("already_reacted", "invalid_name")
    slack.person("ana").reacts(slack.person("ana").sees("#web")[-1], "train")
    shown = api.reactions_get(channel=where, timestamp=ts)["message"]["reactions"]
    assert [(one["name"], one["count"]) for one in shown] == [("train", 2)]
    assert tiny.of("reaction_added")[-1]["user"] == slack.person("ana").id


def test_smaller_methods(slack: local.Slack, api: WebClient) -> None:
    assert api.api_test(foo="bar")["args"]["foo"] == "bar"
    assert api.team_info()["team"]["name"] == slack.workspace.team_name
    assert api.bots_info()["bot"]["user_id"] == slack.workspace.app.user_id
    profile = api.users_profile_get(user=slack.person("ana").id)["profile"]
    assert profile["email"] == "ana@example.com"
    me = api.auth_test()
    assert (me["user_id"], me["bot_id"]) == (
        slack.workspace.app.user_id,
        slack.workspace.app.bot_id,
    )
