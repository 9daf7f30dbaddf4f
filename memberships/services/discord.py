"""Discord accounts: linked by what the bot gave out, each to one member alone.

The member record says which account is whose, and a row by the account's id says it
once more, so that nobody else can have it. Whatever changes the one passes here: a
link, a revocation, a merge, a new address, an undo. The other follows in the same
transaction.
"""

import re
import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core import signing

from core.audit.changes import RowChange
from core.audit.edits import STAMP, Edited, edit_row
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.base import equals
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, retry_on_conflict, write_transaction
from core.dynamo.wire import Item
from core.identity.models import SpentLink
from core.membership_year import membership_year
from memberships.acts import MembershipAct
from memberships.errors import (
    DiscordLinked,
    DiscordLinkedElsewhere,
    DiscordNotLinked,
    DiscordStateExpired,
    DiscordStateRefused,
    DiscordStateUsed,
    MembershipMissing,
)
from memberships.models import DiscordAccount, Member

Changes = Sequence[RowChange]

LIFETIME = 15 * 60 * 1000
ACCOUNT = re.compile(r"[0-9]{17,19}")

_SALT = "memberships.discord"
_ATTRIBUTE = Member.discord_id.attr_name
_CLAIM = (DiscordAccount.email.attr_name, DiscordAccount.act.attr_name)


@dataclass(frozen=True, kw_only=True)
class DiscordState:
    """That somebody in Discord asked for a link, as the bot has seen."""

    account: str
    secret: str
    expires_at: int


@dataclass(frozen=True)
class _Move:
    """Who loses a Discord account and who gets it."""

    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)


def new_state(account: str, *, now: int) -> str:
    """Return what proves for a while that an account's owner asked, once.

    Nothing is stored until it is used. Raises ``DiscordStateRefused`` for what is no
    account's id.
    """
    if not ACCOUNT.fullmatch(account):
        raise DiscordStateRefused
    return signing.dumps(
        [account, secrets.token_urlsafe(16), now + LIFETIME], salt=_SALT
    )


def read_state(state: str, *, now: int) -> DiscordState:
    """Return what a state says, or raise ``DiscordStateRefused`` or ``…Expired``."""
    if not state.isascii():
        raise DiscordStateRefused
    try:
        account, secret, expires_at = signing.loads(state, salt=_SALT)
    except signing.BadSignature as error:
        raise DiscordStateRefused from error
    if expires_at <= now:
        raise DiscordStateExpired
    return DiscordState(account=account, secret=secret, expires_at=expires_at)


def account_of(member: Member) -> str:
    """Return the account that a member record names, if it is an account's id."""
    named = str(member.discord_id or "")
    return named if ACCOUNT.fullmatch(named) else ""


def link_account(email: str, state: DiscordState, *, actor: str, now: int) -> Act:
    """Link the account of a state to a membership, and spend the state.

    Raises ``MembershipMissing``, ``DiscordLinked``, ``DiscordLinkedElsewhere`` and
    ``DiscordStateUsed``, and writes nothing then.
    """

    def decide(_: int) -> Act:
        member = _member(email)
        if member.discord_id:
            raise DiscordLinked
        linking = RowChange.edited(
            "member", member, {_ATTRIBUTE: state.account, STAMP: now}
        )
        entry = AuditEntry(
            act=MembershipAct.LINK_DISCORD,
            subject=email,
            actor=actor,
            at=now,
            changes=[linking],
        )
        mark = SpentLink.marking(state.secret, expires_at=state.expires_at)
        with write_transaction() as writes:
            linking.apply(writes)
            writes.create(mark, otherwise=DiscordStateUsed())
            return record(writes, entry)

    return retry_on_conflict(decide)


def unlink_account(email: str, *, actor: str, now: int) -> Edited:
    """Take a membership's Discord account away.

    Raises ``MembershipMissing`` and ``DiscordNotLinked``.
    """

    def decide(_: int) -> Edited:
        member = _member(email)
        if not member.discord_id:
            raise DiscordNotLinked
        return edit_row(
            "member",
            member,
            {_ATTRIBUTE: None},
            subject=email,
            actor=actor,
            now=now,
            act=MembershipAct.UNLINK_DISCORD,
        )

    return retry_on_conflict(decide)


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Say whose Discord accounts are as an act changes member records.

    Raises ``DiscordLinkedElsewhere``.
    """
    for account, move in _moves(changes).items():
        row = _row(account)
        if move.come:
            _give(writes, act, account, move, row)
        elif row and row.email in move.gone:
            writes.delete(
                DiscordAccount,
                row.key_of(),
                condition=equals(row.wire, _CLAIM),
                otherwise=Stale(),
            )


def obstacles(act: Act, changes: Changes) -> Iterator[str]:
    """Yield what forbids undoing an act that took a Discord account from somebody."""
    for account, move in _moves(changes).items():
        row = _row(account)
        if move.gone and row and _is_anothers(row, account, {*move.gone, *move.come}):
            yield "The Discord account is linked to somebody else since."


def _give(
    writes: Writes, act: Act, account: str, move: _Move, row: DiscordAccount | None
) -> None:
    email, *others = move.come
    if others or (row and _is_anothers(row, account, {email, *move.gone})):
        raise DiscordLinkedElsewhere
    if row is None:
        partition, sk = DiscordAccount.key(account)
        claim = {"plan": partition, "sk": sk, "email": email, "act": act.act_id}
        writes.create(DiscordAccount.of(claim), otherwise=Stale())
        return
    writes.update(
        DiscordAccount,
        row.key_of(),
        [DiscordAccount.email.set(email), DiscordAccount.act.set(act.act_id)],
        condition=equals(row.wire, _CLAIM),
        otherwise=Stale(),
    )


def _is_anothers(row: DiscordAccount, account: str, these: set[str]) -> bool:
    """Tell whether somebody else has an account, whose membership still says so.

    Of those who did not go along into the present year the row stays behind.
    """
    if row.email in these:
        return False
    member = Member.find(*Member.key(str(row.email)), consistent=True)
    return member is not None and member.discord_id == account


def _moves(changes: Changes) -> dict[str, _Move]:
    found: dict[str, _Move] = defaultdict(_Move)
    for change in changes:
        if (change.model.base_name(), change.year) != _members_of_the_year():
            continue
        before, after = _account_in(change.before), _account_in(change.after)
        if before == after:
            continue
        email, _ = change.key
        if before:
            found[before].gone.append(email)
        if after:
            found[after].come.append(email)
    return found


def _members_of_the_year() -> tuple[str, int]:
    return Member.base_name(), membership_year()


def _account_in(item: Item | None) -> str:
    return "" if item is None else account_of(Member.of_item(item))


def _row(account: str) -> DiscordAccount | None:
    return DiscordAccount.find(*DiscordAccount.key(account), consistent=True)


def _member(email: str) -> Member:
    """Return the member row, read consistently because a decision rests on it."""
    member = Member.find(*Member.key(email), consistent=True)
    if member is None:
        raise MembershipMissing
    return member
