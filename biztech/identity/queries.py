"""Reads of identity."""

from biztech.identity.models import Session


def list_sessions(email: str | None = None, *, now: int) -> list[Session]:
    """Return who is signed in, latest use first; a scan, for execs and commands."""
    return sorted(
        Session.signed_in(now=now, email=email),
        key=lambda session: session.seen_at or 0,
        reverse=True,
    )


def stored_id(cookie: str) -> str:
    """Return the id under which the session of a cookie is stored."""
    return Session.key(cookie)[0]
