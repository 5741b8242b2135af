"""Facts 6, 12, 13 and 15 to 17, exactly: each limit is taken, and one more is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.blockkit import surfaces
from bot.sandbox.errors import Refused
from tests.sandbox.block_samples import (
    AXES,
    CARD,
    CONFIRM,
    SECTION,
    TASK,
    WORDS,
    chart,
    data_table,
    select,
    table,
    text,
)
from tests.sandbox.tiny import actions, button, field, modal, option, plain

Object = dict[str, Any]
Build = Callable[[int], Any]

PICTURE = "https://pictures.example/plan.png"


def url(length: int) -> str:
    """An address of so many characters."""
    return "https://x.example/".ljust(length, "x")


def options(count: int) -> list[Object]:
    """So many different options."""
    return [option(str(number), str(number)) for number in range(count)]


def menu(**more: Any) -> Object:
    """A row with a menu of one option."""
    return actions(select(1, **more))


def chosen(**changes: Any) -> Object:
    """A row with a menu whose one option is changed."""
    return actions({"type": "static_select", "options": [option("a", "a") | changes]})


def marked(kind: str, **changes: Any) -> Object:
    """A row of boxes whose one option is changed."""
    return actions({"type": kind, "options": [option("a", "a") | changes]})


def grouped(label: int = 1, groups: int = 1, each: int = 1) -> Object:
    """A row with a menu in groups."""
    made = [{"label": text(label), "options": options(each)} for _ in range(groups)]
    return actions({"type": "static_select", "option_groups": made})


def asking(**changes: Any) -> Object:
    """A button that asks first."""
    return actions(button(confirm=CONFIRM | changes))


def icon(**more: Any) -> Object:
    """A context action."""
    element = {"type": "icon_button", "icon": "trash", "text": WORDS, **more}
    return {"type": "context_actions", "elements": [element]}


def feedback(label: int = 1, value: int = 1) -> Object:
    """Two feedback buttons."""
    side = {"text": text(label), "value": "x" * value}
    element = {"type": "feedback_buttons", "positive_button": side, "negative_button": side}
    return {"type": "context_actions", "elements": [element]}


def image(**more: Any) -> Object:
    """A picture."""
    return {"type": "image", "image_url": PICTURE, "alt_text": "x", **more}


def container(**more: Any) -> Object:
    """A container."""
    return {"type": "container", "title": WORDS, "child_blocks": [SECTION], **more}


def series(points: int) -> Object:
    """A line of so many points."""
    labels = [str(number) for number in range(points)]
    data = [{"label": label, "value": 1} for label in labels]
    return chart(series=[{"name": "a", "data": data}], axis_config={"categories": labels})


def segments(count: int, label: int = 2) -> Object:
    """A pie of so many slices."""
    made = [{"label": str(n).rjust(label, "x"), "value": 1} for n in range(count)]
    return {"type": "data_visualization", "title": "x", "chart": {"type": "pie", "segments": made}}


def in_a_section(element: Object) -> Object:
    """A section with something at its side."""
    return {"type": "section", "text": WORDS, "accessory": element}


BLOCKS: dict[str, tuple[int, Build]] = {
    "12 section text": (3_000, lambda n: {"type": "section", "text": text(n)}),
    "12 fields": (10, lambda n: {"type": "section", "fields": [WORDS] * n}),
    "12 field": (2_000, lambda n: {"type": "section", "fields": [text(n)]}),
    "12 header": (150, lambda n: {"type": "header", "text": text(n)}),
    "12 header level": (4, lambda n: {"type": "header", "text": WORDS, "level": n}),
    "12 context": (10, lambda n: {"type": "context", "elements": [WORDS] * n}),
    "12 actions": (25, lambda n: actions(*(button(action_id=str(one)) for one in range(n)))),
    "12 context actions": (
        5,
        lambda n: {
            "type": "context_actions",
            "elements": [icon(action_id=str(one))["elements"][0] for one in range(n)],
        },
    ),
    "12 image alt text": (2_000, lambda n: image(alt_text="x" * n)),
    "12 image alt text at a section": (
        2_000,
        lambda n: in_a_section({"type": "image", "image_url": PICTURE, "alt_text": "x" * n}),
    ),
    "12 image title": (2_000, lambda n: image(title=text(n))),
    "13 button text": (75, lambda n: actions(button("x" * n))),
    "13 button value": (2_000, lambda n: actions(button(value="x" * n))),
    "13 button url": (3_000, lambda n: actions(button(url=url(n)))),
    "13 button label": (75, lambda n: actions(button(accessibility_label="x" * n))),
    "13 image url": (3_000, lambda n: image(image_url=url(n))),
    "13 icon button text": (75, lambda n: icon(text=text(n))),
    "13 icon button value": (2_000, lambda n: icon(value="x" * n)),
    "13 feedback text": (75, lambda n: feedback(label=n)),
    "13 feedback value": (2_000, lambda n: feedback(value=n)),
    "13 option text": (75, lambda n: chosen(text=text(n))),
    "13 option value": (150, lambda n: chosen(value="x" * n)),
    "13 option description": (75, lambda n: chosen(description=text(n))),
    "13 box text": (75, lambda n: marked("checkboxes", text=text(n))),
    "13 box value": (150, lambda n: marked("checkboxes", value="x" * n)),
    "13 box description": (75, lambda n: marked("radio_buttons", description=text(n))),
    "13 overflow text": (75, lambda n: marked("overflow", text=text(n))),
    "13 overflow value": (150, lambda n: marked("overflow", value="x" * n)),
    "13 overflow description": (75, lambda n: marked("overflow", description=text(n))),
    "13 options": (100, lambda n: actions(select(n))),
    "13 groups": (100, lambda n: grouped(groups=n)),
    "13 group label": (75, lambda n: grouped(label=n)),
    "13 options in a group": (100, lambda n: grouped(each=n)),
    "13 overflow": (5, lambda n: actions({"type": "overflow", "options": options(n)})),
    "13 checkboxes": (10, lambda n: actions({"type": "checkboxes", "options": options(n)})),
    "13 radio buttons": (10, lambda n: actions({"type": "radio_buttons", "options": options(n)})),
    "13 placeholder": (150, lambda n: menu(placeholder=text(n))),
    "13 action_id": (255, lambda n: actions(button(action_id="x" * n))),
    "13 block_id": (255, lambda n: {"type": "divider", "block_id": "x" * n}),
    "13 confirm title": (100, lambda n: asking(title=text(n))),
    "13 confirm text": (300, lambda n: asking(text=text(n))),
    "13 confirm yes": (30, lambda n: asking(confirm=text(n))),
    "13 confirm no": (30, lambda n: asking(deny=text(n))),
    "15 table rows": (100, lambda n: table(n)),
    "15 table columns": (20, lambda n: table(1, n)),
    "15 table characters": (10_000, lambda n: table(1, 1, n)),
    "15 table column settings": (20, lambda n: table(1, column_settings=[{"align": "left"}] * n)),
    "15 data table rows": (201, lambda n: data_table(n)),
    "15 data table columns": (20, lambda n: data_table(2, n)),
    "15 data table characters": (20_000 // 4, lambda n: data_table(2, 2, n)),
    "15 data table page": (100, lambda n: data_table(2, page_size=n)),
    "15 data table row header": (1, lambda n: data_table(2, 2, row_header_column_index=n)),
    "16 chart title": (50, lambda n: chart() | {"title": "x" * n}),
    "16 series": (
        12,
        lambda n: chart(
            series=[
                {"name": str(one), "data": chart()["chart"]["series"][0]["data"]}
                for one in range(n)
            ]
        ),
    ),
    "16 points": (20, series),
    "16 slices": (12, segments),
    "16 slice label": (20, lambda n: segments(1, n)),
    "16 axis labels": (50, lambda n: chart(axis_config=AXES | {"x_label": "x" * n})),
    "16 other axis labels": (50, lambda n: chart(axis_config=AXES | {"y_label": "x" * n})),
    "17 markdown": (12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    "17 card title": (150, lambda n: CARD | {"title": text(n)}),
    "17 card subtitle": (150, lambda n: CARD | {"subtitle": text(n)}),
    "17 card body": (200, lambda n: CARD | {"body": text(n)}),
    "17 card subtext": (200, lambda n: CARD | {"subtext": text(n)}),
    "17 card buttons": (
        3,
        lambda n: CARD | {"actions": [button(action_id=str(one)) for one in range(n)]},
    ),
    "17 carousel": (10, lambda n: {"type": "carousel", "elements": [CARD] * n}),
    "17 container": (10, lambda n: container(child_blocks=[SECTION] * n)),
    "17 container title": (150, lambda n: container(title=text(n))),
    "17 container subtitle": (150, lambda n: container(subtitle=text(n))),
}

VIEWS: dict[str, tuple[int, Build]] = {
    "6 title": (24, lambda n: modal() | {"title": text(n)}),
    "6 submit": (24, lambda n: modal(submit=text(n))),
    "6 close": (24, lambda n: modal(close=text(n))),
    "6 private_metadata": (3_000, lambda n: modal(private_metadata="x" * n)),
    "6 callback_id": (255, lambda n: modal(callback_id="x" * n)),
    "6 external_id": (255, lambda n: modal(external_id="x" * n)),
    "6 blocks": (100, lambda n: modal(*[{"type": "divider"}] * n)),
    "13 input label": (
        2_000,
        lambda n: modal(field("a", {"type": "datepicker"}) | {"label": text(n)}),
    ),
    "13 input hint": (2_000, lambda n: modal(field("a", {"type": "datepicker"}, hint=text(n)))),
    "13 max_length": (
        3_000,
        lambda n: modal(field("a", {"type": "plain_text_input", "max_length": n})),
    ),
    "13 initial text": (
        3_000,
        lambda n: modal(field("a", {"type": "plain_text_input", "initial_value": "x" * n})),
    ),
    "13 files": (10, lambda n: modal(field("a", {"type": "file_input", "max_files": n}))),
    "17 alert": (200, lambda n: modal({"type": "alert", "text": text(n)})),
}


@pytest.mark.parametrize(("limit", "build"), BLOCKS.values(), ids=BLOCKS.keys())
def test_a_block_takes_its_limit_and_no_more(limit: int, build: Build) -> None:
    surfaces.message_blocks([build(limit)])
    with pytest.raises(Refused, match="invalid_blocks"):
        surfaces.message_blocks([build(limit + 1)])


@pytest.mark.parametrize(("limit", "build"), VIEWS.values(), ids=VIEWS.keys())
def test_a_modal_takes_its_limit_and_no_more(limit: int, build: Build) -> None:
    surfaces.view(build(limit), ("modal",))
    with pytest.raises(Refused, match="invalid_arguments"):
        surfaces.view(build(limit + 1), ("modal",))


def test_a_home_page_takes_a_hundred_blocks() -> None:
    page = {"type": "home", "blocks": [{"type": "divider"}] * 100}
    surfaces.view(page, ("home",))
    with pytest.raises(Refused, match="invalid_arguments"):
        surfaces.view({"type": "home", "blocks": [{"type": "divider"}] * 101}, ("home",))


def test_suggestions_in_groups_are_at_most_a_hundred_groups() -> None:
    group = {"label": plain("Open"), "options": options(1)}
    surfaces.suggestions({"option_groups": [group] * 100})
    with pytest.raises(Refused):
        surfaces.suggestions({"option_groups": [group] * 101})


def test_a_plan_is_made_of_task_cards() -> None:
    plan = {"type": "plan", "title": "Plan", "tasks": [TASK]}
    surfaces.message_blocks([plan])
    with pytest.raises(Refused, match="unsupported type: section"):
        surfaces.message_blocks([plan | {"tasks": [SECTION]}])
