"""Links to items in messages: what everybody sees below them, and what one who opens them sees."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest
from jsonschema import validate

from bot import manifest, settings
from bot.sandbox.user.people import Shown
from bot.sandbox.web.faults import Kind
from bot.settings import Settings
from bot.slack import unfurls
from tests.test_manifest import SCHEMA
from tests.world import PUBLIC_URL, World

LINK = f"{PUBLIC_URL}/go/WEB-1"


def shared(world: World, channel: str, text: str = f"see {LINK}") -> Shown:
    """Ana shares a link; her message with what stands below it."""
    world.ana.types(channel, text)
    return [one for one in world.ana.sees(channel) if one.raw.get("user") == world.ana.id][-1]


def test_a_link_to_a_task_shows_what_everybody_may_know(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben due 27 nov !high -- The secret is 42")
    message = shared(web, "#web")
    assert message.text in [each.text for each in web.ben.sees("#web")]
    shown = message.text
    assert "Fix login · WEB-1" in shown
    assert "Task in Stationmaster" in shown
    assert "Status: to do" in shown
    assert "Assignee: ben" in shown
    assert "Due date: 2026-11-27" in shown
    assert "Priority: high" in shown
    assert "Project: Website relaunch" in shown
    assert "secret" not in shown
    assert "<@" not in str(message.raw["attachments"])


def test_done_in_an_unfurl_answers_the_presser_and_the_card_follows(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben")
    message = shared(web, "#web")
    told = web.ben.presses(message, "Done")
    (answer,) = [each for each in told.messages if each.is_ephemeral]
    assert "Done: WEB-1" in answer.text
    assert message.is_there
    assert message.raw["text"] == f"see <{LINK}>"
    web.slack.call(web.bot.drain())
    web.slack.settle()
    assert "Status: done" in message.text
    assert message.buttons == ["Reopen"]
    assert len(message.raw["attachments"]) == 1


def test_whoever_claims_from_an_unfurl_becomes_the_owner(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    message = shared(web_once, "#web")
    assert "Assignee: no owner" in message.text
    web_once.ben.presses(message, "Claim")
    assert "@ben" in web_once.ana.types("#web", "/task show WEB-1").text


def test_each_kind_of_item_has_a_link(web_once: World) -> None:
    ana = web_once.ana
    ana.types("#web", "/milestone add Code freeze due 30 nov")
    ana.types("#web", "/risk add Vendor may be late p:high i:high @ben")
    ana.types("#web", "/program new RAIL Northern line @ana")
    text = " ".join(f"{PUBLIC_URL}/go/{key}" for key in ("WEB-M1", "web-r1", "WEB", "RAIL"))
    shown = shared(web_once, "#web", text).text
    assert "Code freeze · WEB-M1" in shown
    assert "Milestone in Stationmaster" in shown
    assert "Vendor may be late · WEB-R1" in shown
    assert "Level: 🔴 high" in shown
    assert "Website relaunch · WEB" in shown
    assert "Northern line · RAIL" in shown


def test_a_private_project_is_shown_in_its_own_channel_only(web: World) -> None:
    web.ana.types("#board", "/project new BOARD Reorganisation")
    web.ana.types("#board", "/task add Write it down")
    link = f"{PUBLIC_URL}/go/BOARD-1"
    assert "Write it down" in shared(web, "#board", link).text
    for place in ("#web", "@ben"):
        message = shared(web, place, link)
        assert "attachments" not in message.raw
    assert "attachments" not in shared(web, "#web", f"{PUBLIC_URL}/go/BOARD").raw


def test_nothing_is_shown_that_the_sharer_may_not_see(web_once: World) -> None:
    gus = web_once.slack.person("gus")
    gus.types("@ben", f"{PUBLIC_URL}/go/WEB")
    assert "attachments" not in gus.sees("@ben")[-1].raw
    web_once.ana.types("@ben", f"{PUBLIC_URL}/go/WEB")
    assert "attachments" in web_once.ana.sees("@ben")[-1].raw


def test_two_people_among_themselves_see_public_projects(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    assert "Fix login" in shared(web, "@ben").text


@pytest.mark.parametrize(
    "url",
    [
        f"{PUBLIC_URL}/go/WEB-99",
        f"{PUBLIC_URL}/go/",
        f"{PUBLIC_URL}/WEB-1",
        f"{PUBLIC_URL}/go/WEB-1/edit",
        "https://docs.bot.example.org/go/WEB-1",
    ],
)
def test_what_is_not_an_item_of_ours_is_left_alone(web_once: World, url: str) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    assert "attachments" not in shared(web_once, "#web", url).raw
    assert [name for name, _, _ in web_once.slack.calls if name == "chat.unfurl"] == []


def test_of_many_links_in_one_message_the_first_five_are_shown(web_once: World) -> None:
    for number in range(7):
        web_once.ana.types("#web", f"/task add Step {number}")
    text = " ".join(f"{PUBLIC_URL}/go/WEB-{number}" for number in range(1, 8))
    assert len(shared(web_once, "#web", text).raw["attachments"]) == 5


def test_hostile_titles_ring_nobody(web_once: World) -> None:
    web_once.ana.types("#web", '/task add "Tell <!channel> & *all* <@U1>"')
    message = shared(web_once, "#web")
    assert "Tell" in message.text
    assert "PING" not in message.text


def test_without_work_objects_a_link_is_shown_in_blocks(web: World) -> None:
    web.slack.workspace.takes_work_objects = False
    web.ana.types("#web", "/task add Fix login @ben due 27 nov -- The secret is 42")
    message = shared(web, "#web")
    assert "WEB-1  Fix login" in message.text
    assert "to do · ben · due Fri 27 Nov · Website relaunch" in message.text
    assert "secret" not in message.text
    told = web.ben.presses(message, "Done")
    (answer,) = [each for each in told.messages if each.is_ephemeral]
    assert "Done: WEB-1" in answer.text
    assert message.raw["text"] == f"see <{LINK}>"


def test_a_bad_day_of_slack_leaves_a_link_without_words(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    web_once.slack.faults.plan("chat.unfurl", "reset")
    assert "Fix login" not in shared(web_once, "#web").text
    assert "Fix login" in shared(web_once, "#web").text


@pytest.mark.parametrize("fault", ["ratelimited", "error"])
def test_a_link_is_shown_though_slack_refuses_at_first(web_once: World, fault: Kind) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    web_once.slack.faults.plan("chat.unfurl", fault)
    said = shared(web_once, "#web")
    assert "Fix login" in said.text
    web_once.slack.faults.plan("entity.presentDetails", fault)
    assert "Fix login" in web_once.ana.opens(said).text


def test_who_opens_a_task_sees_its_description_and_progress(web: World) -> None:
    web.ana.types("#web", "/task add Fix login @ben due 27 nov +auth -- See the log")
    web.ana.types("#web", "/task add Read the log under:WEB-1")
    web.ana.types("#web", "/task add Write a test under:WEB-1")
    web.ana.types("#web", "/task done WEB-2")
    opened = web.ben.opens(shared(web, "#web"))
    assert "Description: See the log" in opened.text
    assert "Progress: 1 of 2 sub-tasks done" in opened.text
    assert "Labels: +auth" in opened.text
    web.ben.presses(opened, "Done")
    web.slack.call(web.bot.drain())
    assert "done" in web.ben.types("#web", "/task show WEB-1").text


def test_who_opens_a_milestone_sees_how_far_it_is(web_once: World) -> None:
    web_once.ana.types("#web", "/milestone add Code freeze due 30 nov")
    web_once.ana.types("#web", "/task add Fix login for:M1")
    opened = web_once.ben.opens(shared(web_once, "#web", f"{PUBLIC_URL}/go/WEB-M1"))
    assert "Progress: 0 of 1 task done" in opened.text
    web_once.ben.presses(opened, "Done")
    web_once.slack.call(web_once.bot.drain())
    assert "reached" in web_once.ana.types("#web", "/milestone show WEB-M1").text


def test_who_may_not_see_an_item_learns_nothing_of_it_when_opening(web: World) -> None:
    web.ana.types("#web", "/task add Fix login")
    message = shared(web, "#web")
    web.ana.types("#board", "/project new BOARD Reorganisation")
    web.ana.types("#board", "/task move WEB-1 in:BOARD")
    assert web.ben.opens(message).error == "not_found"
    gone = shared(web, "#web", f"{PUBLIC_URL}/go/WEB")
    web.ana.types("#web", "/pm undo")
    assert "Website relaunch" in web.ben.opens(gone).text


def test_the_page_of_a_link_says_nothing_of_the_item(web_once: World) -> None:
    web_once.ana.types("#web", "/task add Fix login")
    address = web_once.slack.desk.delivery.request_url.removesuffix("/slack/events")
    pages = [read(f"{address}/go/{key}") for key in ("WEB-1", "WEB-99", "%3Cscript%3E")]
    assert len(set(pages)) == 1
    team, app = web_once.slack.workspace.team_id, web_once.slack.workspace.app.id
    assert f"slack://app?team={team}&amp;id={app}&amp;tab=home" in pages[0]
    assert f"https://slack.com/app_redirect?app={app}" in pages[0]


def read(url: str) -> str:
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return str(answer.read().decode())


def test_a_bot_behind_a_path_knows_its_links() -> None:
    base = "https://example.org/tools"
    assert unfurls.key_in(base, f"{base}/go/web-12?from=mail") == "WEB-12"
    assert unfurls.key_in(base, "https://example.org/go/WEB-12") == ""
    assert unfurls.key_in(base, "https://[bad/go/WEB-12") == ""
    assert unfurls.key_in("", "https://example.org/go/WEB-12") == ""


@pytest.mark.parametrize("given", ["bot.example.org", "http://bot.example.org", "https://"])
def test_an_address_that_no_link_can_begin_with_is_refused(given: str) -> None:
    with pytest.raises(settings.SettingsError, match="PUBLIC_URL cannot be used"):
        settings.checked(Settings, public_url=given)


def test_the_manifest_asks_for_links_only_where_there_are_some() -> None:
    without, over_sockets = manifest.build(), manifest.build(links="https://Bot.example.org/x")
    assert "unfurl_domains" not in without["features"]
    assert "links:read" not in without["oauth_config"]["scopes"]["bot"]
    assert "link_shared" not in without["settings"]["event_subscriptions"]["bot_events"]
    validate(over_sockets, SCHEMA)
    assert over_sockets["features"]["unfurl_domains"] == ["bot.example.org"]
    assert {"links:read", "links:write"} <= set(over_sockets["oauth_config"]["scopes"]["bot"])
    assert manifest.build(url="https://bot.example.org")["features"]["unfurl_domains"]
