"""Minute by minute: what should stand in Slack by the second opinion, and what does."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import models
from bot.operations import manners
from bot.sandbox.workspace import Channel, Workspace

from . import opinion, paper
from .opinion import Records, Row, Told
from .paper import Letter


@dataclass
class Somebody:
    """What is to be known of a person each minute."""

    id: int
    number: int
    slack_id: str
    zone: ZoneInfo
    quiet_until: datetime | None
    note_at: time
    until: time
    cap: int


@dataclass
class Note:
    """A note that is to come: with these rows, as far as they still hold then."""

    at: datetime
    rows: list[Row]
    week: int
    held: set[int]


@dataclass
class Audit:
    """The second opinion's memory, and everything that is wrong."""

    slack: Workspace
    told: Told = field(default_factory=Told)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    everybody: list[Somebody] = field(default_factory=list)
    decided: dict[int, date] = field(default_factory=dict)
    off: dict[int, tuple[date, str]] = field(default_factory=dict)
    """Days on which somebody turned out not to work, and the zone in which they did not."""
    notes: dict[int, Note] = field(default_factory=dict)
    alarms: dict[datetime, set[int]] = field(default_factory=lambda: defaultdict(set))
    singles: list[tuple[int, str]] = field(default_factory=list)
    """Person and beginning of the key of what is to come in this minute by itself."""
    paused: set[str] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    """Ids of notices over the cap that a note has told of."""
    places: dict[str, Channel] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    keys: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[int, date]] = field(default_factory=Counter)

    # ── before the tick ──────────────────────────────────────────────────────────────────────

    def begins(self, session: Session, now: datetime) -> None:
        """Who met the bot late in the day has had that day's note."""
        self.learns(session)
        for each in self.everybody:
            here = now.astimezone(each.zone)
            if here.time() >= time(9):
                self.decided[each.id] = here.date()

    def learns(self, session: Session) -> None:
        """Zones and quiet as they are after somebody has done something."""
        found = session.scalars(select(models.Person).order_by(models.Person.id)).all()
        self.everybody = [
            Somebody(
                *(each.id, number, each.slack_id, ZoneInfo(each.zone), each.quiet_until),
                *opinion.hours(number),
            )
            for number, each in enumerate(found)
        ]

    def touched(self, session: Session, task_id: int, by: int, now: datetime) -> None:
        """A task whose owner or deadline has changed may be announced at another minute, or now."""
        task = session.get_one(models.Task, task_id)
        moment = opinion.alarm(task)
        if moment is None or task.due_at is None or task.due_at <= now:
            return
        if moment > now or task.owner_id != by:
            self.alarms[max(moment, now)].add(task_id)

    def is_quiet(self, now: datetime) -> bool:
        """Whether nothing is to be decided in this minute."""
        return now not in self.alarms and not any(True for _ in self._whose_turn(now))

    def _whose_turn(self, now: datetime) -> Iterator[Somebody]:
        for each in self.everybody:
            here = now.astimezone(each.zone)
            if not each.note_at <= here.time() < each.until:
                continue
            day = here.date()
            if self.decided.get(each.id) == day or self.off.get(each.id) == (day, each.zone.key):
                continue
            if each.quiet_until is None or each.quiet_until <= now:
                yield each

    def decides(self, session: Session, now: datetime) -> None:
        """What is to come in this minute, by looking at everything."""
        records = Records(session, now)
        for each in self._whose_turn(now):
            here = now.astimezone(each.zone)
            person = records.people[each.id]
            if not records.calendar(person).works(here.date()):
                self.off[each.id] = (here.date(), each.zone.key)
                continue
            self.decided[each.id] = here.date()
            rows = [
                row
                for row in records.rows(person)
                if not self.told.covers(row, each.id, records.woke(person, row))
            ]
            held, week = self._held(session, each.id), records.week(person, rows)
            at = self._after_pause(each, now)
            if (rows or week or held) and at is not None:
                self.notes[each.id] = Note(at, rows, week, held)
        for task_id in sorted(self.alarms.pop(now, set())):
            self._announces(records, task_id, now)

    def _after_pause(self, each: Somebody, now: datetime) -> datetime | None:
        """The end of Slack's do-not-disturb; None where the day is over by then."""
        until = self.slack.people[each.slack_id].quiet_until
        if until is None or until <= now:
            return now
        here, then = now.astimezone(each.zone), until.astimezone(each.zone)
        return until if here.date() == then.date() and then.time() < each.until else None

    def _held(self, session: Session, person_id: int) -> set[int]:
        """What did not fit into the days before and was not told of yet."""
        table = models.Notice
        found = session.execute(
            select(table.id, table.error).where(
                table.person_id == person_id,
                table.state == models.FOLDED,
                table.kind.in_(("watch", "told", "light")),
            )
        )
        over = (manners.OVER_THE_CAP, "morning:")
        return {each for each, why in found if (why or "").startswith(over)} - self.shown

    def _announces(self, records: Records, task_id: int, now: datetime) -> None:
        """Some hours before a deadline its owner hears of it, where it still holds."""
        found = [(task, project) for task, project in records.tasks if task.id == task_id]
        for task, project in found:
            moment = opinion.alarm(task)
            if moment is None or moment > now or task.owner_id is None:
                continue
            owner = next(each for each in self.everybody if each.id == task.owner_id)
            here, person = now.astimezone(owner.zone), records.people[owner.id]
            until = records.snoozed.get((owner.id, task.id))
            if (
                task.on_track_at is None
                and not task.blocked
                and (owner.id, "due_hours", project.id) not in records.mutes
                and (until is None or until <= here.date())
                and owner.note_at <= here.time() < owner.until
                and records.calendar(person).works(here.date())
                and (owner.quiet_until is None or owner.quiet_until <= now)
                and self._after_pause(owner, now) == now
            ):
                key = f"nudge:due_hours:{task.id}:{owner.id}:{moment.isoformat()}"
                if key not in self.keys:
                    self.singles.append((owner.id, key))

    # ── after it ─────────────────────────────────────────────────────────────────────────────

    def awaits(self, now: datetime) -> bool:
        """Whether something should have come."""
        return bool(self.singles) or any(note.at <= now for note in self.notes.values())

    def looks(self, session: Session, now: datetime) -> None:
        """Everything that has come in this minute, against what should have."""
        records: Records | None = None
        singles, self.singles = self.singles, []
        due = {person_id for person_id, note in self.notes.items() if note.at <= now}
        for each in self.everybody:
            letters = list(self._new(each.slack_id))
            keys = [letter.key for letter in letters]
            for letter in letters:
                records = records or Records(session, now)
                self._is_welcome(records, each, letter, now)
                if letter.key.startswith("morning:"):
                    self._is_right(records, each, letter)
            if each.id in due and not any(key.startswith("morning:") for key in keys):
                records = records or Records(session, now)
                self._is_missing(records, each, now)
            for person_id, begin in singles:
                if person_id == each.id and not any(key.startswith(begin) for key in keys):
                    self._is_over_the_cap(each, begin, now)

    def _new(self, slack_id: str) -> Iterator[Letter]:
        """Direct messages to a person that have not been looked at yet."""
        place = self.places.get(slack_id) or self._place(slack_id)
        if place is None:
            return
        if len(place.messages) == self.read.get(place.id, 0):
            return
        for message in islice(place.messages.values(), self.read.get(place.id, 0), None):
            body = message.body
            key = body.get("metadata", {}).get("event_payload", {}).get("key", "")
            yield Letter(key, body["text"], body.get("blocks", []))
        self.read[place.id] = len(place.messages)

    def _place(self, slack_id: str) -> Channel | None:
        """Where the bot writes to a person, once it has."""
        both = {self.slack.app.user_id, slack_id}
        for channel in self.slack.channels.values():
            if channel.kind == "im" and set(channel.members) == both:
                self.places[slack_id] = channel
                return channel
        return None

    def _is_welcome(self, records: Records, each: Somebody, letter: Letter, now: datetime) -> None:
        """In their hours, on a working day, within the cap, once."""
        here = now.astimezone(each.zone)
        self.keys[letter.key] += 1
        self.days[each.id, here.date()] += 1
        self.counts["messages"] += 1
        self.counts[letter.key.split(":")[0]] += 1
        said = f"{now:%Y-%m-%d %H:%M} {each.zone.key} p{each.number} {letter.key}"
        if not each.note_at <= here.time() < each.until:
            self.note_down("at night", said)
        if not records.calendar(records.people[each.id]).works(here.date()):
            self.note_down("on a day off", said)
        if self.days[each.id, here.date()] > each.cap:
            self.note_down("above the cap", said)
        if self.keys[letter.key] > 1:
            self.note_down("twice", said)
        if each.quiet_until is not None and each.quiet_until > now:
            self.note_down("in the quiet", said)
        until = self.slack.people[each.slack_id].quiet_until
        if until is not None and until > now:
            self.note_down("in Slack's pause", said)

    def _is_right(self, records: Records, each: Somebody, letter: Letter) -> None:
        """A note says what it should, no more and no less."""
        note = self.notes.pop(each.id, None)
        if note is None or note.at > records.now:
            self.note_down("not due", f"{records.now:%Y-%m-%d %H:%M} {letter.key}: {letter.text}")
            return
        person = records.people[each.id]
        rows = [row for row in note.rows if records.holds(person, row)]
        rows = self._on_paper(records, letter, rows)
        for row in rows:
            self.told.hears(row, each.id, records.today(person))
        self.shown |= note.held
        week = records.week(person, rows)
        wanted, found = paper.summary(rows, week, len(note.held)), paper.parts(letter.text)
        if wanted != found:
            more = f"wanted {dict(wanted)}, is {dict(found)}"
            self.note_down("wrong counts", f"{records.now:%Y-%m-%d %H:%M} {letter.key}: {more}")
        pairs = {(row.rule, row.key) for row in rows}
        buttons = set(paper.rows_of(letter))
        if not buttons <= pairs or (rows and not buttons):
            more = f"wanted {sorted(pairs)}, is {sorted(buttons)}"
            self.note_down("wrong rows", f"{records.now:%Y-%m-%d %H:%M} {letter.key}: {more}")
        self.counts["nudges"] += len(rows)

    def _on_paper(self, records: Records, letter: Letter, rows: list[Row]) -> list[Row]:
        """The rows that a note shows: all of them, or of a long part as many as it holds."""
        keys = set(paper.keys_of(letter.blocks))
        shown = [row for row in rows if row.key in keys]
        by_part = Counter(paper.part(row) for row in rows)
        wanted = {part: min(number, paper.MOST[part]) for part, number in by_part.items()}
        if dict(Counter(paper.part(row) for row in shown)) != wanted:
            hidden = sorted({row.key for row in rows} - keys)
            said = f"{records.now:%Y-%m-%d %H:%M} {letter.key}: wanted {wanted}, not {hidden}"
            self.note_down("not shown", said)
        return shown

    def _is_missing(self, records: Records, each: Somebody, now: datetime) -> None:
        note = self.notes.pop(each.id)
        person = records.people[each.id]
        rows = [row for row in note.rows if records.holds(person, row)]
        if rows or note.held or records.week(person, rows):
            self.note_down("missing", f"{now:%Y-%m-%d %H:%M} the note of p{each.number}: {rows}")

    def _is_over_the_cap(self, each: Somebody, begin: str, now: datetime) -> None:
        """Only a full day keeps an announcement back: it is in the next note then."""
        if self.days[each.id, now.astimezone(each.zone).date()] < each.cap - 1:
            self.note_down("missing", f"{now:%Y-%m-%d %H:%M} p{each.number} {begin}")
        self.counts["folded over the cap"] += 1

    def note_down(self, what: str, said: str) -> None:
        """Something is not as it should be."""
        self.counts[f"wrong: {what}"] += 1
        if len(self.wrong) < 50:
            self.wrong.append(f"{what}: {said}")

    # ── in the end ───────────────────────────────────────────────────────────────────────────

    def ends(self, session: Session, now: datetime) -> None:
        """The outbox against Slack: all that was sent stands there, in its minute, to others."""
        actors = dict(session.execute(select(models.ChangeSet.id, models.ChangeSet.actor_id)).all())
        for notice in session.scalars(select(models.Notice).where(models.Notice.person_id > 0)):
            if notice.state == models.SENT and notice.kind != "home":
                assert notice.sent_at is not None
                if self.keys[notice.key] != 1:
                    self.note_down("lost", f"{notice.key} stands {self.keys[notice.key]} times")
                first = notice.tried_at or notice.sent_at
                if notice.kind in manners.NEWS and first - notice.due_at > timedelta(minutes=1):
                    self.note_down("late", f"{notice.key}: {notice.due_at} → {first}")
            elif notice.state in (models.PLANNED, models.CLAIMED) and notice.due_at < now:
                self.note_down("left", f"{notice.key}: {notice.error}")
            elif notice.state == models.FAILED:
                self.note_down("failed", f"{notice.key}: {notice.error}")
            if notice.kind in manners.NEWS:
                step = int(notice.key.split(":")[1])
                if actors.get(step) == notice.person_id:
                    self.note_down("own action", notice.key)
