"""A workspace with a few people and a project, as most tests of operations need one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bot import models
from bot.operations import history, people, planner, projects
from bot.operations.actor import Actor

NOW = datetime(2026, 7, 15, 10, tzinfo=UTC)
"""A Wednesday."""


@dataclass(frozen=True)
class Place:
    """Who and what there is."""

    session: Session
    workspace: models.Workspace
    ana: models.Person
    ben: models.Person
    web: models.Project
    app: models.Project

    def actor(
        self, person: models.Person | None = None, *, channel: str = "", later: int = 0
    ) -> Actor:
        """A new request of a person, `later` minutes after NOW."""
        who = people.who(person or self.ana)
        return Actor(self.session, who, NOW + timedelta(minutes=later), channel)

    def undo(self, actor: Actor) -> None:
        """Take back what a request did."""
        assert actor.set_id is not None
        self.session.flush()
        again = self.actor(later=1)
        history.undo(again, history.own_step(again, actor.set_id))
        self.session.flush()


def build(session: Session) -> Place:
    """Ana in Berlin, Ben in New York; WEB and APP are on Berlin's clocks."""
    workspace = people.workspace(session, "T1")
    ana = _person(session, workspace, "U1", "Ana", "Europe/Berlin")
    ben = _person(session, workspace, "U2", "Ben", "America/New_York")
    actor = Actor(session, people.who(ana), NOW)
    web = projects.add(actor, projects.New("WEB", "Website", zone="Europe/Berlin"))
    app = projects.add(actor, projects.New("APP", "App", zone="Europe/Berlin"))
    return Place(session, workspace, ana, ben, web, app)


def _person(
    session: Session, workspace: models.Workspace, slack_id: str, name: str, zone: str
) -> models.Person:
    facts = people.PersonFacts(slack_id, name, name.lower(), zone, "en-GB")
    return people.learn_person(session, workspace.id, facts, NOW)


def hidden_project(place: Place) -> models.Project:
    """A project that lives in a private channel of Ben's."""
    facts = people.ChannelFacts("C9", "secret", is_private=True, members=(place.ben.slack_id,))
    channel = people.learn_channel(place.session, place.workspace.id, facts, NOW)
    return projects.add(place.actor(place.ben), projects.New("SECRET", "Secret", channel=channel))


def plan(session: Session, now: datetime) -> int:
    """All that a tick would plan, in one transaction; returns how many notices."""
    return sum(step.do(session) or 0 for step in planner.steps(session, now))
