"""What identity writes: sessions ended from the server, sign-in links spent."""

from contextlib import suppress

from core.dynamo.transactions import write_transaction
from core.identity.errors import LinkUsed, SessionEnded
from core.identity.models import Session, SpentLink


def end_session(session_id: str) -> None:
    """End one session by its stored id; harmless when it is over already."""
    with suppress(SessionEnded), write_transaction() as writes:
        writes.delete(Session, (session_id, None), otherwise=SessionEnded())


def end_sessions_of(email: str, *, now: int, keep: str | None = None) -> int:
    """End every session of a person but the one with the id ``keep``; return how many.

    Their cookies are worth nothing from here on. Nobody is kept from signing in anew,
    and a session begun in the very second may be missed: ask twice.
    """
    ended = [row for row in Session.of_person(email, now=now) if row.id != keep]
    for session in ended:
        end_session(session.id)
    return len(ended)


def spend_link(secret: str, *, expires_at: int) -> None:
    """Note that a sign-in link is used; ``LinkUsed`` for every caller but the first."""
    mark = SpentLink.marking(secret, expires_at=expires_at)
    with write_transaction() as writes:
        writes.create(mark, otherwise=LinkUsed())


def remove_expired(*, now: int) -> int:
    """Remove sessions and marks whose time is over; return how many there were."""
    expired = Session.expired_ids(now=now)
    for row_id in expired:
        end_session(row_id)
    return len(expired)
