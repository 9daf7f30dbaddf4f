"""Granting a membership: user, member and profile in one transaction."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from accounts.models import User
from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import (
    read_together,
    retry_on_conflict,
    write_transaction,
)
from memberships.acts import MembershipAct
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services.rows import apply_all
from profiles.ids import draw_profile_id
from profiles.models import Profile
from profiles.services import new_profile, show_again

# Who stands for the facts: an exec, the person themself, or nobody that we know.
Voucher = Literal["exec", "owner", "nobody"]


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What a grant did; ``act`` is None when nothing had to change."""

    email: str
    profile_id: str
    rows: list[RowChange]
    act: Act | None = None

    @property
    def changes(self) -> list[RowChange]:
        """The rows that appear or change; none for somebody who is a member already."""
        return effective(self.rows)

    @property
    def joined(self) -> bool:
        """Whether the person becomes a member; false for a repair of records."""
        return any(
            change.model is Member and change.kind == "created"
            for change in self.changes
        )


def plan_grant(
    facts: MembershipFacts, *, now: int, vouched_by: Voucher = "exec"
) -> Granted:
    """Return what ``grant_membership`` would do, writing nothing."""
    return _plan(facts, now=now, attempt=0, vouched_by=vouched_by)


def grant_membership(
    facts: MembershipFacts,
    *,
    actor: str,
    now: int,
    batch: str | None = None,
    vouched_by: Voucher = "exec",
) -> Granted:
    """Make this person a member, with all three records, in one transaction.

    * the user is created or updated: known facts over older ones, never an unknown
      over a known one; ``createdAt`` stays;
    * the member row is created if there is none, and otherwise left alone;
    * a profile is created and linked if the member has none or lost it; one that a
      revoked member kept is shown and linked again;
    * facts that no exec vouches for change nothing of somebody who is a member; those
      of nobody known, moreover, only fill in what the account does not say. The club's
      clients ask for a checkout without a token, so without these a person whose
      account is bare would be a member without a name;
    * one audit item. Nothing at all is written when everything is already so.

    Two database calls for a new member and for a repetition.
    Source: contract section 1.2, seed "User, Member & Profile", scenario 3.
    """

    def decide(attempt: int) -> Granted:
        plan = _plan(facts, now=now, attempt=attempt, vouched_by=vouched_by)
        changes = plan.changes
        if not changes:
            return plan
        entry = AuditEntry(
            act=MembershipAct.GRANT,
            subject=facts.email,
            actor=actor,
            at=now,
            changes=changes,
            batch=batch,
            notes={"profileID": plan.profile_id},
        )
        with write_transaction() as writes:
            apply_all(writes, plan.rows)
            act = record(writes, entry)
        return replace(plan, act=act)

    return retry_on_conflict(decide)


def linked_profile_id(user: User | None, member: Member | None) -> str | None:
    """Return the profile that a membership takes up: the member's, or the kept one."""
    return member.profile_id if member else user.kept_profile_id if user else None


def planned_grant(
    facts: MembershipFacts,
    user: User | None,
    member: Member | None,
    profile: Profile | None,
    *,
    new_id: str,
    now: int,
) -> Granted:
    """Return what an exec's grant would do to rows that were read already.

    ``new_id`` is the id of the profile that it makes where there is none.
    """
    profile_id = profile.profile_id if profile else new_id
    member_change, known = _member(facts, user, member, profile_id, now=now)
    if profile is None:
        profile_change = new_profile(
            profile_id, member=known, is_exec=facts.is_exec, now=now
        )
    else:
        profile_change = show_again(profile, now=now)
    return Granted(
        email=facts.email,
        profile_id=profile_id,
        rows=[_user(facts, user, now=now), member_change, profile_change],
    )


def _plan(
    facts: MembershipFacts, *, now: int, attempt: int, vouched_by: Voucher
) -> Granted:
    user, member = read_together(
        (User, User.key(facts.email)), (Member, Member.key(facts.email))
    )
    if vouched_by != "exec":
        facts = _counting(facts, vouched_by, user, member)
    linked = linked_profile_id(user, member)
    return planned_grant(
        facts,
        user,
        member,
        # Consistent: a profile made a moment ago must not be taken for a lost one.
        Profile.find(*Profile.key(linked), consistent=True) if linked else None,
        new_id=draw_profile_id(attempt),
        now=now,
    )


def _counting(
    facts: MembershipFacts,
    vouched_by: Voucher,
    user: User | None,
    member: Member | None,
) -> MembershipFacts:
    if member is not None:
        return MembershipFacts(email=facts.email)
    return facts if vouched_by == "owner" else facts.besides(user)


def _user(facts: MembershipFacts, user: User | None, *, now: int) -> RowChange:
    known = {name: v for name, v in facts.for_user().items() if v is not None}
    if user is None:
        row = {
            "id": facts.email,
            **known,
            "isMember": True,
            "admin": facts.is_exec,
            "createdAt": now,
            "updatedAt": now,
        }
        return RowChange.created("user", User.of(row))
    values: dict[str, Any] = {**known, "isMember": True, "keptProfileID": None}
    if "admin" not in user.wire:
        values["admin"] = facts.is_exec
    if "createdAt" not in user.wire:
        values["createdAt"] = now
    edit = RowChange.edited("user", user, values)
    if not edit.touched:
        return edit
    return RowChange.edited("user", user, {**values, "updatedAt": now})


def _member(
    facts: MembershipFacts,
    user: User | None,
    member: Member | None,
    profile_id: str,
    *,
    now: int,
) -> tuple[RowChange, dict[str, Any]]:
    """Return the change of the member row, and its plain values for the profile."""
    if member is None:
        values = {
            "id": facts.email,
            **facts.for_member(user),
            "profileID": profile_id,
            "createdAt": now,
            "updatedAt": now,
        }
        change = RowChange.created("member", Member.of(values))
    elif member.profile_id != profile_id:
        values = member.plain()
        link = {"profileID": profile_id, "updatedAt": now}
        change = RowChange.edited("member", member, link)
    else:
        values = member.plain()
        change = RowChange.edited("member", member, {})
    return change, values
