"""Reads of identity."""

from core.identity.models import Session


def sessions_of(email: str, *, now: int) -> list[Session]:
    """Return where a person is signed in, latest use first."""
    return _latest_first(Session.of_person(email, now=now))


def sessions_of_execs(*, now: int) -> list[Session]:
    """Return which execs are signed in, latest use first; a scan, for execs."""
    return _latest_first(Session.of_execs(now=now))


def stored_id(cookie: str) -> str:
    """Return the id under which the session of a cookie is stored."""
    return Session.key(cookie)[0]


def _latest_first(sessions: list[Session]) -> list[Session]:
    return sorted(sessions, key=lambda session: session.seen_at or 0, reverse=True)
