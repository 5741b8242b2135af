"""Facts 18 and 19: messages as one person reads them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.sandbox import cast
from bot.sandbox.user.plain import Reader
from tests.sandbox.block_samples import CARD, TAKEN, chart, pie, table
from tests.sandbox.tiny import MANIFEST, field, plain

Object = dict[str, Any]

NOON = int(datetime(2026, 11, 24, 12, 0, tzinfo=UTC).timestamp())
DAY = 86_400


@pytest.fixture
def ana() -> Reader:
    """Ana in Lisbon, on Monday, 23 November 2026, 9:00."""
    return reader("ana")


def reader(name: str) -> Reader:
    """Somebody of the small town."""
    town = cast.small_town(MANIFEST)
    person = town.find_person(name)
    assert person is not None
    return Reader(town, person.id)


@pytest.mark.parametrize(
    ("mrkdwn", "seen"),
    [
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("*bold* _it_ ~gone~ `code`", "bold it gone code"),
        ("2 * 3 * 4 snake_case_x", "2 * 3 * 4 snake_case_x"),
        ("<https://x.example|the plan> <https://x.example>", "the plan https://x.example"),
        ("<@BEN> in <#WEB>", "@ben in #web"),
        ("<@U404>", "«UNKNOWN U404»"),
        ("<!channel> <!here> <!subteam^S1>", "«PING channel» «PING here» «PING subteam^S1»"),
        ("&lt;!channel&gt;", "<!channel>"),
        (f"<!date^{NOON}^{{date_short_pretty}} {{time}}|x>", "tomorrow 12:00 PM"),
        (f"<!date^{NOON}^{{date_long}}|x>", "Tuesday, November 24th, 2026"),
        (f"<!date^{NOON}^{{date_num}} {{ago}}|x>", "2026-11-24 in 1 day"),
        (f"<!date^{NOON + DAY}^{{day_divider_pretty}}|x>", "Wednesday, November 25th"),
        (f"<!date^{NOON + 60 * DAY}^{{day_divider_pretty}}|x>", "Saturday, January 23rd, 2027"),
        ("zero\u200bwidth", "zerowidth"),
    ],
    ids=lambda one: one[:20],
)  # fmt: skip
def test_fact_18_mrkdwn(ana: Reader, mrkdwn: str, seen: str) -> None:
    town = ana.workspace
    ben, web = town.find_person("ben"), town.find_channel("web")
    assert ben is not None
    assert web is not None
    given = mrkdwn.replace("BEN", ben.id).replace("WEB", web.id)
    assert ana.mrkdwn(given) == seen


def test_fact_18_dates_stand_in_the_readers_zone() -> None:
    date = f"<!date^{NOON}^{{date_short}} {{time}}|x>"
    assert reader("emi").mrkdwn(date) == "Nov 24, 2026 9:00 PM"
    assert reader("ben").mrkdwn(date) == "Nov 24, 2026 7:00 AM"


def test_fact_18_plain_text_never_renders(ana: Reader) -> None:
    words = "<@U1> *b* <!channel> &amp; <!date^1^{date}|x>"
    assert ana.text(plain(words)) == words


def test_fact_18_a_bare_channel_rings_unless_verbatim(ana: Reader) -> None:
    words: Object = {"type": "mrkdwn", "text": "hey @channel and @here, a@here.example"}
    assert ana.text(words) == "hey «PING channel» and «PING here», a@here.example"
    assert ana.text(words | {"verbatim": True}) == words["text"]


def test_fact_19_rich_text_shows_words_as_they_are(ana: Reader) -> None:
    words = "<!channel> *a* &amp; @here"
    leaf = {"type": "text", "text": words}
    ping = {"type": "broadcast", "range": "here"}
    lines = [{"type": "rich_text_section", "elements": [leaf]}]
    block = {
        "type": "rich_text",
        "elements": [
            *lines,
            {"type": "rich_text_list", "style": "ordered", "elements": lines * 2},
            {"type": "rich_text_list", "style": "bullet", "indent": 1, "elements": lines},
            {"type": "rich_text_quote", "elements": [ping]},
        ],
    }
    assert ana.block(block, {}).splitlines() == [
        words, f"1. {words}", f"2. {words}", f"  • {words}", "> «PING here»",
    ]  # fmt: skip


def test_a_private_channel_has_no_name_for_outsiders() -> None:
    ben = reader("ben")
    board = ben.workspace.find_channel("board")
    assert board is not None
    assert ben.mrkdwn(f"<#{board.id}>") == "#private-channel"


@pytest.mark.parametrize("blocks", TAKEN.values(), ids=TAKEN.keys())
def test_every_block_that_is_taken_can_be_read(ana: Reader, blocks: list[Object]) -> None:
    shown = ana.blocks(blocks, {})
    assert shown
    assert not any(f"[{one['type']}]" in shown for one in blocks)


def test_tables_and_charts_are_read_row_by_row(ana: Reader) -> None:
    assert ana.block(table(2, 2), {}) == "x | x\nx | x"
    assert ana.block(chart(), {}) == "Burn-up (line chart)\nDone: W1 1, W2 3"
    assert ana.block(pie(1, 2), {}) == "Share (pie chart)\ns0 1, s1 2"
    assert ana.block(CARD, {}) == "words\n[Go]"


def test_inputs_show_label_and_value(ana: Reader) -> None:
    block = field("Due", {"type": "datepicker", "placeholder": plain("a day")}, optional=True)
    assert ana.block(block, {}) == "Due (optional): [a day ▾]"
    value = {"type": "datepicker", "selected_date": "2026-11-27"}
    assert ana.block(block, {"due": {"v": value}}) == "Due (optional): [2026-11-27 ▾]"


def test_a_message_without_blocks_is_its_text_and_files(ana: Reader) -> None:
    body = {"text": "*hi*", "files": [{"name": "plan.csv"}], "attachments": [{"text": "more"}]}
    assert ana.message(body) == "hi\nmore\n[file plan.csv]"
