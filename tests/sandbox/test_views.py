"""Facts 5 to 7: modals, their stack, what was typed, and menus that ask for options."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox import local
from bot.sandbox.errors import CannotDo
from tests.sandbox.tiny import Tiny, actions, always, button, field, modal, option, plain

Object = dict[str, Any]

TITLE = field("Title", {"type": "plain_text_input"})
DUE = field("Due", {"type": "datepicker"}, optional=True)


def opens(tiny: Tiny, view: Object) -> None:
    """Every command opens this view."""

    async def answer(body: Object) -> None:
        await tiny.client.views_open(trigger_id=body["trigger_id"], view=view)

    tiny.command = answer


def test_fact_5_no_answer_closes_the_form(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal(TITLE, DUE, private_metadata="WEB"))
    ana = slack.person("ana")
    form = ana.types("#web", "/go").view
    assert form is not None
    ana.fills(form, {"Title": "Fix login", "Due": "2026-11-27"})
    assert form.values == {"Title": "Fix login", "Due": "2026-11-27"}
    told = ana.submits()
    assert (told.error, ana.view) == ("", None)
    sent = tiny.of("view_submission")[0]["view"]
    assert sent["state"]["values"] == {
        "title": {"v": {"type": "plain_text_input", "value": "Fix login"}},
        "due": {"v": {"type": "datepicker", "selected_date": "2026-11-27"}},
    }
    assert (sent["private_metadata"], sent["callback_id"]) == ("WEB", "form")
    assert sent["root_view_id"] == sent["id"]


def test_fact_5_errors_stand_under_inputs_and_typing_stays(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal(TITLE, DUE))
    tiny.submission = always({"response_action": "errors", "errors": {"title": "Too short."}})
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {"Title": "x"})
    told = ana.submits()
    assert (told.error, told.errors) == ("errors", {"title": "Too short."})
    assert ana.view is not None
    assert ana.view.values["Title"] == "x"


@pytest.mark.parametrize(
    "errors",
    [{"nowhere": "x"}, {"words": "x"}, {"title": ""}],
    ids=["an unknown block", "a block that is no input", "an empty text"],
)
def test_fact_5_errors_need_the_block_id_of_an_input(
    slack: local.Slack, tiny: Tiny, errors: Object
) -> None:
    words = {"type": "section", "block_id": "words", "text": plain("words")}
    opens(tiny, modal(words, TITLE))
    tiny.submission = always({"response_action": "errors", "errors": errors})
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {"Title": "x"})
    assert ana.submits().error == "trouble_connecting"


def test_fact_5_update_push_and_clear_travel_in_the_ack(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    opens(tiny, modal())
    first = ana.types("#web", "/go").view
    assert first is not None
    tiny.submission = always(
        {"response_action": "update", "view": modal() | {"title": plain("Two")}}
    )
    told = ana.submits().view
    assert told is not None
    assert (told.title, told.raw["id"]) == ("Two", first.raw["id"])
    tiny.submission = always({"response_action": "push", "view": modal() | {"title": plain("Up")}})
    above = ana.submits().view
    assert above is not None
    assert (above.title, above.raw["previous_view_id"]) == ("Up", first.raw["id"])
    tiny.submission = always({"response_action": "clear"})
    ana.submits()
    assert ana.view is None


def test_fact_5_a_view_in_the_ack_is_checked(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal())
    tiny.submission = always({"response_action": "update", "view": {"type": "modal"}})
    ana = slack.person("ana")
    ana.types("#web", "/go")
    told = ana.submits()
    assert told.error == "trouble_connecting"
    assert "missing required field: title" in told.detail


@pytest.mark.parametrize(
    ("element", "typed", "saying"),
    [
        ({"type": "plain_text_input"}, "", "required field"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "at least 3 characters"),
        (
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"},
            "0",
            "at least 1",
        ),
        (
            {"type": "number_input", "is_decimal_allowed": True, "max_value": "1"},
            "1.5",
            "at most 1",
        ),
        ({"type": "email_text_input"}, "ana", "valid email"),
        ({"type": "url_text_input"}, "x.example", "valid URL"),
        ({"type": "checkboxes", "options": [option("A", "a")]}, [], "required field"),
    ],
    ids=["required", "min_length", "min_value", "max_value", "email", "url", "checkboxes"],
)
def test_fact_5_the_client_checks_before_it_sends(
    slack: local.Slack, tiny: Tiny, element: Object, typed: Any, saying: str
) -> None:
    opens(tiny, modal(field("A", element)))
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {"A": typed})
    told = ana.submits()
    assert told.error == "incomplete"
    assert saying in told.errors["a"]
    assert not tiny.of("view_submission")


@pytest.mark.parametrize(
    ("element", "typed"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "abcd"),
        ({"type": "plain_text_input"}, "two\nlines"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5"),
        ({"type": "datepicker"}, "tomorrow"),
        ({"type": "timepicker"}, "25:00"),
        ({"type": "static_select", "options": [option("A", "a")]}, "B"),
        ({"type": "users_select"}, "nobody"),
        ({"type": "channels_select"}, "#board"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["ana", "ben"]),
    ],
    ids=lambda one: one["type"] if isinstance(one, dict) else str(one),
)
def test_the_client_lets_nobody_put_in_what_does_not_fit(
    slack: local.Slack, tiny: Tiny, element: Object, typed: Any
) -> None:
    opens(tiny, modal(field("A", element)))
    ana = slack.person("ana")
    ana.types("#web", "/go")
    with pytest.raises(CannotDo):
        ana.fills(None, {"A": typed})


def test_every_kind_of_input_has_its_state(slack: local.Slack, tiny: Tiny) -> None:
    elements: dict[str, tuple[Object, Any, Any]] = {
        "Text": ({"type": "plain_text_input"}, "words", "words"),
        "Rich": ({"type": "rich_text_input"}, "words", None),
        "Number": ({"type": "number_input", "is_decimal_allowed": True}, "1.5", "1.5"),
        "Date": ({"type": "datepicker"}, "2026-11-27", "2026-11-27"),
        "Time": ({"type": "timepicker", "timezone": "Asia/Tokyo"}, "09:30", "09:30"),
        "Moment": ({"type": "datetimepicker"}, 1_800_000_000, 1_800_000_000),
        "One": ({"type": "static_select", "options": [option("A", "a")]}, "A", option("A", "a")),
        "Radio": ({"type": "radio_buttons", "options": [option("A", "a")]}, "a", option("A", "a")),
        "Boxes": ({"type": "checkboxes", "options": [option("A", "a")]}, "a", [option("A", "a")]),
        "Who": ({"type": "users_select"}, "@ben", slack.person("ben").id),
        "Team": ({"type": "multi_users_select"}, ["ben"], [slack.person("ben").id]),
        "Where": ({"type": "channels_select"}, "#web", None),
    }
    opens(tiny, modal(*(field(label, one) for label, (one, _, _) in elements.items())))
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {label: value for label, (_, value, _) in elements.items()})
    ana.submits()
    values = tiny.of("view_submission")[0]["view"]["state"]["values"]
    for label, (_, _, wanted) in elements.items():
        entry = values[label.lower()]["v"]
        if wanted is not None:
            assert wanted in entry.values(), label
    assert values["time"]["v"]["timezone"] == "Asia/Tokyo"
    assert values["rich"]["v"]["rich_text_value"]["type"] == "rich_text"


def test_fact_6_three_views_are_the_most(slack: local.Slack, tiny: Tiny) -> None:
    tried: list[str] = []

    async def pushes(body: Object) -> None:
        try:
            await tiny.client.views_push(trigger_id=body["trigger_id"], view=deeper)
            tried.append("ok")
        except SlackApiError as refused:
            tried.append(refused.response["error"])

    deeper = modal(actions(button()))
    tiny.action = pushes
    opens(tiny, deeper)
    ana = slack.person("ana")
    ana.types("#web", "/go")
    for _ in range(3):
        ana.presses(ana.view, "Go")
    assert tried == ["ok", "ok", "push_limit_reached"]
    for _ in range(3):
        assert ana.view is not None
        ana.closes()
    assert ana.view is None


def test_fact_6_only_the_view_on_top_can_be_used(slack: local.Slack, tiny: Tiny) -> None:
    async def pushes(body: Object) -> None:
        await tiny.client.views_push(trigger_id=body["trigger_id"], view=modal())

    tiny.action = pushes
    opens(tiny, modal(actions(button())))
    ana = slack.person("ana")
    below = ana.types("#web", "/go").view
    ana.presses(below, "Go")
    with pytest.raises(CannotDo, match="on top"):
        ana.presses(below, "Go")


def test_fact_6_push_needs_the_trigger_of_a_modal(slack: local.Slack, tiny: Tiny) -> None:
    tried: list[str] = []

    async def pushes(body: Object) -> None:
        with pytest.raises(SlackApiError) as refused:
            await tiny.client.views_push(trigger_id=body["trigger_id"], view=modal())
        tried.append(refused.value.response["error"])

    tiny.command = pushes
    slack.person("ana").types("#web", "/go")
    assert tried == ["invalid_trigger_id"]


def test_fact_6_a_stale_hash_is_a_conflict(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    opens(tiny, modal(TITLE))
    view = slack.person("ana").types("#web", "/go").view
    assert view is not None
    stale = view.raw["hash"]
    api.views_update(view_id=view.raw["id"], view=modal(TITLE, DUE), hash=stale)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        api.views_update(view_id=view.raw["id"], view=modal(TITLE), hash=stale)
    api.views_update(view_id=view.raw["id"], view=modal(TITLE), hash=view.view.body["hash"])


def test_fact_6_typing_survives_only_where_the_ids_stay(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    other = field("Other", {"type": "plain_text_input"})
    opens(tiny, modal(TITLE, other))
    ana = slack.person("ana")
    view = ana.types("#web", "/go").view
    assert view is not None
    ana.fills(view, {"Title": "kept", "Other": "lost"})
    renamed = {**other, "block_id": "renamed"}
    api.views_update(view_id=view.raw["id"], view=modal(TITLE, renamed))
    assert view.values == {"Title": "kept", "Other": ""}


def test_fact_6_a_home_page_is_published_once_per_person(
    slack: local.Slack, tiny: Tiny, api: WebClient
) -> None:
    ana = slack.person("ana")
    assert ana.home() is None
    opened = tiny.of("app_home_opened")[0]
    assert (opened["tab"], "view" in opened) == ("home", False)
    row = actions(button())
    first = api.views_publish(user_id=ana.id, view={"type": "home", "blocks": [row]})["view"]
    page = ana.home()
    assert page is not None
    assert tiny.of("app_home_opened")[1]["view"]["id"] == first["id"]
    ana.presses(page, "Go")
    pressed = tiny.of("block_actions")[0]
    assert pressed["view"]["type"] == "home"
    assert "response_url" not in pressed
    api.views_publish(user_id=ana.id, view={"type": "home", "blocks": []}, hash=first["hash"])
    with pytest.raises(SlackApiError, match="hash_conflict"):
        api.views_publish(user_id=ana.id, view={"type": "home", "blocks": []}, hash=first["hash"])


def test_fact_6_external_ids_are_unique(slack: local.Slack, tiny: Tiny, api: WebClient) -> None:
    opens(tiny, modal(external_id="mine"))
    ana, ben = slack.person("ana"), slack.person("ben")
    ana.types("#web", "/go")
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        api.views_publish(
            user_id=ben.id, view={"type": "home", "blocks": [], "external_id": "mine"}
        )
    api.views_update(external_id="mine", view=modal(external_id="mine"))


def test_view_closed_comes_with_notify_on_close(slack: local.Slack, tiny: Tiny) -> None:
    ana = slack.person("ana")
    opens(tiny, modal(notify_on_close=True))
    ana.types("#web", "/go")
    ana.closes()
    opens(tiny, modal())
    ana.types("#web", "/go")
    ana.closes()
    assert [one["is_cleared"] for one in tiny.of("view_closed")] == [False]


def test_fact_7_a_menu_asks_from_three_characters_on(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal(field("Project", {"type": "external_select"})))
    tiny.options = always({"options": [option("Website", "1"), option("Webshop", "2")]})
    ana = slack.person("ana")
    view = ana.types("#web", "/go").view
    with pytest.raises(CannotDo, match="at least 3"):
        ana.options(view, "Project", "we")
    assert ana.options(view, "Project", "web") == ["Website", "Webshop"]
    sent = tiny.of("block_suggestion")[0]
    assert (sent["value"], sent["block_id"], sent["action_id"]) == ("web", "project", "v")
    assert sent["container"]["type"] == "view"
    with pytest.raises(CannotDo, match="fits 2"):
        ana.fills(view, {"Project": "Web"})
    ana.fills(view, {"Project": "Website"})
    ana.submits()
    state = tiny.of("view_submission")[0]["view"]["state"]["values"]
    assert state["project"]["v"]["selected_option"] == option("Website", "1")


def test_fact_7_min_query_length_zero_asks_at_once(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal(field("Project", {"type": "external_select", "min_query_length": 0})))
    group = {"label": plain("Open"), "options": [option("Website", "1")]}
    tiny.options = always({"option_groups": [group]})
    ana = slack.person("ana")
    assert ana.options(ana.types("#web", "/go").view, "Project") == ["Website"]


def test_fact_7_bad_suggestions_are_not_shown(slack: local.Slack, tiny: Tiny) -> None:
    opens(tiny, modal(field("Project", {"type": "external_select", "min_query_length": 0})))
    tiny.options = always({"options": [option("x" * 76, "1")]})
    ana = slack.person("ana")
    view = ana.types("#web", "/go").view
    with pytest.raises(CannotDo, match="must be less than 76 characters"):
        ana.options(view, "Project")


def test_an_input_tells_the_bot_at_once_only_with_dispatch_action(
    slack: local.Slack, tiny: Tiny
) -> None:
    quiet = field("Quiet", {"type": "datepicker"})
    loud = field("Loud", {"type": "datepicker"}, dispatch_action=True)
    opens(tiny, modal(quiet, loud))
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {"Quiet": "2026-11-27", "Loud": "2026-11-28"})
    (sent,) = tiny.of("block_actions")
    assert sent["actions"][0]["selected_date"] == "2026-11-28"
    values = sent["view"]["state"]["values"]
    assert values["quiet"]["v"]["selected_date"] == "2026-11-27"


def test_response_url_enabled_gives_a_response_url(slack: local.Slack, tiny: Tiny) -> None:
    where = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    opens(tiny, modal(field("Where", where)))
    ana = slack.person("ana")
    ana.types("#web", "/go")
    ana.fills(None, {"Where": "#mobile"})
    ana.submits()
    (given,) = tiny.of("view_submission")[0]["response_urls"]
    channel = slack.workspace.find_channel("mobile")
    assert channel is not None
    assert (given["channel_id"], given["block_id"]) == (channel.id, "where")
