"""`stationmaster explain`: what the bot understands by a line, without Slack."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot import dates
from bot.slack import grammar


def explain(lines: Iterable[str]) -> Iterator[str]:
    """One JSON answer for each JSON question: a phrase, or a whole line as the bot reads it."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(json.loads(line)), ensure_ascii=False)


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    zone = ZoneInfo(question.get("tz", "UTC"))
    now = datetime.fromisoformat(question["now"]).replace(tzinfo=zone)
    how = {"language": question.get("lang", "en"), "order": question.get("date_order", "MDY")}
    text = question["text"]
    if question.get("mode") == "phrase":
        return _dated(dates.read_phrase(text, now, **how))
    line = grammar.read_line(text, now, **how)
    return {**_dated(line.due), "title": line.title}


def _dated(reading: dates.Reading | None) -> dict[str, Any]:
    if reading is None:
        return {"date": None}
    deadline = reading.deadline
    if deadline.time is None:
        return {"date": deadline.day.isoformat()}
    return {"datetime": datetime.combine(deadline.day, deadline.time).isoformat()}


def describe(line: grammar.Line, today: datetime) -> str:
    """What was understood, in plain words, one thing a line."""
    told = [f"title: {line.title}"]
    if line.due:
        told.append(f"due: {dates.show(line.due.deadline, today.date())}")
        if line.due.other:
            told.append(f"  or: {dates.show(line.due.other, today.date())}")
    else:
        told.append("due: none")
    if line.start:
        told.append(f"start: {dates.show(line.start, today.date())}")
    rest = {
        "every": line.every,
        "people": " ".join([*line.people, *line.names]),
        "priority": line.priority or "",
        "estimate": dates.show_duration(*line.estimate) if line.estimate else "",
        "labels": " ".join(line.labels),
        "description": line.description,
    }
    told += [f"{name}: {value}" for name, value in rest.items() if value]
    return "\n".join(told)


@click.command("explain")
@click.argument("words", nargs=-1)
@click.option("--jsonl", is_flag=True, help="Read questions from standard input, one JSON a line.")
@click.option("--zone", default="UTC", help="The reader's time zone.")
@click.option("--now", default=None, help="The time to read it at (ISO); the present if left out.")
@click.option("--language", default="en", help="en, de, fr, es or pt.")
@click.option("--order", type=click.Choice(["MDY", "DMY"]), default="MDY", help="What 3/4 means.")
def command(
    words: tuple[str, ...], jsonl: bool, zone: str, now: str | None, language: str, order: str
) -> None:
    """Say what the bot understands by a line of words."""
    if jsonl:
        for answer in explain(sys.stdin):
            click.echo(answer)
            sys.stdout.flush()
        return
    try:
        here = ZoneInfo(zone)
        at = datetime.fromisoformat(now) if now else datetime.now(UTC)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise click.BadParameter(str(error)) from error
    at = at.astimezone(here) if at.tzinfo else at.replace(tzinfo=here)
    line = grammar.read_line(" ".join(words), at, language=language, order=order)
    click.echo(describe(line, at))
