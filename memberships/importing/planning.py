"""What a sheet would do to whom: the steps of the plan "import"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.batches import in_batches
from core.plans.kinds import Asked, Kind, Step
from memberships.acts import MembershipAct
from memberships.errors import InvalidLine, UnreadableSheet
from memberships.facts import FACTS, MembershipFacts
from memberships.importing.facts import facts_in
from memberships.importing.sheets import read_sheet
from memberships.models import Member
from memberships.services.grant import linked_profile_id, planned_grant
from profiles.models import Profile
from profiles.services.free_ids import FreeIds

IMPORT = "import"

_AT_ONCE = 100
_SHEET = "the sheet"


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    number: int
    facts: MembershipFacts


def _steps(asked: Asked) -> Iterator[Step]:
    sheet = read_sheet(asked.file)
    if sheet.unread:
        told = ", ".join(sheet.unread)
        yield _noted(_SHEET, "unread", f"These columns are not read: {told}.")
    wanted: list[_Wanted] = []
    rows: dict[str, int] = {}
    for line in sheet.lines:
        try:
            facts = facts_in(line)
        except InvalidLine as refusal:
            where = f"Row {line.number}: {refusal.message}"
            yield _noted(line.email or f"row {line.number}", "invalid", where)
            continue
        if earlier := rows.get(facts.email):
            where = f"Row {line.number} names the same address as row {earlier}."
            yield _noted(facts.email, "conflict", where)
            continue
        rows[facts.email] = line.number
        wanted.append(_Wanted(number=line.number, facts=facts))
    if not wanted:
        raise UnreadableSheet("The sheet names nobody whom a membership can be given.")
    free = FreeIds()
    for people in in_batches(wanted, _AT_ONCE):
        yield from _people(people, free, now=asked.now)


KIND = Kind(
    name=IMPORT,
    title="Import members from a sheet",
    act=MembershipAct.GRANT,
    outcomes={
        "new": "New members",
        "repaired": "Members whose records are mended",
        "member": "Members already",
        "conflict": "Conflicts",
        "invalid": "Cannot be read",
        "unread": "About the sheet",
    },
    steps=_steps,
)


def _people(people: list[_Wanted], free: FreeIds, *, now: int) -> Iterator[Step]:
    """Plan the grants of some people with three readings for all of them."""
    emails = [each.facts.email for each in people]
    users = User.find_many(User.key(email) for email in emails)
    members = Member.find_many(Member.key(email) for email in emails)
    rows = [
        (each, users.get(User.key(each.facts.email)), members.get(_key(each)))
        for each in people
    ]
    linked = [linked_profile_id(user, member) for _, user, member in rows]
    profiles = Profile.find_many(Profile.key(each) for each in linked if each)
    ids = free.draw(len(rows))
    for (each, user, member), link, new_id in zip(rows, linked, ids, strict=True):
        profile = profiles.get(Profile.key(link)) if link else None
        yield _person(each, user, member, profile, new_id=new_id, now=now)


def _person(
    wanted: _Wanted,
    user: User | None,
    member: Member | None,
    profile: Profile | None,
    *,
    new_id: str,
    now: int,
) -> Step:
    email, facts = wanted.facts.email, wanted.facts
    if member:
        if differing := list(_differing(facts, member)):
            told = "; ".join(differing)
            said = f"Row {wanted.number}: is a member already, and nothing changes."
            return _noted(email, "conflict", f"{said} {told}.")
        # Of a member the records are mended, and no fact is written over.
        facts = MembershipFacts(email=email)
    granted = planned_grant(facts, user, member, profile, new_id=new_id, now=now)
    if member:
        outcome = "repaired" if granted.changes else "member"
        said = "Missing pieces are added." if granted.changes else "Stays as it is."
    else:
        outcome = "new"
        said = f"Becomes a member with the profile {granted.profile_id}."
    return Step(
        subject=email,
        outcome=outcome,
        sentence=said,
        changes=granted.changes,
        notes={"profileID": granted.profile_id} if granted.changes else {},
    )


def _differing(facts: MembershipFacts, member: Member) -> Iterator[str]:
    known = member.plain()
    for name, fact in FACTS.items():
        said, kept = getattr(facts, name), known.get(fact.member)
        if said is not None and _text(said) != _text(kept):
            yield f"{fact.label}: the record says '{_text(kept)}', not '{_text(said)}'"


def _text(value: Any) -> str:
    match value:
        case None | "" | False | []:
            return ""
        case list():
            return ",".join(str(each) for each in value)
    return str(value)


def _key(wanted: _Wanted) -> Any:
    return Member.key(wanted.facts.email)


def _noted(subject: str, outcome: str, sentence: str) -> Step:
    return Step(subject=subject, outcome=outcome, sentence=sentence)
