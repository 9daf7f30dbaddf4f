"""Entries of the ledger: what somebody gets, and what they spend."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from companion.credits.acts import CreditAct
from companion.credits.errors import (
    NotEnoughCredits,
    PersonUnknown,
    PrizeUnknown,
    SoldOut,
)
from companion.credits.models import CreditEntry, Prize
from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.attributes import as_kept
from core.dynamo.base import Key
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, retry_on_conflict, write_transaction
from core.errors import KeyUsed
from core.idempotency import id_under

_SAME = ("userId", "credits", "reason", "prizeId")


@dataclass(frozen=True, kw_only=True)
class Booked:
    """An entry; ``act`` is None where it was booked before under the same key."""

    entry: CreditEntry
    act: Act | None = None


def book(
    person: str, *, amount: Decimal, reason: str, actor: str, now: int, key: str = ""
) -> Booked:
    """Give somebody credits, or take them where ``amount`` is below zero.

    Raises ``PersonUnknown``, ``NotEnoughCredits``, and ``KeyUsed`` where the same
    ``key`` came with something else.
    """
    entry = CreditEntry.of(
        {
            "id": id_under(person, key),
            "userId": person,
            "credits": as_kept(amount),
            "reason": reason,
            "createdAt": now,
        }
    )

    def decide(_: int) -> Booked:
        with write_transaction() as writes:
            act = _booked(writes, entry, CreditAct.BOOK, actor=actor, now=now)
        return Booked(entry=entry, act=act)

    return _once(entry, lambda: retry_on_conflict(decide))


def redeem(
    prize_id: str, person: str, *, actor: str, now: int, key: str = ""
) -> Booked:
    """Spend somebody's credits on a prize, at its price of that moment.

    Raises ``PrizeUnknown``, ``SoldOut``, ``PersonUnknown``, ``NotEnoughCredits`` and
    ``KeyUsed``.
    """
    entry_id = id_under(f"{person}\n{prize_id}", key)

    def decide(_: int) -> Booked:
        if key and (first := CreditEntry.find(entry_id, consistent=True)):
            return Booked(entry=first)
        prize = Prize.find(prize_id, consistent=True)
        if prize is None:
            raise PrizeUnknown(prize_id)
        entry = CreditEntry.of(
            {
                "id": entry_id,
                "userId": person,
                "credits": -(prize.price or Decimal(0)),
                "reason": f"Prize: {prize.name or prize_id}",
                "prizeId": prize_id,
                "createdAt": now,
            }
        )
        with write_transaction() as writes:
            _take(writes, prize)
            act = _booked(
                writes,
                entry,
                CreditAct.REDEEM,
                actor=actor,
                now=now,
                taken=Stale(),
            )
        return Booked(entry=entry, act=act)

    try:
        return retry_on_conflict(decide)
    except (NotEnoughCredits, SoldOut):
        # Of what was there the same key may have taken the last meanwhile.
        if key and (first := CreditEntry.find(entry_id, consistent=True)):
            return Booked(entry=first)
        raise


def _booked(
    writes: Writes,
    entry: CreditEntry,
    kind: CreditAct,
    *,
    actor: str,
    now: int,
    taken: KeyUsed | Stale | None = None,
) -> Act:
    person = str(entry.person)
    writes.require(User, User.key(person), otherwise=PersonUnknown(person))
    creation = RowChange.created("credit entry", entry)
    creation.apply(writes, otherwise=taken or KeyUsed())
    booking = AuditEntry(
        act=kind,
        subject=person,
        actor=actor,
        at=now,
        changes=[creation],
        reason=str(entry.reason),
        notes={"credits": str(entry.credits)},
    )
    return record(writes, booking)


def _take(writes: Writes, prize: Prize) -> None:
    key: Key = prize.key_of()
    same = (
        Prize.price == prize.price
        if "price" in prize.wire
        else Prize.price.does_not_exist()
    )
    if prize.stock is None:
        without = same & Prize.stock.does_not_exist()
        writes.require(Prize, key, condition=without, otherwise=Stale())
        return
    if int(prize.stock) < 1:
        raise SoldOut
    enough = same & (Prize.stock >= 1)
    writes.update(
        Prize, key, [Prize.stock.add(-1)], condition=enough, otherwise=Stale()
    )


def _once(entry: CreditEntry, write: Callable[[], Booked]) -> Booked:
    try:
        return write()
    except (KeyUsed, NotEnoughCredits):
        # What is missing may have gone to the same entry meanwhile.
        first = CreditEntry.find(str(entry.id), consistent=True)
        if first is None or _said(first) != _said(entry):
            raise
        return Booked(entry=first)


def _said(entry: CreditEntry) -> list[object]:
    plain = entry.plain()
    return [plain.get(name) for name in _SAME]
