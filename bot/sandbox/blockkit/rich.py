"""The rules of `rich_text` blocks: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block."""

from __future__ import annotations

from bot.sandbox.blockkit.elements import FOCUS, ID, TYPE, TYPED, URL, element, nothing_else
from bot.sandbox.blockkit.rules import Rule, by_type, flag, items, number, one_of, shape, text

_STYLE_NAMES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight")
_STYLE = shape({}, {**dict.fromkeys(_STYLE_NAMES, flag), "unlink": flag})
_STYLED: dict[str, Rule] = {"style": _STYLE}
_LEAF = by_type(
    {
        "text": shape({"type": TYPE, "text": text(40_000)}, _STYLED),
        "link": shape(
            {"type": TYPE, "url": URL}, {"text": text(40_000), "unsafe": flag, **_STYLED}
        ),
        "user": shape({"type": TYPE, "user_id": ID}, _STYLED),
        "channel": shape({"type": TYPE, "channel_id": ID}, _STYLED),
        "usergroup": shape({"type": TYPE, "usergroup_id": ID}, _STYLED),
        "team": shape({"type": TYPE, "team_id": ID}, _STYLED),
        "emoji": shape(
            {"type": TYPE, "name": text(255)},
            {"unicode": text(255), "skin_tone": number(1, 6), **_STYLED},
        ),
        "broadcast": shape({"type": TYPE, "range": one_of("here", "channel", "everyone")}, _STYLED),
        "color": shape({"type": TYPE, "value": text(20)}, _STYLED),
        "date": shape(
            {"type": TYPE, "timestamp": number(0), "format": text(255)},
            {"url": URL, "fallback": text(3_000), **_STYLED},
        ),
    }
)
_LEAVES = items(_LEAF, 10_000)
_SECTION = shape({"type": TYPE, "elements": _LEAVES})
_BORDER: dict[str, Rule] = {"border": number(0, 1)}
_PLAIN_LEAF = by_type(
    {
        "text": shape({"type": TYPE, "text": text(40_000)}, _STYLED),
        "link": shape(
            {"type": TYPE, "url": URL}, {"text": text(40_000), "unsafe": flag, **_STYLED}
        ),
    }
)
RICH_TEXT = shape(
    {
        "type": one_of("rich_text"),
        "elements": items(
            by_type(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": shape(
                        {
                            "type": TYPE,
                            "style": one_of("bullet", "ordered"),
                            "elements": items(by_type({"rich_text_section": _SECTION}), 10_000),
                        },
                        {"indent": number(0, 8), "offset": number(0), **_BORDER},
                    ),
                    "rich_text_preformatted": shape(
                        {"type": TYPE, "elements": items(_PLAIN_LEAF, 10_000)},
                        {**_BORDER, "language": text(100)},
                    ),
                    "rich_text_quote": shape({"type": TYPE, "elements": _LEAVES}, _BORDER),
                }
            ),
            10_000,
        ),
    },
    {"block_id": ID},
)
RICH_INPUT: dict[str, Rule] = {
    "rich_text_input": element(
        "rich_text_input",
        {},
        {**TYPED, **FOCUS, "initial_value": RICH_TEXT},
        {"min_lines": number(1), "max_lines": number(1)},
        also=nothing_else,
    )
}
