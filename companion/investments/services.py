"""Investing: the money leaves a registration and reaches a team, or nothing happens.

Money follows investments, also where one is undone, in the transaction that does so.
What somebody has left outlives their registration, so that they register anew with it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from companion.investments.acts import InvestmentAct
from companion.investments.errors import (
    NotAnInvestor,
    NotEnoughMoney,
    OwnTeam,
    TeamUnknown,
)
from companion.investments.models import Investment, Remainder
from companion.investments.queries import (
    BALANCE,
    FUNDING,
    MEMBERS,
    event_of_teams,
    investments_by,
    parties,
    remainders_of,
    total,
)
from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.attributes import as_kept
from core.dynamo.base import attribute
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item, to_wire
from core.errors import KeyUsed
from core.idempotency import id_under
from core.privacy.acts import PrivacyAct
from core.readdressing import Readdressed
from events.models import Registration, Team
from events.services.uniting import Undecided
from memberships.acts import MembershipAct

Changes = Sequence[RowChange]

_LEFT = "money left"
_SAME = ("investorId", "teamId", "amount", "comment")


@dataclass(frozen=True, kw_only=True)
class Invested:
    """An investment; ``act`` is None where it was made before under the same key."""

    investment: Investment
    act: Act | None = None


def invest(
    investor: str,
    team_id: str,
    *,
    amount: Decimal,
    comment: str,
    actor: str,
    now: int,
    key: str = "",
) -> Invested:
    """Put somebody's money into a team.

    Raises ``NotAnInvestor``, ``TeamUnknown``, ``OwnTeam``, ``NotEnoughMoney``, and
    ``KeyUsed`` where the same ``key`` came with something else.
    """
    registration, team = _both_sides(investor, team_id)
    investment = Investment.of(
        {
            "id": id_under(investor, key),
            "eventID;year": event_of_teams(),
            "investorId": investor,
            "investorName": registration.full_name,
            "teamId": team_id,
            "teamName": team.name or "",
            "amount": as_kept(amount),
            "comment": comment,
            "isPartner": bool(registration.is_partner),
            "paidAt": registration.event,
            "createdAt": now,
        }
    )
    creation = RowChange.created("investment", investment)
    entry = AuditEntry(
        act=InvestmentAct.INVEST,
        subject=investor,
        actor=actor,
        at=now,
        changes=[creation],
        notes={"team": team_id, "amount": str(amount)},
    )
    try:
        act = enact(entry, otherwise=KeyUsed())
    except KeyUsed:
        return _first(investment)
    except (NotEnoughMoney, OwnTeam):
        # One of the two may be gone meanwhile: then that is why.
        _both_sides(investor, team_id)
        raise
    return Invested(investment=investment, act=act)


def _both_sides(investor: str, team_id: str) -> tuple[Registration, Team]:
    """Return who would invest, and in whom, or refuse."""
    known = parties(investor, team_id)
    if known.registration is None:
        raise NotAnInvestor
    if known.team is None:
        raise TeamUnknown
    if investor in known.team.members:
        raise OwnTeam
    return known.registration, known.team


def opening(email: str, event: str) -> dict[str, Any]:
    """Return the money that somebody's new registration for an event begins with."""
    given = settings.INVESTMENT_EVENTS.get(event)
    if given is None:
        return {}
    left = Remainder.find(*Remainder.key(email, event), consistent=True)
    return {BALANCE: given if left is None else as_kept(left.left or Decimal(0))}


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Move the money of investments that come or go, and keep what is left of it."""
    if act.act == PrivacyAct.ERASE:
        return
    for change in changes:
        if _is_investment(change) and change.kind == "created":
            _pay(writes, Investment.of_item(change.after or {}))
        elif _is_investment(change) and change.kind == "removed":
            _pay_back(writes, Investment.of_item(change.before or {}))
        elif _gives_money(change) and not _goes_along(act):
            _keep_what_is_left(writes, change)


def obstacles(_: Act, changes: Changes) -> Iterator[str]:
    """Yield what stands against giving money back."""
    for change in changes:
        if _is_investment(change) and change.kind == "created":
            row = Investment.of_item(change.after or {})
            if Registration.find(*_purse(row), consistent=True) is None:
                yield "The registration that it was paid from is gone since."
            if Team.find(*_team(row), consistent=True) is None:
                yield "The team is gone since."


def readdressed_investments(old: str, new: str, now: int) -> Readdressed:
    """Return how investments go to another address; their money has moved already."""
    changes = [
        RowChange.edited("investment", each, {"investorId": new})
        for each in investments_by(old)
    ]
    there = {row.event for row in remainders_of(new)}
    for row in remainders_of(old):
        changes.append(RowChange.removed(_LEFT, row))
        event = str(row.event)
        if event not in there and not Registration.find(new, event, consistent=True):
            moved = _remainder(new, event, row.left or Decimal(0))
            changes.append(RowChange.created(_LEFT, moved))
    return Readdressed(changes=changes)


def united_balance(goes: Registration, stays: Registration) -> Mapping[str, Any]:
    """Return the money of one person who was registered for an event twice.

    They were given it twice, and have what one opening leaves after all that both
    invested. Nobody knows that where it does not add up to an opening.
    """
    rows = (goes, stays)
    had = [_balance_in(row.wire) for row in rows]
    one, other = had
    if one is None or other is None:
        return {}
    given = settings.INVESTMENT_EVENTS.get(str(goes.event))
    spent = [_invested(row) for row in rows]
    if given is not None and {one + spent[0], other + spent[1]} == {given}:
        return {BALANCE: as_kept(max(given - spent[0] - spent[1], Decimal(0)))}
    if one == other:
        return {}
    return {BALANCE: Undecided(goes=str(one), stays=str(other))}


def _invested(row: Registration) -> Decimal:
    paid = investments_by(str(row.id))
    return total(each for each in paid if _purse(each) == row.key_of())


def _is_investment(change: RowChange) -> bool:
    """Tell whether a change is of an investment; an undo knows the table alone."""
    if change.model is not Investment:
        return False
    return Investment.of_item(change.after or change.before or {}).is_one


def _gives_money(change: RowChange) -> bool:
    return change.model is Registration and change.key[1] in settings.INVESTMENT_EVENTS


def _goes_along(act: Act) -> bool:
    """Tell whether registrations and their money go to another address, or back."""
    undid = json.loads(act.notes or "{}").get("undid")
    return MembershipAct.MERGE in (act.act, undid)


def _keep_what_is_left(writes: Writes, change: RowChange) -> None:
    """Note the money of a registration that goes, and forget it when one comes."""
    email, event = str(change.key[0]), str(change.key[1])
    had, has = _balance_in(change.before), _balance_in(change.after)
    given = settings.INVESTMENT_EVENTS[event]
    if change.kind == "removed" and had not in (None, given):
        writes.put(_remainder(email, event, had or Decimal(0)))
    elif change.kind == "created" and has is not None:
        left = attribute(Remainder.left.attr_name)
        writes.forget(
            Remainder,
            Remainder.key(email, event),
            condition=left.does_not_exist() | (left == to_wire(has)),
        )


def _balance_in(item: Item | None) -> Decimal | None:
    stored = (item or {}).get(BALANCE, {})
    return Decimal(stored["N"]) if "N" in stored else None


def _remainder(email: str, event: str, left: Decimal) -> Remainder:
    key, _ = Remainder.key(email, event)
    return Remainder.of({"id": key, "eventID;year": event, "left": as_kept(left)})


def _pay(writes: Writes, row: Investment) -> None:
    amount = row.amount or Decimal(0)
    balance, funding = attribute(BALANCE), attribute(FUNDING)
    members = attribute(MEMBERS)
    writes.update(
        Team,
        _team(row),
        [funding.add(to_wire(amount))],
        condition=members.does_not_exist() | ~members.contains(str(row.investor)),
        otherwise=OwnTeam(),
    )
    writes.update(
        Registration,
        _purse(row),
        [balance.add(to_wire(-amount))],
        condition=balance >= to_wire(amount),
        otherwise=NotEnoughMoney(),
    )


def _pay_back(writes: Writes, row: Investment) -> None:
    amount = row.amount or Decimal(0)
    less, more = to_wire(-amount), to_wire(amount)
    writes.update(Team, _team(row), [attribute(FUNDING).add(less)], otherwise=Stale())
    writes.update(
        Registration, _purse(row), [attribute(BALANCE).add(more)], otherwise=Stale()
    )


def _purse(row: Investment) -> tuple[str, str]:
    return str(row.investor), str(row.paid_at or row.event)


def _team(row: Investment) -> tuple[str, str]:
    return str(row.team), str(row.event)


def _first(investment: Investment) -> Invested:
    first = Investment.find(*investment.key_of(), consistent=True)
    said = investment.plain()
    if first is None or any(first.plain().get(n) != said.get(n) for n in _SAME):
        raise KeyUsed
    return Invested(investment=first)
