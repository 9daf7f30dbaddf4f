"""One spelling: records kept under capitals or blanks go where everybody looks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from accounts.models import User
from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import (
    read_together,
    retry_on_conflict,
    write_transaction,
)
from core.dynamo.wire import from_wire
from core.email import normalize_email
from core.errors import InvalidEmail
from memberships.acts import MembershipAct
from memberships.models import Member
from memberships.services.joining import LINKS, Difference, joined
from memberships.services.rows import apply_all
from profiles.models import Profile


@dataclass(frozen=True, kw_only=True)
class Misspelt:
    """Stored keys that are not in the one spelling, by the address they mean.

    ``invalid`` are keys that are no address in any spelling.
    """

    spellings: dict[str, list[str]]
    invalid: list[str]


@dataclass(frozen=True, kw_only=True)
class Respelt:
    """What bringing an address to one spelling did; ``act`` is None when nothing.

    ``obstacle`` says why a person has to decide first.
    """

    email: str
    spellings: list[str]
    rows: list[RowChange] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    obstacle: str = ""
    act: Act | None = None

    def records(self, model: type[User | Member]) -> int:
        """Return how many records of that kind become one; one of one just moves."""
        rows = [row for row in self.rows if row.model is model]
        return sum(row.before is not None for row in rows)

    @property
    def merges(self) -> bool:
        """Whether several records become one."""
        return self.records(User) > 1 or self.records(Member) > 1


def misspelt() -> Misspelt:
    """Return every key of users and members that is not in the one spelling.

    Reads both tables, keeping only the keys it returns, in alphabetical order.
    """
    spellings: dict[str, set[str]] = defaultdict(set)
    invalid: set[str] = set()
    tables: tuple[type[User | Member], ...] = (User, Member)
    for table in tables:
        for row in table.read_all(attributes=[]):
            try:
                email = normalize_email(row.id)
            except InvalidEmail:
                invalid.add(row.id)
                continue
            if email != row.id:
                spellings[email].add(row.id)
    return Misspelt(
        spellings={email: sorted(spellings[email]) for email in sorted(spellings)},
        invalid=sorted(invalid),
    )


def plan_respelling(email: str, spellings: list[str], *, now: int) -> Respelt:
    """Return what ``respell`` would do, writing nothing."""
    keys = [email, *spellings]
    rows = read_together(
        *((User, User.key(key)) for key in keys),
        *((Member, Member.key(key)) for key in keys),
    )
    users, members = rows[: len(keys)], rows[len(keys) :]
    plan = Respelt(email=email, spellings=spellings)
    linked, lost = _profiles([*members, *users])
    if len(linked) > 1:
        names = " and ".join(linked)
        return replace(
            plan,
            obstacle=(
                f"There are profiles {names}. Revoke the membership that is wrong and"
                " remove its profile, then run this again."
            ),
        )
    for label, (own, *others) in (("user", users), ("member", members)):
        present = [row for row in others if row is not None]
        if present:
            known = [own, *present] if own else present
            kept, differences = joined(label, {"id": email}, known, lost=lost, now=now)
            plan.rows.append(
                RowChange.becoming(label, own, kept.wire)
                if own
                else RowChange.created(label, kept)
            )
            plan.rows.extend(RowChange.removed(label, row) for row in present)
            plan.differences.extend(differences)
    return plan


def respell(email: str, spellings: list[str], *, actor: str, now: int) -> Respelt:
    """Bring the records of one address under its one spelling, in one transaction.

    * a record whose place is free moves there, every attribute as it is stored;
    * otherwise it is merged: what is missing there is filled in, sets are joined,
      ``isMember`` is true if either says so, and of facts that differ those under the
      right spelling stay (else those of the first spelling);
    * one audit item with every row before and after, undoable for 30 days.

    Changes nothing, and says so as ``obstacle``, where two profiles would be one.
    Harmless to repeat.
    """

    def decide(_: int) -> Respelt:
        plan = plan_respelling(email, spellings, now=now)
        if not plan.rows:
            return plan
        entry = AuditEntry(
            act=MembershipAct.RESPELL,
            subject=email,
            actor=actor,
            at=now,
            changes=effective(plan.rows),
            notes={"from": spellings},
        )
        with write_transaction() as writes:
            apply_all(writes, plan.rows)
            act = record(writes, entry)
        return replace(plan, act=act)

    return retry_on_conflict(decide)


def _profiles(rows: Iterable[User | Member | None]) -> tuple[list[str], set[str]]:
    """Return the profiles that the rows lead to, and the ids that lead nowhere.

    One id is not looked up: there is nothing to choose.
    """
    values = [row.wire.get(name) for row in rows if row for name in LINKS]
    ids = list(dict.fromkeys(str(from_wire(value)) for value in values if value))
    if len(ids) <= 1:
        return ids, set()
    lost = {
        each for each in ids if not Profile.find(*Profile.key(each), consistent=True)
    }
    return [each for each in ids if each not in lost], lost
