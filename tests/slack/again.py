"""Slack's bad habits, on demand: the same request delivered again, a button with a forged value."""

from __future__ import annotations

from typing import Any

from bot.sandbox.app import events, payloads
from bot.sandbox.user import finding, typed
from bot.sandbox.user.acting import Place
from bot.sandbox.user.people import Outcome, Shown, Somebody
from tests.world import World

Ack = Any


def command_twice(world: World, person: Somebody, channel: str, line: str) -> list[Ack]:
    """One slash command, delivered two times with the same trigger; both answers."""
    name, _, words = line.partition(" ")
    where = world.slack.workspace.find_channel(channel)
    assert where is not None
    escaped = typed.command(world.slack.workspace, words, True)
    payload = payloads.command(person.desk, person.id, where, name, escaped)
    return [_carried(world, person.desk.delivery.command(payload)) for _ in range(2)]


def raw_command(world: World, person: Somebody, channel: str, line: str) -> str:
    """A slash command whose words no client would send; the answer's text."""
    name, _, words = line.partition(" ")
    where = world.slack.workspace.find_channel(channel)
    assert where is not None
    payload = payloads.command(person.desk, person.id, where, name, words)
    return str(_carried(world, person.desk.delivery.command(payload)).body["text"])


def press_twice(world: World, person: Somebody, shown: Shown | None, button: str) -> list[Ack]:
    """One press of a button, delivered two times; both acks."""
    assert shown is not None
    spot = Place(message=shown.message)
    block, element = finding.button(person.reader, spot, button, "")
    payload = payloads.base(person.desk, person.id, "block_actions")
    payload |= payloads.of_message(person.desk, person.id, shown.message, answerable=True)
    payload["trigger_id"] = person.desk.passes.trigger(person.id)
    payload["actions"] = [payloads.action(person.desk, block, element, None)]
    return [_carried(world, person.desk.delivery.interaction(payload)) for _ in range(2)]


def submit_twice(world: World, person: Somebody) -> list[Ack]:
    """The form on top, submitted once and delivered two times; both acks."""
    assert person.view is not None
    payload = payloads.submission(person.desk, person.view.view, [])
    return [_carried(world, person.desk.delivery.interaction(payload)) for _ in range(2)]


def event_twice(world: World, event: dict[str, Any]) -> list[Ack]:
    """One event, delivered two times with the same event id."""
    desk = world.slack.desk
    envelope = events.envelope(desk.workspace, event)
    return [_carried(world, desk.delivery.event(envelope, number)) for number in range(2)]


def forged(told: Outcome, action_id: str, value: str) -> Outcome:
    """The message with another value behind one of its buttons."""
    assert told.message is not None
    for block in told.message.raw["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("action_id") == action_id:
                element["value"] = value
    return told


def _carried(world: World, delivery: Any) -> Ack:
    ack = world.slack.call(delivery)
    world.slack.call(world.bot.drain())
    assert not ack.error
    return ack
