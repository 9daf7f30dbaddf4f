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
from events.queries import event_title
from events.services.uniting import Undecided
from memberships.acts import MembershipAct

Changes = Sequence[RowChange]

_LEFT = "remainder"
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
    return {} if given is None else {BALANCE: given, **kept_balance(email, event)}


def kept_balance(email: str, event: str) -> dict[str, Any]:
    """Return the money that somebody had left whose registration was deleted."""
    if event not in settings.INVESTMENT_EVENTS:
        return {}
    row = Remainder.find(*Remainder.key(email, event), consistent=True)
    return {} if row is None else {BALANCE: as_kept(_left(row))}


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
    """Return how investments go to another address; their money has moved already.

    What is left of registrations that were deleted goes along, to the registration of
    the one who has one.
    """
    found = Readdressed(
        changes=[
            RowChange.edited("investment", each, {"investorId": new})
            for each in investments_by(old)
        ]
    )
    theirs, own = ({row.event: row for row in remainders_of(one)} for one in (old, new))
    for event in {**theirs, **own}:
        goes, stays = theirs.get(event), own.get(event)
        row, other = (
            Registration.find(one, event, consistent=True) for one in (old, new)
        )
        if row or (goes and other):
            found.changes.extend(
                RowChange.removed(_LEFT, each) for each in (goes, stays) if each
            )
        elif goes:
            _readdress(goes, stays, old, new, found)
    return found


def _readdress(
    goes: Remainder, stays: Remainder | None, old: str, new: str, found: Readdressed
) -> None:
    """Add to what was found where the money goes that is in no registration.

    Where it does not add up to one opening, the lesser sum counts.
    """
    event, had = str(goes.event), _left(goes)
    found.changes.append(RowChange.removed(_LEFT, goes))
    if stays is None:
        told, left = "nothing", had
        kept = RowChange.created(_LEFT, _remainder(new, event, left))
        # Whoever registers meanwhile is given an opening of their own.
        nobody = RowChange.absent("registration", Registration, (new, event))
        found.changes.extend([kept, nobody])
    else:
        has = _left(stays)
        united = _of_one_opening(event, {old: had, new: has})
        told, left = str(has), min(had, has) if united is None else united
        edit = {Remainder.left.attr_name: as_kept(left)}
        found.changes.append(RowChange.edited(_LEFT, stays, edit))
    found.remarks.append(
        f"Left to invest at {event_title(event)}: {had} of {old} and {told} of {new}"
        f" become {left}."
    )


def united_balance(goes: Registration, stays: Registration) -> Mapping[str, Any]:
    """Return the money of one person who was registered for an event twice.

    They were given it twice, and have what one opening leaves after all that both
    invested. Nobody knows that where it does not add up to an opening.
    """
    one, other = _balance_in(goes.wire), _balance_in(stays.wire)
    if one is None or other is None:
        return {}
    had = {str(goes.id): one, str(stays.id): other}
    left = _of_one_opening(str(goes.event), had)
    if left is not None:
        return {BALANCE: as_kept(left)}
    if one == other:
        return {}
    return {BALANCE: Undecided(goes=str(one), stays=str(other))}


def _of_one_opening(event: str, had: Mapping[str, Decimal]) -> Decimal | None:
    """Return what one opening leaves after all that several addresses invested.

    None where what they have left and what they invested is not an opening each.
    """
    given = settings.INVESTMENT_EVENTS.get(event)
    spent = {email: _invested(email, event) for email in had}
    if given is None or any(had[email] + spent[email] != given for email in had):
        return None
    return max(given - sum(spent.values(), Decimal(0)), Decimal(0))


def _invested(email: str, event: str) -> Decimal:
    paid = investments_by(email)
    return total(each for each in paid if _purse(each) == (email, event))


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


def _left(row: Remainder) -> Decimal:
    return row.left or Decimal(0)


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
