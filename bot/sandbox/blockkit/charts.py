"""The rules of tables and charts.

https://docs.slack.dev/reference/block-kit/blocks/table-block, …/data-table-block and
…/data-visualization-block; sizes in characters, rows and columns.
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.blockkit.elements import BUTTONS, ID, TYPE
from bot.sandbox.blockkit.rich import RICH_TEXT
from bot.sandbox.blockkit.rules import (
    Rule,
    by_type,
    flag,
    items,
    note,
    number,
    one_of,
    shape,
    text,
)

_NAMED: dict[str, Rule] = {"block_id": ID}
_RAW_TEXT = shape({"type": TYPE, "text": text(10_000)})
_RAW_NUMBER = shape({"type": TYPE, "value": number(whole=False)}, {"text": text(10_000)})
_ACTION_CELL = shape({"type": TYPE, "element": by_type({"button": BUTTONS["button"]})})
_HEADER_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER})
_CELL = by_type({"raw_text": _RAW_TEXT, "raw_number": _RAW_NUMBER, "rich_text": RICH_TEXT})
_DATA_CELL = by_type(
    {
        "raw_text": _RAW_TEXT,
        "raw_number": _RAW_NUMBER,
        "rich_text": RICH_TEXT,
        "action_cell": _ACTION_CELL,
    }
)


def characters(value: Any) -> int:
    """How many characters of text there are inside, at any depth."""
    if isinstance(value, list):
        return sum(characters(one) for one in value)
    if not isinstance(value, dict):
        return 0
    if value.get("type") == "raw_number" and "text" not in value:
        return len(str(value.get("value", "")))
    own = len(value["text"]) if isinstance(value.get("text"), str) else 0
    return own + sum(characters(one) for name, one in value.items() if not isinstance(one, str))


def _small_enough(most: int) -> Rule:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if characters(value["rows"]) > most:
            note(problems, f"{at}/rows", f"must be less than {most + 1} characters in all cells")

    return check


def _data_table(value: Any, at: str, problems: list[str]) -> None:
    _small_enough(20_000)(value, at, problems)
    width = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != width:
            note(problems, f"{at}/rows/{index}", "all rows must have the same number of cells")
    for index, cell in enumerate(value["rows"][0]):
        _HEADER_CELL(cell, f"{at}/rows/0/{index}", problems)
    if value.get("row_header_column_index", 0) >= width:
        note(problems, f"{at}/row_header_column_index", "must be the index of a column")


def _nullable(rule: Rule) -> Rule:
    def check(value: Any, at: str, problems: list[str]) -> None:
        if value is not None:
            rule(value, at, problems)

    return check


_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
TABLE = shape(
    {"type": TYPE, "rows": items(items(_CELL, 20), 100)},
    {**_NAMED, "column_settings": items(_nullable(_COLUMN), 20)},
    also=_small_enough(10_000),
)
DATA_TABLE = shape(
    {"type": TYPE, "rows": items(items(_DATA_CELL, 20), 201, 2), "caption": text(3_000)},
    {**_NAMED, "page_size": number(1, 100), "row_header_column_index": number(0, 19)},
    also=_data_table,
)

_LABEL = text(20)
_POINT = shape({"label": _LABEL, "value": number(whole=False)})
_SERIES = shape({"name": _LABEL, "data": items(_POINT, 20)})
_AXES = shape({"categories": items(_LABEL, 20)}, {"x_label": text(50), "y_label": text(50)})


def _series_match(value: Any, at: str, problems: list[str]) -> None:
    wanted = value["axis_config"]["categories"]
    if len(set(wanted)) < len(wanted):
        note(problems, f"{at}/axis_config/categories", "must be unique")
    names = [one["name"] for one in value["series"]]
    for index, one in enumerate(value["series"]):
        if sorted(point["label"] for point in one["data"]) != sorted(wanted):
            note(problems, f"{at}/series/{index}/data", "must have each category once")
        if one["name"] in names[:index]:
            note(problems, f"{at}/series/{index}/name", "must be unique")


def _positive(value: Any, at: str, problems: list[str]) -> None:
    if value["value"] <= 0:
        note(problems, f"{at}/value", "must be greater than 0")


_LINES = shape(
    {"type": TYPE, "series": items(_SERIES, 12), "axis_config": _AXES}, also=_series_match
)
_SEGMENT = shape({"label": _LABEL, "value": number(whole=False)}, also=_positive)
CHART = shape(
    {
        "type": TYPE,
        "title": text(50),
        "chart": by_type(
            {
                "line": _LINES,
                "bar": _LINES,
                "area": _LINES,
                "pie": shape({"type": TYPE, "segments": items(_SEGMENT, 12)}),
            }
        ),
    },
    _NAMED,
)
