"""Asking for one's own data, or to be erased; and answering that."""

from collections.abc import Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict
from core.privacy.acts import PrivacyAct
from core.privacy.errors import NotHandedOver, OwnRequest
from core.privacy.models import (
    ANSWERED_KEPT_FOR,
    ASKED_KEPT_FOR,
    DOWNLOAD_FOR,
    PrivacyRequest,
    Wish,
)
from core.privacy.subjects import data_subject

_LABEL = "privacy request"
_UNANSWERED: Mapping[str, Any] = dict.fromkeys(
    ("answeredAt", "answeredBy", "downloadUntil", "downloads")
)


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
            change = RowChange.edited(_LABEL, request, {**_UNANSWERED, **values})
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


def answer(
    email: str, wish: Wish, *, actor: str, now: int, download_until: int | None = None
) -> Act | None:
    """Note that an exec did something about a wish; None where nobody waits.

    Until ``download_until`` the person may download what is held of them. Raises
    ``OwnRequest``.
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
            "downloadUntil": download_until,
        }
        change = RowChange.edited(_LABEL, request, values)
        return _write(PrivacyAct.ANSWER, email, change, actor=actor, now=now, wish=wish)

    return retry_on_conflict(decide)


def hand_over(email: str, *, actor: str, now: int) -> Act | None:
    """Let a person who asks for their data download them on their own page.

    Reads whole tables for who it is. Raises ``OwnRequest`` and ``SharedProfile``.
    """
    if actor in data_subject(email).emails:
        raise OwnRequest
    until = now + DOWNLOAD_FOR
    return answer(email, Wish.EXPORT, actor=actor, now=now, download_until=until)


def take_download(email: str, *, now: int) -> Act:
    """Record that a person downloads their data, before they get them.

    Raises ``NotHandedOver``.
    """

    def decide(_: int) -> Act:
        request = _find(email, Wish.EXPORT)
        if request is None or not request.may_download(now=now):
            raise NotHandedOver
        change = RowChange.edited(
            _LABEL, request, {"downloads": int(request.downloads or 0) + 1}
        )
        return _write(
            PrivacyAct.DOWNLOAD, email, change, actor=email, now=now, wish=Wish.EXPORT
        )

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
    return enact(entry)
