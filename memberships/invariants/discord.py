"""Whether each Discord account is one member's, and nobody else can link it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.audit.changes import RowChange
from core.batches import in_batches
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from core.dynamo.transactions import read_together
from memberships.models import DiscordAccount, Member
from memberships.services.discord import account_of

_AT_ONCE = 100
_ATTRIBUTE = Member.discord_id.attr_name

# What a member record and the row of the account that it names say.
_Together = tuple[Member | None, DiscordAccount | None]


class DiscordExamined(Examination):
    """Looks at which Discord accounts member records name."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._having: dict[str, list[str]] = defaultdict(list)

    def watches(self) -> Sequence[Watch]:
        """Return what tells of Discord accounts."""
        return (Watch(entity=Member, attributes=(_ATTRIBUTE,), look=self._look),)

    def conclude(self) -> Iterable[Finding]:
        """Yield whose account is another's too, or could become it."""
        for account, emails in self._having.items():
            yield from _shared(account, emails) if len(emails) > 1 else ()
        alone = ((a, emails[0]) for a, emails in self._having.items() if not emails[1:])
        for batch in in_batches(alone, _AT_ONCE):
            yield from _unkept(dict(batch))

    def _look(self, member: Member) -> Iterator[Finding]:
        if account := account_of(member):
            self._having[account].append(member.id)
        yield from ()


def keep_accounts(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    """Write down whose an account is."""
    for finding in findings:
        email, account = finding.subject, finding.at
        member, row = _together(email, account)
        if member is None or account_of(member) != account:
            continue
        if row is None:
            partition, sk = DiscordAccount.key(account)
            claim = {"plan": partition, "sk": sk, "email": email}
            change = RowChange.created("Discord account", DiscordAccount.of(claim))
        else:
            whose = {"email": email, "act": None}
            change = RowChange.edited("Discord account", row, whose)
        yield email, [change]


def _shared(account: str, emails: Sequence[str]) -> Iterator[Finding]:
    members = Member.find_many(map(Member.key, emails)).values()
    having = [member.id for member in members if account_of(member) == account]
    for email in having if len(having) > 1 else ():
        yield Finding(
            "discord-account-twice",
            email,
            f"The Discord account {account} is linked to {len(having)} members.",
            at=account,
        )


def _unkept(whose: dict[str, str]) -> Iterator[Finding]:
    rows = DiscordAccount.find_many(map(DiscordAccount.key, whose))
    kept = {key[1]: row.email for key, row in rows.items()}
    for account, email in whose.items():
        if kept.get(account) != email and _is_unkept(email, account):
            yield Finding(
                "discord-account-not-kept",
                email,
                f"Somebody else can link the Discord account {account}, too.",
                at=account,
            )


def _is_unkept(email: str, account: str) -> bool:
    member, row = _together(email, account)
    if member is None or account_of(member) != account:
        return False
    return row is None or row.email != email


def _together(email: str, account: str) -> _Together:
    member, row = read_together(
        (Member, Member.key(email)), (DiscordAccount, DiscordAccount.key(account))
    )
    return member, row
