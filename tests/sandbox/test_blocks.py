"""Facts 6 and 11 to 19: what Slack takes and refuses in blocks, elements, views and messages."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot.sandbox.blockkit import surfaces
from bot.sandbox.errors import Refused
from tests.sandbox.block_samples import REFUSED, SECTION, TAKEN, WORDS, section, text
from tests.sandbox.tiny import field, modal, option, plain
from tests.sandbox.view_samples import VIEWS

Object = dict[str, Any]


def problems(blocks: list[Object]) -> list[str]:
    """What Slack would say about the blocks of a message."""
    try:
        surfaces.message_blocks(blocks)
    except Refused as refusal:
        return refusal.problems or [refusal.code]
    return []


def view_problems(view: Object, kind: str = "modal") -> list[str]:
    """What Slack would say about a view."""
    try:
        surfaces.view(view, (kind,))
    except Refused as refusal:
        return refusal.problems or [refusal.code]
    return []


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN.keys())
def test_a_message_takes(blocks: list[Object]) -> None:
    assert problems(blocks) == []


@pytest.mark.parametrize(("blocks", "saying"), REFUSED.values(), ids=REFUSED.keys())
def test_a_message_refuses(blocks: list[Object], saying: str) -> None:
    found = problems(blocks)
    assert any(saying in one for one in found), found


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN.keys())
def test_the_sdk_reads_what_is_taken(blocks: list[Object]) -> None:
    known = [one for one in blocks if one["type"] not in ("data_table", "data_visualization")]
    for parsed in Block.parse_all(known):
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize(("view", "saying"), VIEWS.values(), ids=VIEWS.keys())
def test_a_modal_refuses(view: Object, saying: str) -> None:
    found = view_problems(view)
    assert any(saying in one for one in found), found


def test_fact_6_a_modal_takes_the_largest_of_each() -> None:
    assert not view_problems(
        modal(
            *[{"type": "divider"}] * 98,
            {"type": "alert", "text": text(200), "level": "warning"},
            field("A", {"type": "plain_text_input", "max_length": 3_000}),
            private_metadata="x" * 3_000,
        )
        | {"title": text(24), "submit": text(24), "close": text(24)}
    )


def test_fact_6_a_view_is_at_most_250_kilobytes() -> None:
    blocks = [section(fields=[text(2_000)] * 10, block_id=str(number)) for number in range(13)]
    with pytest.raises(Refused, match="view_too_large"):
        surfaces.view(modal(*blocks), ("modal",))


def test_fact_6_a_home_page_has_no_title_or_submit() -> None:
    assert not view_problems({"type": "home", "blocks": [SECTION]}, "home")
    assert view_problems({"type": "home", "blocks": [], "submit": plain("x")}, "home")
    assert view_problems({"type": "home", "blocks": [{"type": "alert", "text": WORDS}]}, "home")


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ({"options": [option("a", str(n)) for n in range(100)]}, True),
        ({"options": []}, True),
        ({"option_groups": [{"label": WORDS, "options": [option("a", "a")]}]}, True),
        ({"options": [option("a", str(n)) for n in range(101)]}, False),
        ({"options": [], "option_groups": []}, False),
        ({}, False),
        ("options", False),
    ],
    ids=["a hundred", "none", "groups", "a hundred and one", "both", "nothing", "a string"],
)
def test_fact_7_suggestions(answer: Any, good: bool) -> None:
    if good:
        assert surfaces.suggestions(answer) == answer
    else:
        with pytest.raises(Refused, match="invalid_arguments"):
            surfaces.suggestions(answer)


def test_ids_are_made_where_none_are_given() -> None:
    made = surfaces.message_blocks(
        [section(text=WORDS, accessory={"type": "button", "text": WORDS})]
    )
    assert made[0]["block_id"]
    assert made[0]["accessory"]["action_id"]


@pytest.mark.parametrize("given", ["{", "{}", 5], ids=["broken", "an object", "a number"])
def test_blocks_that_are_no_array_are_of_the_wrong_format(given: Any) -> None:
    with pytest.raises(Refused, match="invalid_blocks_format"):
        surfaces.message_blocks(given)
