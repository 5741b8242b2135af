"""Blocks and views at Slack's limits and one step past them, numbered by the fact they show."""

from __future__ import annotations

from typing import Any

from tests.sandbox.tiny import actions, button, option, plain

Object = dict[str, Any]

WORDS = {"type": "plain_text", "text": "words"}
LEAF = {"type": "text", "text": "words"}
SECTION: Object = {"type": "section", "text": WORDS}
RICH: Object = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [LEAF]}],
}
CONFIRM: Object = {
    "title": plain("Sure?"),
    "text": plain("Really?"),
    "confirm": plain("Yes"),
    "deny": plain("No"),
}
SERIES: Object = {
    "name": "Done",
    "data": [{"label": "W1", "value": 1}, {"label": "W2", "value": 3}],
}
AXES: Object = {"categories": ["W1", "W2"], "x_label": "Week", "y_label": "Tasks"}
CARD: Object = {"type": "card", "title": WORDS, "actions": [button()]}
TASK: Object = {"type": "task_card", "task_id": "t", "title": "T", "status": "complete"}


def text(length: int) -> Object:
    """A plain_text of so many characters."""
    return plain("x" * length)


def section(**more: Any) -> Object:
    """A section with other fields."""
    return {"type": "section", **more}


def select(count: int, **more: Any) -> Object:
    """A menu with so many options."""
    options = [option(f"o{number}", str(number)) for number in range(count)]
    return {"type": "static_select", "action_id": "s", "options": options, **more}


def chart(**more: Any) -> Object:
    """A chart."""
    inner = {"type": "line", "series": [SERIES], "axis_config": AXES, **more}
    return {"type": "data_visualization", "title": "Burn-up", "chart": inner}


def pie(*values: float) -> Object:
    """A pie chart."""
    segments = [{"label": f"s{number}", "value": one} for number, one in enumerate(values)]
    inner = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Share", "chart": inner}


def table(rows: int, columns: int = 1, length: int = 1, kind: str = "table", **more: Any) -> Object:
    """A table of cells with so many characters each."""
    cell = {"type": "raw_text", "text": "x" * length}
    return {"type": kind, "rows": [[cell] * columns] * rows, **more}


def data_table(rows: int, columns: int = 1, length: int = 1, **more: Any) -> Object:
    """A data table."""
    return table(rows, columns, length, "data_table", **{"caption": "C", **more})


TAKEN: dict[str, list[Object]] = {
    "11 fifty blocks": [{"type": "divider"}] * 50,
    "12 section of 3,000": [section(text=text(3_000))],
    "12 ten fields of 2,000": [section(fields=[text(2_000)] * 10)],
    "12 header of 150, level 4": [{"type": "header", "text": text(150), "level": 4}],
    "12 context of 10": [{"type": "context", "elements": [WORDS] * 10}],
    "12 actions of 25": [actions(*(button(action_id=str(n)) for n in range(25)))],
    "12 image alt of 2,000": [
        {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "x" * 2_000}
    ],
    "13 button of 75, value 2,000": [actions(button("x" * 75, value="v" * 2_000))],
    "13 a hundred options": [section(text=WORDS, accessory=select(100))],
    "13 option of 75, value 150": [
        actions({"type": "static_select", "options": [option("x" * 75, "v" * 150)]})
    ],
    "13 overflow of 5": [
        actions({"type": "overflow", "options": [option(str(n), str(n)) for n in range(5)]})
    ],
    "13 confirm": [actions(button(confirm=CONFIRM | {"title": text(100), "confirm": text(30)}))],
    "15 table of 100 by 20": [table(100, 20)],
    "15 table with an empty column setting": [
        table(2, 2, column_settings=[None, {"align": "right", "is_wrapped": True}])
    ],
    "15 data table of 201": [data_table(201, page_size=100)],
    "15 data table with all cells": [
        {
            "type": "data_table",
            "caption": "C",
            "rows": [
                [{"type": "raw_text", "text": "a"}] * 3,
                [
                    {"type": "raw_number", "value": 1.5},
                    RICH,
                    {"type": "action_cell", "element": button()},
                ],
            ],
        }
    ],
    "16 two charts": [chart(), pie(1, 2.5)],
    "16 twelve series": [chart(series=[{**SERIES, "name": f"s{number}"} for number in range(12)])],
    "16 a negative value in a line": [
        chart(
            series=[
                {"name": "a", "data": [{"label": "W1", "value": -1}, {"label": "W2", "value": 0}]}
            ]
        )
    ],
    "17 markdown of 12,000": [{"type": "markdown", "text": "x" * 12_000}],
    "17 card, carousel, container, plan": [
        CARD,
        {"type": "carousel", "elements": [CARD] * 10},
        {
            "type": "container",
            "title": WORDS,
            "child_blocks": [SECTION] * 10,
            "is_collapsible": True,
        },
        {"type": "plan", "title": "Plan", "tasks": [{**TASK, "status": "pending"}]},
        TASK,
    ],
    "19 rich text with everything": [
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {**LEAF, "style": {"bold": True, "code": True}},
                        {"type": "link", "url": "https://x.example", "text": "x"},
                        {"type": "user", "user_id": "U1"},
                        {"type": "channel", "channel_id": "C1"},
                        {"type": "usergroup", "usergroup_id": "S1"},
                        {"type": "emoji", "name": "train"},
                        {"type": "broadcast", "range": "here"},
                        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
                        {"type": "color", "value": "#aabbcc"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 1,
                    "offset": 2,
                    "elements": [{"type": "rich_text_section", "elements": [LEAF]}],
                },
                {"type": "rich_text_quote", "elements": [LEAF]},
                {"type": "rich_text_preformatted", "elements": [LEAF], "border": 1},
            ],
        }
    ],
}

REFUSED: dict[str, tuple[list[Object], str]] = {
    "11 fifty-one blocks": (
        [{"type": "divider"}] * 51,
        "no more than 50 items allowed [json-pointer:/blocks]",
    ),
    "12 section of 3,001": (
        [section(text=text(3_001))],
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "12 eleven fields": ([section(fields=[WORDS] * 11)], "no more than 10 items"),
    "12 field of 2,001": ([section(fields=[text(2_001)])], "/blocks/0/fields/0/text"),
    "12 header of 151": (
        [{"type": "header", "text": text(151)}],
        "must be less than 151 characters",
    ),
    "12 header in mrkdwn": (
        [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
        "unsupported type: mrkdwn",
    ),
    "12 header of level 5": ([{"type": "header", "text": WORDS, "level": 5}], "/blocks/0/level"),
    "12 eleven in a context": ([{"type": "context", "elements": [WORDS] * 11}], "no more than 10"),
    "12 twenty-six actions": (
        [actions(*(button(action_id=str(n)) for n in range(26)))],
        "no more than 25 items",
    ),
    "12 no actions at all": ([actions()], "no fewer than 1 items"),
    "12 six context actions": (
        [
            {
                "type": "context_actions",
                "elements": [{"type": "icon_button", "icon": "trash", "text": WORDS}] * 6,
            }
        ],
        "no more than 5 items",
    ),
    "12 image without alt text": (
        [{"type": "image", "image_url": "https://x.example/a.png"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "13 button of 76": ([actions(button("x" * 76))], "must be less than 76 characters"),
    "13 button in mrkdwn": (
        [actions({"type": "button", "text": {"type": "mrkdwn", "text": "x"}})],
        "unsupported type: mrkdwn",
    ),
    "13 button value of 2,001": ([actions(button(value="x" * 2_001))], "/elements/0/value"),
    "13 button in an unknown style": ([actions(button(style="default"))], "valid enum value"),
    "13 option value of 151": (
        [actions({"type": "static_select", "options": [option("a", "x" * 151)]})],
        "/options/0/value",
    ),
    "13 a hundred and one options": ([actions(select(101))], "no more than 100 items"),
    "13 no options": ([actions(select(0))], "no fewer than 1 items"),
    "13 options and groups": (
        [actions(select(1, option_groups=[{"label": WORDS, "options": [option("a", "a")]}]))],
        "only one of options, option_groups",
    ),
    "13 an initial option that is not there": (
        [actions(select(1, initial_option=option("x", "x")))],
        "initial option must match",
    ),
    "13 overflow of 6": (
        [actions({"type": "overflow", "options": [option("a", "a")] * 6})],
        "no more than 5 items",
    ),
    "13 eleven checkboxes": (
        [actions({"type": "checkboxes", "options": [option("a", str(n)) for n in range(11)]})],
        "no more than 10 items",
    ),
    "13 placeholder of 151": ([actions(select(1, placeholder=text(151)))], "/placeholder/text"),
    "13 action_id of 256": ([actions(button(action_id="x" * 256))], "/action_id"),
    "13 block_id of 256": ([{"type": "divider", "block_id": "x" * 256}], "/blocks/0/block_id"),
    "13 confirm title of 101": (
        [actions(button(confirm=CONFIRM | {"title": text(101)}))],
        "/title",
    ),
    "13 confirm without a no": (
        [actions(button(confirm={k: v for k, v in CONFIRM.items() if k != "deny"}))],
        "missing required field: deny",
    ),
    "13 a multi select in a row": (
        [actions({"type": "multi_users_select"})],
        "unsupported type: multi_users_select",
    ),
    "14 an empty string": (
        [section(text=plain(""))],
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "14 a null": (
        [section(text=WORDS, accessory=None)],
        "must not be null [json-pointer:/blocks/0/accessory]",
    ),
    "14 an unknown field": (
        [{"type": "divider", "text": "x"}],
        "invalid additional property: text [json-pointer:/blocks/0]",
    ),
    "14 emoji in mrkdwn": (
        [section(text={"type": "mrkdwn", "text": "x", "emoji": True})],
        "invalid additional property: emoji",
    ),
    "14 an unknown block": ([{"type": "heading"}], "unsupported type: heading"),
    "14 an action_id twice in a block": (
        [actions(button(), button())],
        "action_id must be unique",
    ),
    "14 a block_id twice": (
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        "block_id must be unique",
    ),
    "14 neither text nor fields": ([{"type": "section"}], "must define either `text` or `fields`"),
    "15 two tables": ([table(1), table(1)], "only 1 table allowed"),
    "15 table of 101 rows": ([table(101)], "no more than 100 items"),
    "15 table of 21 columns": ([table(1, 21)], "no more than 20 items"),
    "15 table of 10,001 characters": ([table(1, 2, 5_001)], "less than 10001 characters"),
    "15 data table without caption": (
        [table(2, kind="data_table")],
        "missing required field: caption",
    ),
    "15 data table of 202 rows": ([data_table(202)], "no more than 201 items"),
    "15 data table with a header only": ([data_table(1)], "no fewer than 2 items"),
    "15 data table of 20,001 characters": ([data_table(2, 2, 5_001)], "less than 20001 characters"),
    "15 data table with a page of 101": ([data_table(2, page_size=101)], "/page_size"),
    "15 data table with uneven rows": (
        [
            {
                "type": "data_table",
                "caption": "C",
                "rows": [
                    [{"type": "raw_text", "text": "a"}],
                    [{"type": "raw_text", "text": "a"}] * 2,
                ],
            }
        ],
        "same number of cells",
    ),
    "15 data table with a rich header": (
        [{"type": "data_table", "caption": "C", "rows": [[RICH], [RICH]]}],
        "unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]",
    ),
    "16 three charts": ([pie(1), pie(1), pie(1)], "only 2 data_visualization allowed"),
    "16 chart title of 51": ([chart() | {"title": "x" * 51}], "/blocks/0/title"),
    "16 thirteen series": (
        [chart(series=[{**SERIES, "name": str(number)} for number in range(13)])],
        "no more than 12 items",
    ),
    "16 series name of 21": ([chart(series=[SERIES | {"name": "x" * 21}])], "/series/0/name"),
    "16 a category missing": (
        [chart(series=[{"name": "a", "data": SERIES["data"][:1]}])],
        "must have each category once",
    ),
    "16 two series of one name": ([chart(series=[SERIES, SERIES])], "must be unique"),
    "16 an empty slice": ([pie(1, 0)], "must be greater than 0"),
    "16 a value that is a string": (
        [
            {
                "type": "data_visualization",
                "title": "x",
                "chart": {"type": "pie", "segments": [{"label": "a", "value": "1"}]},
            }
        ],
        "must be a number",
    ),
    "17 markdown of 12,001": (
        [{"type": "markdown", "text": "x" * 12_001}],
        "must be less than 12001",
    ),
    "17 markdown of 12,001 in two": (
        [{"type": "markdown", "text": "x" * 6_000}, {"type": "markdown", "text": "x" * 6_001}],
        "in total",
    ),
    "17 an alert in a message": ([{"type": "alert", "text": WORDS}], "unsupported type: alert"),
    "17 card title as a string": ([CARD | {"title": "x"}], "must be an object"),
    "17 card with four buttons": ([CARD | {"actions": [button()] * 4}], "no more than 3 items"),
    "17 card body of 201": ([CARD | {"body": text(201)}], "/blocks/0/body/text"),
    "17 carousel of 11": ([{"type": "carousel", "elements": [CARD] * 11}], "no more than 10 items"),
    "17 container of 11": (
        [{"type": "container", "title": WORDS, "child_blocks": [SECTION] * 11}],
        "no more than 10 items",
    ),
    "17 plan with a title object": ([{"type": "plan", "title": WORDS}], "must be a string"),
    "17 a pending task card": ([TASK | {"status": "pending"}], "valid enum value"),
    "19 empty rich text": ([{"type": "rich_text", "elements": []}], "no fewer than 1 items"),
    "19 an empty leaf": (
        [
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}
                ],
            }
        ],
        "must be more than 0 characters",
    ),
    "19 mentions by name": (
        [
            {
                "type": "rich_text",
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "user", "name": "ana"}]}
                ],
            }
        ],
        "missing required field: user_id",
    ),
}
