"""Views one step past Slack's limits, numbered by the fact they show."""

from __future__ import annotations

from typing import Any

from tests.sandbox.block_samples import chart, data_table, table, text
from tests.sandbox.tiny import field, modal

Object = dict[str, Any]

VIEWS: dict[str, tuple[Object, str]] = {
    "6 title of 25": (
        modal() | {"title": text(25)},
        "less than 25 characters [json-pointer:/view/title",
    ),
    "6 submit of 25": (modal(submit=text(25)), "/view/submit"),
    "6 close of 25": (modal(close=text(25)), "/view/close"),
    "6 inputs without submit": (
        {k: v for k, v in modal(field("A", {"type": "plain_text_input"})).items() if k != "submit"},
        "missing required field: submit",
    ),
    "6 a hundred and one blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items"),
    "6 private_metadata of 3,001": (
        modal(private_metadata="x" * 3_001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "6 callback_id of 256": (modal(callback_id="x" * 256), "/view/callback_id"),
    "6 external_id of 256": (modal(external_id="x" * 256), "/view/external_id"),
    "13 input label of 2,001": (
        modal(field("x" * 255, {"type": "plain_text_input"}) | {"label": text(2_001)}),
        "/view/blocks/0/label/text",
    ),
    "13 typed text of more than 3,000": (
        modal(field("A", {"type": "plain_text_input", "max_length": 3_001})),
        "must be at most 3000",
    ),
    "13 a number input that says nothing of decimals": (
        modal(field("A", {"type": "number_input"})),
        "missing required field: is_decimal_allowed",
    ),
    "13 min_length above max_length": (
        modal(field("A", {"type": "plain_text_input", "min_length": 5, "max_length": 4})),
        "must be less than max_length",
    ),
    "13 a date of another form": (
        modal(field("A", {"type": "datepicker", "initial_date": "27.11.2026"})),
        "must be a date",
    ),
    "14 an unknown field": (modal(color="red"), "invalid additional property: color"),
    "14 two elements in focus": (
        modal(
            field("A", {"type": "plain_text_input", "focus_on_load": True}),
            field("B", {"type": "plain_text_input", "focus_on_load": True}),
        ),
        "only one element may have focus_on_load",
    ),
    "15 a table in a modal": (modal(table(1)), "unsupported type: table"),
    "15 a data table in a modal": (modal(data_table(2)), "unsupported type: data_table"),
    "16 a chart in a modal": (modal(chart()), "unsupported type: data_visualization"),
    "17 markdown in a modal": (
        modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown",
    ),
    "17 alert of 201": (modal({"type": "alert", "text": text(201)}), "/view/blocks/0/text/text"),
    "6 a home page where a modal belongs": (
        {"type": "home", "blocks": []},
        "unsupported type: home",
    ),
}
