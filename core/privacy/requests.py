"""Asking for one's own data, or to be erased; and answering that."""

from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.privacy.acts import PrivacyAct
from core.privacy.errors import OwnRequest
from core.privacy.models import (
    ANSWERED_KEPT_FOR,
    ASKED_KEPT_FOR,
    PrivacyRequest,
    Wish,
)

_LABEL = "privacy request"


def requests_of(email: str) -> list[PrivacyRequest]:
    """Return what a person asks for, answered or not."""
    return PrivacyRequest.of_person(email)


def all_requests() -> list[PrivacyRequest]:
    """Return everybody's requests, those that wait first, the oldest of each first."""
    found = PrivacyRequest.query(PrivacyRequest.PARTITION, consistent_read=True)
    return sorted(found, key=lambda each: (not each.is_open, each.at or 0))


def ask(email: str, wish: Wish, *, now: int) -> Act | None:
    """Have execs decide about a wish; asked for already it is None, and harmless."""

    def decide(_: int) -> Act | None:
        request = _find(email, wish)
        if request is not None and request.is_open:
            return None
        values = {"at": now, "expiresAt": (now + ASKED_KEPT_FOR) // 1000}
        if request is None:
            partition, sk = PrivacyRequest.key(wish, email)
            row = PrivacyRequest.of({"plan": partition, "sk": sk, **values})
            change = RowChange.created(_LABEL, row)
        else:
            again = {**values, "answeredAt": None, "answeredBy": None}
            change = RowChange.edited(_LABEL, request, again)
        return _write(PrivacyAct.ASK, email, change, actor=email, now=now, wish=wish)

    return retry_on_conflict(decide)


def withdraw(email: str, wish: Wish, *, now: int) -> Act | None:
    """Take a wish back that nobody has answered; None where there is none."""

    def decide(_: int) -> Act | None:
        request = _find(email, wish)
        if request is None or not request.is_open:
            return None
        change = RowChange.removed(_LABEL, request)
        return _write(
            PrivacyAct.WITHDRAW, email, change, actor=email, now=now, wish=wish
        )

    return retry_on_conflict(decide)


def answer(email: str, wish: Wish, *, actor: str, now: int) -> Act | None:
    """Note that an exec did something about a wish; None where nobody waits.

    Raises ``OwnRequest``.
    """
    refuse_own(email, actor=actor)

    def decide(_: int) -> Act | None:
        request = _find(email, wish)
        if request is None or not request.is_open:
            return None
        values: dict[str, Any] = {
            "answeredAt": now,
            "answeredBy": actor,
            "expiresAt": (now + ANSWERED_KEPT_FOR) // 1000,
        }
        change = RowChange.edited(_LABEL, request, values)
        return _write(PrivacyAct.ANSWER, email, change, actor=actor, now=now, wish=wish)

    return retry_on_conflict(decide)


def refuse_own(email: str, *, actor: str) -> None:
    """Raise ``OwnRequest`` where an exec would decide about themself."""
    if email == actor:
        raise OwnRequest


def _find(email: str, wish: Wish) -> PrivacyRequest | None:
    return PrivacyRequest.find(*PrivacyRequest.key(wish, email), consistent=True)


def _write(
    act: PrivacyAct, email: str, change: RowChange, *, actor: str, now: int, wish: Wish
) -> Act:
    entry = AuditEntry(
        act=act,
        subject=email,
        actor=actor,
        at=now,
        changes=[change],
        undoable=False,
        notes={"wish": wish},
    )
    with write_transaction() as writes:
        change.apply(writes)
        return record(writes, entry)
