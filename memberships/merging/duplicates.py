"""Who may be twice among all people, and who is known to be two."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from memberships.acts import MembershipAct
from memberships.directory.entries import Entry
from memberships.errors import InvalidMerge, ToldApart
from memberships.models import DifferentPeople

# More people than that have something in common by chance, or by a form's default.
_MOST_ALIKE = 10

# Of two domains, from 0 to 1: "gmial.com" is, "hotmail.com" is not what "gmail.com" is.
_ALMOST = 0.85


@dataclass(kw_only=True)
class Alike:
    """Two people who may be one: who would go, who would stay, and what they share."""

    sender: Entry
    into: Entry
    reasons: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str | None]:
        """Under which key it is kept that they are two."""
        return DifferentPeople.key(self.sender.email, self.into.email)


def likely_duplicates(people: Iterable[Entry]) -> list[Alike]:
    """Return who may be twice, most in common first; leaves out who is known to be two.

    One query, and a look at everybody in memory.
    """
    everybody = sorted(people, key=lambda one: one.email)
    found: dict[tuple[str, str], Alike] = {}
    for reason, sign, fits in _SIGNS:
        for sender, into in _pairs(everybody, sign, fits):
            alike = Alike(sender=sender, into=into)
            known = found.setdefault((sender.email, into.email), alike)
            known.reasons.append(reason)
    told = {
        (DifferentPeople.PARTITION, row.sk)
        for row in DifferentPeople.query(DifferentPeople.PARTITION)
    }
    left = (alike for alike in found.values() if alike.key not in told)
    return sorted(left, key=lambda alike: -len(alike.reasons))


def tell_apart(one: str, other: str, *, actor: str, now: int) -> Act:
    """Keep that two addresses are two people; they are suggested no more. Undoable.

    Raises ``InvalidMerge`` for one address, ``ToldApart``.
    """
    if one == other:
        raise InvalidMerge("'from' and 'into' are the same address.")
    partition, sort_key = DifferentPeople.key(one, other)
    row = DifferentPeople.of({"plan": partition, "sk": sort_key})
    creation = RowChange.created("different people", row)
    entry = AuditEntry(
        act=MembershipAct.TELL_APART,
        subject=one,
        actor=actor,
        at=now,
        changes=[creation],
        reason=f"Not the same person as {other}.",
    )
    return enact(entry, otherwise=ToldApart())


# What somebody may share with others; nothing where it is not known.
Sign = Callable[[Entry], str | tuple[str, str] | None]
Fits = Callable[[Entry, Entry], bool]


def _pairs(
    people: list[Entry], sign: Sign, fits: Fits
) -> Iterator[tuple[Entry, Entry]]:
    """Yield who shares a sign: who would go, and who would stay."""
    groups: dict[str | tuple[str, str], list[Entry]] = defaultdict(list)
    for one in people:
        if shared := sign(one):
            groups[shared].append(one)
    for group in groups.values():
        if 1 < len(group) <= _MOST_ALIKE:
            pairs = combinations(sorted(group, key=_would_stay), 2)
            yield from ((other, stays) for stays, other in pairs if fits(other, stays))


def _would_stay(one: Entry) -> tuple[bool, int, str]:
    return not one.member, -one.cards, one.email


def _student_number(one: Entry) -> str:
    return one.student_number.strip()


def _name_and_faculty(one: Entry) -> tuple[str, str] | None:
    name = " ".join(one.name.casefold().split())
    # One word is what many are called.
    known = " " in name and one.faculty and one.profile_id
    return (name, one.faculty) if known else None


def _mailbox(one: Entry) -> str:
    """Return the part before the @ as most providers read it."""
    name, _, _ = one.email.lower().strip().rpartition("@")
    return name.partition("+")[0].replace(".", "")


def _same_domain(one: Entry, other: Entry) -> bool:
    mine, theirs = _domain(one), _domain(other)
    return SequenceMatcher(None, mine, theirs).ratio() >= _ALMOST


def _domain(one: Entry) -> str:
    return one.email.lower().strip().rpartition("@")[2]


def _any(_: Entry, __: Entry) -> bool:
    return True


_SIGNS: tuple[tuple[str, Sign, Fits], ...] = (
    ("the same student number", _student_number, _any),
    ("almost the same address", _mailbox, _same_domain),
    ("the same name and faculty", _name_and_faculty, _any),
)
