"""What repairs the records of people, as row changes that a plan shows first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from accounts.models import User
from core.audit.changes import RowChange
from core.doctor.invariants import Finding
from core.dynamo.attributes import Flag
from core.email import is_exec_email, normalize_email, one_spelling
from core.errors import InvalidEmail
from memberships.choices import level_of_study
from memberships.facts import MembershipFacts
from memberships.invariants.examining import FLAGS
from memberships.models import Member
from memberships.services import plan_respelling
from memberships.services.grant import linked_profile_id, planned_grant
from profiles.models import Profile
from profiles.services import hide
from profiles.services.free_ids import FreeIds

Repaired = tuple[str, list[RowChange]]


def complete(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Add or link what a member's records lack, as a grant does.

    A profile that is nobody's goes to the member of its name, or is hidden.
    """
    homeless = {one.at for one in findings if one.subject == one.at}
    for nobodys in Profile.find_many(map(Profile.key, homeless)).values():
        yield nobodys.profile_id, [hide(nobodys, now=now)]
    emails = dict.fromkeys(one.subject for one in findings if one.subject != one.at)
    homes = {one.subject: one.at for one in findings if one.at}
    users = User.find_many(map(User.key, emails))
    members = Member.find_many(map(Member.key, emails))
    rows = [(users.get(User.key(member.id)), member) for member in members.values()]
    links = [
        linked_profile_id(user, member) or homes.get(member.id) for user, member in rows
    ]
    profiles = Profile.find_many(Profile.key(link) for link in links if link)
    ids = FreeIds().draw(len(rows))
    for (user, member), link, new_id in zip(rows, links, ids, strict=True):
        profile = profiles.get(Profile.key(link)) if link else None
        facts = MembershipFacts(email=member.id)
        granted = planned_grant(facts, user, member, profile, new_id=new_id, now=now)
        yield member.id, granted.changes


def part(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Give a profile of their own to those whose profile bears another's name."""
    emails = [finding.subject for finding in findings if finding.at]
    users = User.find_many(map(User.key, emails))
    members = Member.find_many(map(Member.key, emails))
    ids = FreeIds().draw(len(members))
    for member, new_id in zip(members.values(), ids, strict=True):
        facts = MembershipFacts(email=member.id)
        user = users.get(User.key(member.id))
        granted = planned_grant(facts, user, member, None, new_id=new_id, now=now)
        yield member.id, granted.changes


def unflag(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Let the user record say that this is no member."""
    yield from _edited(User, findings, lambda _: {"isMember": False}, now=now)


def set_admin(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Let the admin flag say what the address says."""
    yield from _edited(
        User, findings, lambda row: {"admin": is_exec_email(row["id"])}, now=now
    )


def respelled(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Move or merge records to the one spelling of their address."""
    for finding in findings:
        try:
            email = normalize_email(one_spelling(finding.subject))
        except InvalidEmail:
            continue
        yield finding.subject, plan_respelling(email, [finding.subject], now=now).rows


def typed(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Store the same as the type that it usually has."""
    yield from _edited(User, findings, _as_usual, now=now)
    yield from _edited(Member, findings, _as_usual, now=now)


def _as_usual(row: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: Flag().get_value({"S": row[name]})
        for name in FLAGS
        if isinstance(row.get(name), str)
    }
    if isinstance(topics := row.get("topics"), str) and topics:
        values["topics"] = [one.strip() for one in topics.split(",") if one.strip()]
    if isinstance(year := row.get("year"), int | float):
        values["year"] = level_of_study(year)
    return values


def _edited(
    model: type[User | Member],
    findings: Iterable[Finding],
    values_of: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    now: int,
) -> Iterator[Repaired]:
    keys = dict.fromkeys(model.key(finding.subject) for finding in findings)
    for row in model.find_many(keys).values():
        if values := values_of(row.plain()):
            edit = RowChange.edited(
                "user" if model is User else "member", row, {**values, "updatedAt": now}
            )
            yield str(row.id), [edit]
