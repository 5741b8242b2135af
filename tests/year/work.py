"""What people do all year: each act is one step of one person, through the bot's own operations."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import dates, models
from bot.errors import Refusal
from bot.operations import (
    away,
    check_ins,
    history,
    milestones,
    mutes,
    people,
    risks,
    tasks,
    telling,
    watching,
)
from bot.operations.actor import Actor
from bot.planning import nudging
from bot.sandbox.workspace import Workspace

from . import town

TIMED = {"", "due", "due_time", "owner_id", "priority", "status", "project_id"}
"""Fields that decide when a deadline with a clock time is announced, and to whom."""


class Work:
    """Random acts of random people in their working hours."""

    def __init__(self, slack: Workspace, chance: random.Random, tasks_a_year: int) -> None:
        """`tasks_a_year` are made in the course of a year."""
        self.slack, self.chance = slack, chance
        self.acts: list[tuple[float, Callable[[Actor], None]]] = [
            (tasks_a_year, self.adds),
            (tasks_a_year, self.finishes),
            (600, self.puts_off),
            (200, self.assigns),
            (200, self.is_on_track),
            (150, self.blocks),
            (150, self.watches),
            (400, self.says_how_it_stands),
            (60, self.moves_a_stop),
            (60, self.reviews_a_risk),
            (100, self.snoozes),
            (25, self.mutes),
            (120, self.is_away),
            (60, self.wants_quiet),
            (40, self.pauses_slack),
            (25, self.travels),
        ]
        self.a_minute = sum(weight for weight, _ in self.acts) / (365 * 24 * 60)

    def happens(self) -> bool:
        """Whether something is done in this minute."""
        return self.chance.random() < self.a_minute

    def step(self, session: Session, now: datetime) -> tuple[set[int], int]:
        """One act: ids of tasks whose owner or deadline it has set, and of who did it."""
        person = self._somebody_at_work(session, now)
        if person is None:
            return set(), 0
        actor = Actor(session, people.who(person), now)
        weights = [weight for weight, _ in self.acts]
        act = self.chance.choices([act for _, act in self.acts], weights)[0]
        try:
            with session.begin_nested():
                act(actor)
                telling.after(actor)
        except Refusal:
            return set(), 0
        timed = (each for each in actor.made if each.noun == "task" and each.field in TIMED)
        return {each.item_id for each in timed}, person.id

    def _somebody_at_work(self, session: Session, now: datetime) -> models.Person | None:
        found = session.scalars(select(models.Person).order_by(models.Person.id)).all()
        there = [each for each in found if 8 <= now.astimezone(ZoneInfo(each.zone)).hour < 19]
        return self.chance.choice(there) if there else None

    # ── tasks ────────────────────────────────────────────────────────────────────────────────

    def _task(self, actor: Actor, *which: object) -> models.Task:
        """One that is open; mostly the actor's own."""
        table = models.Task
        query = select(table).where(table.status.in_(models.LIVE)).order_by(table.due_at, table.id)
        own = list(actor.session.scalars(query.where(table.owner_id == actor.who.id)))
        if own and self.chance.random() < 0.8:
            return self.chance.choice(own[:5])
        return self.chance.choice(list(actor.session.scalars(query))[:200])

    def _met(self, actor: Actor) -> list[models.Person]:
        return list(actor.session.scalars(select(models.Person).order_by(models.Person.id)))

    def _project(self, actor: Actor) -> models.Project:
        found = actor.session.scalars(select(models.Project).order_by(models.Project.id)).all()
        mine = [each for each in found if each.manager_id == actor.who.id]
        return self.chance.choice(mine or list(found))

    def adds(self, actor: Actor) -> None:
        """A new task."""
        new = town.new_task(self.chance, self._met(actor), actor.now)
        tasks.add(actor, self._project(actor), new)

    def finishes(self, actor: Actor) -> None:
        """The task that is due first."""
        tasks.finish(actor, self._task(actor))

    def puts_off(self, actor: Actor) -> None:
        """A new date, mostly later."""
        task = self._task(actor)
        day = actor.today + timedelta(days=self.chance.randrange(-2, 20))
        tasks.edit(actor, task, "moved", deadline=dates.Deadline(day, task.due_time))

    def assigns(self, actor: Actor) -> None:
        """Somebody else's now, or nobody's."""
        tasks.assign(actor, self._task(actor), self.chance.choice([None, *self._met(actor)]))

    def is_on_track(self, actor: Actor) -> None:
        """The deadline will be kept."""
        tasks.on_track(actor, self._task(actor))

    def blocks(self, actor: Actor) -> None:
        """It stands still, or goes on."""
        task = self._task(actor)
        if task.blocked:
            tasks.unblock(actor, task)
        else:
            tasks.block(actor, task, "waiting for the vendor")

    def watches(self, actor: Actor) -> None:
        """Wants to hear of somebody's task."""
        watching.watch(actor, self._task(actor))

    def snoozes(self, actor: Actor) -> None:
        """Not before then."""
        day = actor.today + timedelta(days=self.chance.randrange(1, 8))
        watching.snooze(actor, self._task(actor), day)

    # ── milestones, risks, projects ──────────────────────────────────────────────────────────

    def moves_a_stop(self, actor: Actor) -> None:
        """A milestone is reached, or moves."""
        table = models.Milestone
        found = actor.session.scalars(
            select(table).where(table.status == models.OPEN).order_by(table.due_at, table.id)
        ).all()
        stop = self.chance.choice(found[:5])
        if self.chance.random() < 0.5:
            milestones.finish(actor, stop)
        else:
            day = actor.today + timedelta(days=self.chance.randrange(1, 60))
            milestones.edit(actor, stop, deadline=dates.Deadline(day))

    def reviews_a_risk(self, actor: Actor) -> None:
        """It is looked at, and will be again."""
        found = actor.session.scalars(select(models.Risk).order_by(models.Risk.id)).all()
        day = actor.today + timedelta(days=self.chance.randrange(1, 60))
        risks.edit(actor, self.chance.choice(found), review=day)

    def says_how_it_stands(self, actor: Actor) -> None:
        """A check-in, by who manages."""
        status = self.chance.choice(list(check_ins.NAMES))
        check_ins.say(actor, self._project(actor), status, "as planned")

    # ── what somebody wants to hear, and when ────────────────────────────────────────────────

    def _me(self, actor: Actor) -> models.Person:
        return actor.session.get_one(models.Person, actor.who.id)

    def mutes(self, actor: Actor) -> None:
        """Of one kind in one project no more."""
        mutes.mute(actor, self.chance.choice(list(nudging.RULES)), self._project(actor))

    def is_away(self, actor: Actor) -> None:
        """Some days off, from tomorrow on."""
        first = actor.today + timedelta(days=self.chance.randrange(1, 10))
        away.say(actor, first, first + timedelta(days=self.chance.randrange(0, 12)))

    def wants_quiet(self, actor: Actor) -> None:
        """Nothing for some hours."""
        until = actor.now + timedelta(hours=self.chance.randrange(1, 40))
        history.change(actor, self._me(actor), "asked for quiet", quiet_until=until)

    def pauses_slack(self, actor: Actor) -> None:
        """Slack's own do-not-disturb, for some hours."""
        until = actor.now + timedelta(hours=self.chance.randrange(1, 30))
        self.slack.people[actor.who.slack_id].quiet_until = until

    def travels(self, actor: Actor) -> None:
        """Another zone, as Slack tells it."""
        there = self.chance.choice(town.PLACES)
        me = self._me(actor)
        self.slack.people[me.slack_id].tz = there.zone
        facts = people.PersonFacts(me.slack_id, me.name, me.handle, there.zone, me.locale)
        people.learn_person(actor.session, me.workspace_id, facts, actor.now)
