"""Revoking a membership: what had to be done by hand, in one transaction."""

from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import User
from core.audit.changes import RowChange, effective
from core.audit.models import Act
from core.audit.pending_work import do_pending_work, do_work_of
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import read_together, retry_on_conflict, write_transaction
from core.email import is_exec_email
from memberships.acts import MembershipAct
from memberships.errors import ReasonMissing
from memberships.models import Member
from memberships.services.rows import apply_all
from profiles.models import Profile
from profiles.queries import partition_rows
from profiles.services import hide


@dataclass(frozen=True, kw_only=True)
class Revoked:
    """What a revocation did; ``act`` is None when there was nothing to revoke.

    ``connections`` counts the people met whose connection goes with the profile.
    ``keeps_dashboard_rights`` is true for an exec: their rights come from their
    address, not from their membership.
    """

    email: str
    keeps_dashboard_rights: bool
    rows: list[RowChange] = field(default_factory=list)
    connections: int = 0
    act: Act | None = None

    @property
    def changes(self) -> list[RowChange]:
        """The rows that change or go, connections aside."""
        return effective(self.rows)


def plan_revoke(email: str, *, keep_profile: bool, now: int) -> Revoked:
    """Return what ``revoke_membership`` would do, writing nothing."""
    user, member = read_together((User, User.key(email)), (Member, Member.key(email)))
    linked = member.profile_id if member else user.kept_profile_id if user else None
    profile, connections = partition_rows(linked) if linked else (None, [])
    rows = [
        _user(email, user, linked if keep_profile and profile else None, now=now),
        RowChange.removed("member", member)
        if member
        else RowChange.absent("member", Member, Member.key(email)),
    ]
    if profile and keep_profile:
        rows.append(_hidden(profile, now=now))
    elif profile:
        rows.append(RowChange.removed("profile", profile))
    return Revoked(
        email=email,
        keeps_dashboard_rights=is_exec_email(email),
        rows=rows,
        connections=0 if keep_profile else len(connections),
    )


def revoke_membership(
    email: str,
    *,
    reason: str,
    keep_profile: bool,
    actor: str,
    now: int,
    batch: str | None = None,
) -> Revoked:
    """Take a membership away; everything removed can be restored for 30 days.

    * the user stays, with ``isMember`` false; the member row goes;
    * the profile goes, with its connections on both sides; or it is kept, shown to
      nobody, and linked again by the next grant;
    * one audit item with the reason. Revoking twice is harmless.

    All but the connections is one transaction. Those follow in batches which a crash
    may interrupt and ``do_pending_work`` completes, with those that taps made in
    between. Raises ``ReasonMissing``.
    Source: seed "User, Member & Profile", Deletion.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissing

    def decide(_: int) -> Revoked:
        plan = plan_revoke(email, keep_profile=keep_profile, now=now)
        if not plan.changes:
            return plan
        if do_pending_work(person=email):
            raise Stale
        entry = AuditEntry(
            act=MembershipAct.REVOKE,
            subject=email,
            actor=actor,
            at=now,
            changes=plan.changes,
            reason=reason,
            batch=batch,
            notes={"connections": plan.connections},
        )
        with write_transaction() as writes:
            apply_all(writes, plan.rows)
            act = record(writes, entry)
        return replace(plan, act=act)

    revoked = retry_on_conflict(decide)
    if revoked.act:
        do_work_of(revoked.act)
    return revoked


def _user(
    email: str, user: User | None, kept_profile_id: str | None, *, now: int
) -> RowChange:
    if user is None:
        return RowChange.absent("user", User, User.key(email))
    values: dict[str, Any] = {"keptProfileID": kept_profile_id}
    if user.is_member:
        values["isMember"] = False
    edit = RowChange.edited("user", user, values)
    if not edit.touched:
        return edit
    return RowChange.edited("user", user, {**values, "updatedAt": now})


def _hidden(profile: Profile, *, now: int) -> RowChange:
    if profile.hidden_at:
        return RowChange.edited("profile", profile, {})
    return hide(profile, now=now)
