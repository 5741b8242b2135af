"""The manifest: what Slack's own schema allows, and the same as the file that is handed out."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot import manifest
from bot.slack import events, shortcuts, verbs

HERE = Path(__file__).parent
SCHEMA = json.loads((HERE / "data/slack/manifest.schema.2.0.0.json").read_text())


@pytest.mark.parametrize("prefix", ["", "acme-"])
@pytest.mark.parametrize("url", ["", "https://bot.example.org/"])
def test_slacks_schema_takes_it(prefix: str, url: str) -> None:
    jsonschema.validate(manifest.build(prefix, url), SCHEMA)


@pytest.mark.parametrize("url", ["", "https://bot.example.org"])
def test_a_yaml_parser_reads_what_was_meant(url: str) -> None:
    assert yaml.safe_load(manifest.text("acme-", url)) == manifest.build("acme-", url)


def test_the_file_handed_out_is_what_the_command_prints() -> None:
    assert (HERE.parent / "manifest.yml").read_text() == manifest.text()


def test_every_command_and_every_event_of_the_code_is_in_it() -> None:
    built = manifest.build(links="https://bot.example.org")
    commands = built["features"]["slash_commands"]
    assert [each["command"] for each in commands] == [f"/{each.name}" for each in verbs.COMMANDS]
    assert all(each["should_escape"] for each in commands)
    named = {(each["callback_id"], each["type"]) for each in built["features"]["shortcuts"]}
    assert named == {(each.id, each.kind) for each in shortcuts.SHORTCUTS}
    heard = built["settings"]["event_subscriptions"]["bot_events"]
    assert {name.partition(".")[0] for name in heard} == set(events.LISTENERS)


def test_over_http_every_request_has_an_address() -> None:
    built = manifest.build(url="https://bot.example.org")
    address = "https://bot.example.org/slack/events"
    assert {each["url"] for each in built["features"]["slash_commands"]} == {address}
    assert built["settings"]["event_subscriptions"]["request_url"] == address
    assert built["settings"]["interactivity"]["message_menu_options_url"] == address
    assert built["settings"]["socket_mode_enabled"] is False
