"""One of everything that Block Kit can show, for the page's tests."""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]


def plain(text: str) -> Object:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Object:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, **more: Any) -> Object:
    """An option."""
    return {"text": plain(text), "value": value, **more}


def rich(*elements: Object) -> Object:
    """A rich_text block of one section."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": list(elements)}],
    }


def item(text: str) -> Object:
    """One line of a rich text list."""
    return {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}


PICTURE = "https://pictures.invalid/plan.png"
CONFIRM = {
    "title": plain("Cancel the train?"),
    "text": mrkdwn("*All* its tasks go with it."),
    "confirm": plain("Yes, cancel"),
    "deny": plain("Keep it"),
    "style": "danger",
}
SIZES = [option("Small", "s"), option("Medium", "m"), option("Large", "l")]
GROUPS = [
    {"label": plain("Web"), "options": [option("WEB-1 Sign-up", "WEB-1")]},
    {"label": plain("Mobile"), "options": [option("APP-7 Push", "APP-7")]},
]
EXTERNAL = {"type": "external_select", "action_id": "ext", "min_query_length": 2}


def words_blocks(ana: str, web: str) -> list[Object]:
    """Text in all its forms."""
    styles = {"bold": True, "italic": True}
    return [
        {"type": "header", "text": plain("Weekly :train: report"), "level": 1},
        {
            "type": "section",
            "text": mrkdwn(
                "*Bold* _italic_ ~gone~ `code` <https://example.com/a?b=1&amp;c=2|a link> "
                f"for <@{ana}> in <#{web}> by <!date^1767261600^{{date_short_pretty}} {{time}}|x>\n"
                "> a quote\n```\nlet x = a &lt; b;\n```\n:white_check_mark: done &amp; dusted"
            ),
        },
        {
            "type": "section",
            "fields": [mrkdwn("*Owner*\nAna"), mrkdwn("*Due*\nFriday"), plain("plain *stars*")],
        },
        {"type": "section", "text": mrkdwn("Attention <!channel>: the platform changed")},
        {"type": "divider"},
        {
            "type": "context",
            "elements": [mrkdwn("Why: _you follow WEB_"), plain("muted? `/pm quiet`")],
        },
        {"type": "image", "image_url": PICTURE, "alt_text": "The plan", "title": plain("Plan")},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Both ", "style": styles},
                        {"type": "link", "url": "https://example.com", "text": "site"},
                        {"type": "text", "text": " "},
                        {"type": "user", "user_id": ana},
                        {"type": "channel", "channel_id": web},
                        {"type": "emoji", "name": "tada"},
                        {"type": "broadcast", "range": "here"},
                        {"type": "color", "value": "#0f6f7c"},
                        {"type": "date", "timestamp": 1767261600, "format": "{date_num}"},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [item("first"), item("second")],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "indent": 1,
                    "elements": [item("beneath the second")],
                },
                {"type": "rich_text_list", "style": "ordered", "elements": [item("third")]},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "pre"}]},
            ],
        },
        {
            "type": "markdown",
            "text": "# Title\n\nSome **bold**, *em*, `code`, [link](https://example.com).\n\n"
            "- one\n  - inner\n- [x] done\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n> said\n\n"
            "```\ncode\n```",
        },
    ]


def press_blocks() -> list[Object]:
    """Things to press and to choose from, as they stand in a message."""
    return [
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [
                {
                    "type": "button",
                    "action_id": "ok",
                    "text": plain("On track"),
                    "style": "primary",
                    "value": "1",
                },
                {
                    "type": "button",
                    "action_id": "stop",
                    "text": plain("Cancel train"),
                    "style": "danger",
                    "confirm": CONFIRM,
                },
                {
                    "type": "button",
                    "action_id": "go",
                    "text": plain("Read more"),
                    "url": "https://example.com/more",
                },
                {
                    "type": "static_select",
                    "action_id": "size",
                    "placeholder": plain("Pick a size"),
                    "options": SIZES,
                },
                {"type": "datepicker", "action_id": "day", "placeholder": plain("Pick a day")},
                {
                    "type": "overflow",
                    "action_id": "over",
                    "options": [option("Edit", "edit"), option("Delete", "delete")],
                },
            ],
        },
        {
            "type": "section",
            "block_id": "pick",
            "text": mrkdwn("Who takes it?"),
            "accessory": {
                "type": "users_select",
                "action_id": "who",
                "placeholder": plain("Somebody"),
            },
        },
        {
            "type": "section",
            "block_id": "many",
            "text": mrkdwn("Which sizes?"),
            "accessory": {
                "type": "multi_static_select",
                "action_id": "sizes",
                "placeholder": plain("Add a size"),
                "options": SIZES,
                "initial_options": [SIZES[0]],
            },
        },
        {
            "type": "section",
            "block_id": "steps",
            "text": mrkdwn("Steps"),
            "accessory": {
                "type": "checkboxes",
                "action_id": "boxes",
                "options": [option("Write", "w"), option("Test", "t", description=plain("twice"))],
            },
        },
        {
            "type": "section",
            "block_id": "ext",
            "text": mrkdwn("Which task?"),
            "accessory": {**EXTERNAL, "placeholder": plain("Find a task")},
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "fb",
                    "positive_button": {"text": plain("Good"), "value": "up"},
                    "negative_button": {"text": plain("Bad"), "value": "down"},
                },
                {
                    "type": "icon_button",
                    "action_id": "bin",
                    "icon": "trash",
                    "text": plain("Remove"),
                },
            ],
        },
        {
            "type": "actions",
            "elements": [
                {
                    "type": "workflow_button",
                    "text": plain("Start workflow"),
                    "workflow": {"trigger": {"url": "https://example.com/trigger"}},
                }
            ],
        },
    ]


def series(name: str, *values: float) -> Object:
    """One line of a chart over the weeks."""
    points = [{"label": f"W{week}", "value": value} for week, value in enumerate(values, 1)]
    return {"name": name, "data": points}


def chart(kind: str, *lines: Object) -> Object:
    """A chart over four weeks."""
    axes = {"categories": ["W1", "W2", "W3", "W4"], "x_label": "Week", "y_label": "Tasks"}
    return {
        "type": "data_visualization",
        "title": f"Tasks as {kind}",
        "chart": {"type": kind, "series": list(lines), "axis_config": axes},
    }


def number_blocks() -> list[Object]:
    """Tables and two charts."""
    names = ("Tunnel", "Bridge", "Signals", "Catering", "Tickets", "Posters", "Ramp")
    rows = [
        [
            {"type": "raw_text", "text": name},
            {"type": "raw_number", "value": days, "text": f"{days} d"},
            {
                "type": "action_cell",
                "element": {"type": "button", "action_id": f"open{days}", "text": plain("Open")},
            },
        ]
        for days, name in zip((30, 4, 17, 2, 9, 1, 12), names, strict=True)
    ]
    head = [{"type": "raw_text", "text": text} for text in ("Task", "Late", "Do")]
    return [
        {
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
            "rows": [
                [{"type": "raw_text", "text": "Project"}, {"type": "raw_text", "text": "Open"}],
                [rich({"type": "text", "text": "Web", "style": {"bold": True}}), item_cell("12")],
                [item_cell("Mobile"), item_cell("7")],
            ],
        },
        {
            "type": "data_table",
            "block_id": "late",
            "caption": "Late tasks",
            "page_size": 5,
            "rows": [head, *rows],
        },
        chart("line", series("Open", 12, 9, 11, 4), series("Done", 1, 5, 8, 16)),
        chart("bar", series("Open", 12, 9, 11, 4), series("Done", 1, 5, 8, 16)),
    ]


def item_cell(text: str) -> Object:
    """A cell of plain words."""
    return {"type": "raw_text", "text": text}


def card(title: str) -> Object:
    """A card with a button."""
    return {
        "type": "card",
        "title": plain(title),
        "subtitle": mrkdwn("due _Friday_"),
        "body": mrkdwn("Two risks are open."),
        "actions": [
            {"type": "button", "action_id": f"card-{title}", "text": plain(f"Open {title}")}
        ],
    }


def wrapping_blocks() -> list[Object]:
    """Blocks that wrap others, and the two charts that are left."""
    done = {"type": "task_card", "task_id": "t1", "title": "Lay the track", "status": "complete"}
    running: Object = {
        "type": "task_card",
        "task_id": "t2",
        "title": "Hang the wire",
        "status": "in_progress",
        "details": rich({"type": "text", "text": "Mast 12 of 40"}),
        "sources": [{"type": "url", "url": "https://example.com/wire", "text": "wire list"}],
    }
    return [
        card("WEB"),
        {"type": "carousel", "elements": [card("One"), card("Two"), card("Three")]},
        {
            "type": "container",
            "title": plain("Details of the plan"),
            "subtitle": mrkdwn("three lines"),
            "is_collapsible": True,
            "child_blocks": [{"type": "section", "text": mrkdwn("Inside the container")}],
        },
        {
            "type": "plan",
            "title": "Opening day",
            "tasks": [done, running, {**done, "task_id": "t3", "status": "pending"}],
        },
        {**running, "task_id": "t4", "status": "error", "title": "Test the brakes"},
        {"type": "file", "external_id": "F-REMOTE-1", "source": "remote"},
        {
            "type": "video",
            "title": plain("First run"),
            "alt_text": "A train leaves",
            "thumbnail_url": PICTURE,
            "video_url": "https://example.com/video",
            "author_name": "Ana",
        },
        chart("area", series("Budget", 5, 9, 14, 20)),
        {
            "type": "data_visualization",
            "title": "Where the money went",
            "chart": {
                "type": "pie",
                "segments": [
                    {"label": "People", "value": 60},
                    {"label": "Hosting", "value": 25},
                    {"label": "Travel", "value": 15},
                ],
            },
        },
    ]


def field(block_id: str, label: str, element: Object, **more: Any) -> Object:
    """An input block whose element is named after it."""
    named = {"action_id": "value", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": named,
        "optional": True,
        **more,
    }


def every_input() -> list[Object]:
    """One input block for each element that can stand in a form."""
    simple = {
        "email_text_input": "E-mail",
        "url_text_input": "Address",
        "rich_text_input": "Story",
        "datepicker": "Day",
        "timepicker": "Hour",
        "datetimepicker": "Moment",
        "users_select": "Person",
        "multi_users_select": "People",
        "conversations_select": "Conversation",
        "multi_conversations_select": "Conversations",
        "channels_select": "Channel",
        "multi_channels_select": "Channels",
    }
    made = [field(kind, label, {"type": kind}) for kind, label in simple.items()]
    return [
        {
            "type": "alert",
            "level": "warning",
            "text": mrkdwn("This *moves* the date of 3 trains."),
        },
        {"type": "alert", "level": "success", "text": plain("All signals are green.")},
        field(
            "title",
            "Title",
            {"type": "plain_text_input", "min_length": 3, "max_length": 40},
            optional=False,
            hint=plain("What has to be done"),
        ),
        field("note", "Note", {"type": "plain_text_input", "multiline": True}),
        field(
            "hours",
            "Hours",
            {"type": "number_input", "is_decimal_allowed": True, "min_value": "0"},
        ),
        *made,
        field("size", "Size", {"type": "static_select", "options": SIZES}),
        field("task", "Grouped", {"type": "static_select", "option_groups": GROUPS}),
        field("sizes", "Sizes", {"type": "multi_static_select", "options": SIZES}),
        field("found", "Found task", EXTERNAL),
        field("founds", "Found tasks", {**EXTERNAL, "type": "multi_external_select"}),
        field("ticks", "Ticks", {"type": "checkboxes", "options": SIZES}),
        field("dots", "Dots", {"type": "radio_buttons", "options": SIZES}),
    ]


def modal(blocks: list[Object], **more: Any) -> Object:
    """A modal view."""
    return {
        "type": "modal",
        "callback_id": "gallery",
        "title": plain("Every field"),
        "submit": plain("Save"),
        "close": plain("Never mind"),
        "blocks": blocks,
        **more,
    }
