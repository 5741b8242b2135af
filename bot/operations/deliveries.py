"""Which requests have been carried out: Slack delivers again, and people press twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete
from sqlalchemy.orm import Session

from .. import models
from . import statements

# Not `rowcount`: of an INSERT SQLAlchemy does not keep it on every driver.
ADD = statements.upsert(
    models.Delivery, lambda new: new.on_conflict_do_nothing().returning(models.Delivery.key)
)
FORGET = delete(models.Delivery).where(models.Delivery.at < bindparam("before"))
KEPT_FOR = timedelta(days=2)


def first(session: Session, key: str, now: datetime) -> bool:
    """True for the first delivery of a request; kept only if its transaction commits."""
    connection = session.connection()
    added = connection.execute(ADD[connection.dialect.name], {"key": key, "at": now})
    return added.first() is not None


def forget(session: Session, now: datetime) -> None:
    """Drop what Slack will not deliver again."""
    session.connection().execute(FORGET, {"before": now - KEPT_FOR})
