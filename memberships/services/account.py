"""Deleting an account: the last of the three records, when no membership is left."""

from dataclasses import dataclass
from typing import Any

from accounts.acts import AccountAct
from accounts.models import User
from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, begin, record
from core.dynamo.transactions import (
    Stale,
    read_together,
    retry_on_conflict,
    write_transaction,
)
from core.errors import Conflict, NotFound
from interactions.services import (
    REMOVE_CONNECTIONS,
    finish_unfinished,
    remove_connections,
)
from memberships.models import Member
from memberships.services.rows import apply_all
from profiles.queries import partition_rows


class StillAMember(Conflict):
    """The account carries a membership."""

    code = "still_a_member"

    def __init__(self) -> None:
        super().__init__(
            "This account has a member record. Revoke the membership first, then"
            " delete the account."
        )


@dataclass(frozen=True, kw_only=True)
class Deleted:
    """An account that is gone: the act that did it, and the row as it was."""

    act: Act
    row: dict[str, Any]


def delete_user(email: str, *, actor: str, now: int, reason: str = "") -> Deleted:
    """Delete an account, and with it a profile that a revoked member kept.

    Undoable for 30 days. Raises ``NotFound`` and ``StillAMember``, and deletes nothing
    then. Source: contract section 1.1.
    """

    def decide(_: int) -> tuple[Deleted, str]:
        user, member = read_together(
            (User, User.key(email)), (Member, Member.key(email))
        )
        if user is None:
            raise NotFound.of("User", email)
        if member is not None:
            raise StillAMember
        kept = user.kept_profile_id
        profile, _connections = partition_rows(kept) if kept else (None, [])
        removals = [RowChange.removed("user", user)]
        if profile:
            if finish_unfinished(person=email):
                raise Stale
            removals.append(RowChange.removed("profile", profile))
        entry = AuditEntry(
            act=AccountAct.DELETE,
            subject=email,
            actor=actor,
            at=now,
            changes=removals,
            reason=reason,
        )
        with write_transaction() as writes:
            apply_all(writes, removals)
            RowChange.absent("member", Member, Member.key(email)).apply(writes)
            act = record(writes, entry)
            if profile:
                begin(writes, act, REMOVE_CONNECTIONS, profile.profile_id)
        deleted = Deleted(act=act, row=user.plain())
        return deleted, profile.profile_id if profile else ""

    deleted, profile_id = retry_on_conflict(decide)
    if profile_id:
        remove_connections(profile_id, act_id=deleted.act.act_id, at=now)
    return deleted
