"""Prizes: made, changed, deleted."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from companion.credits.acts import CreditAct
from companion.credits.errors import PrizeExists, PrizeUnknown
from companion.credits.models import Prize
from core.audit.changes import RowChange
from core.audit.edits import Edited, Recorded, edit_row
from core.audit.trail import AuditEntry, enact
from core.dynamo.attributes import as_kept
from core.dynamo.transactions import retry_on_conflict
from core.errors import CannotUpdate

# What of a prize can be given and changed, by its stored name.
GIVEN = ("name", "price", "imageHash", "links", "stock")


def create_prize(
    prize_id: str, values: Mapping[str, Any], *, actor: str, now: int
) -> Recorded:
    """Make a prize. Raises ``PrizeExists``."""
    row = {"id": prize_id, **_given(values), "createdAt": now, "updatedAt": now}
    creation = RowChange.created("prize", Prize.of(row))
    entry = AuditEntry(
        act=CreditAct.CREATE_PRIZE,
        subject=prize_id,
        actor=actor,
        at=now,
        changes=[creation],
    )
    act = enact(entry, otherwise=PrizeExists(prize_id))
    return Recorded(row=Prize.of_item(creation.after or {}).plain(), act=act)


def edit_prize(
    prize_id: str, values: Mapping[str, Any], *, actor: str, now: int
) -> Edited:
    """Change what is given of a prize. Raises ``PrizeUnknown``, ``CannotUpdate``."""

    def decide(_: int) -> Edited:
        prize = _prize(prize_id)
        if values.get("id", prize_id) != prize_id:
            raise CannotUpdate("id")
        given = _given(values)
        return edit_row("prize", prize, given, subject=prize_id, actor=actor, now=now)

    return retry_on_conflict(decide)


def delete_prize(prize_id: str, *, actor: str, now: int) -> Recorded:
    """Delete a prize; what was bought stays in the ledger. Raises ``PrizeUnknown``."""

    def decide(_: int) -> Recorded:
        prize = _prize(prize_id)
        removal = RowChange.removed("prize", prize)
        entry = AuditEntry(
            act=CreditAct.DELETE_PRIZE,
            subject=prize_id,
            actor=actor,
            at=now,
            changes=[removal],
        )
        act = enact(entry)
        return Recorded(row=prize.plain(), act=act)

    return retry_on_conflict(decide)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: values[name] for name in GIVEN if name in values}
    price = given.get("price")
    return {**given, "price": as_kept(price)} if isinstance(price, Decimal) else given


def _prize(prize_id: str) -> Prize:
    prize = Prize.find(prize_id, consistent=True)
    if prize is None:
        raise PrizeUnknown(prize_id)
    return prize
