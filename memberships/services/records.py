"""The member record on its own, as the members' routes change it."""

from collections.abc import Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.edits import STAMP, Edited, Recorded, edit_row
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict
from core.email import is_exec_email
from core.errors import CannotUpdate, NotFound
from memberships.acts import MembershipAct
from memberships.errors import InvalidCardCount, MemberExists
from memberships.models import Member

# Written by the services that own the fact, never by an edit.
PROTECTED = ("id", "profileID", "admin", "createdAt", "discordId")


def add_member(values: Mapping[str, Any], *, actor: str, now: int) -> Recorded:
    """Create a member record only.

    ``values`` are stored names, ``id`` a normalized address. ``admin``, ``cardCount``
    and the times are set here. Raises ``MemberExists``. Source: contract section 1.2.
    """
    member = Member.of(
        {
            **values,
            "admin": is_exec_email(values["id"]),
            "cardCount": 0,
            "createdAt": now,
            "updatedAt": now,
        }
    )
    creation = RowChange.created("member", member)
    entry = AuditEntry(
        act=MembershipAct.ADD_RECORD,
        subject=values["id"],
        actor=actor,
        at=now,
        changes=[creation],
    )
    act = enact(entry, otherwise=MemberExists())
    return Recorded(row=member.plain(), act=act)


def edit_member(
    email: str, values: Mapping[str, Any], *, actor: str, now: int
) -> Edited:
    """Change attributes of a member record.

    ``values`` are stored names with plain values; None removes one, unknown ones are
    kept. ``cardCount`` never decreases; ``{"$inc": n}`` adds to it. Raises
    ``NotFound``, ``CannotUpdate``, ``InvalidCardCount``, and writes nothing then.
    """
    for name in PROTECTED:
        if name in values:
            raise CannotUpdate(name)

    def decide(_: int) -> Edited:
        member = _existing(email, "member")
        wanted = {name: value for name, value in values.items() if name != STAMP}
        if "cardCount" in wanted:
            wanted["cardCount"] = _card_count(member, wanted["cardCount"])
        return edit_row("member", member, wanted, subject=email, actor=actor, now=now)

    return retry_on_conflict(decide)


def delete_member(email: str, *, actor: str, now: int, reason: str = "") -> Recorded:
    """Remove the member record only, as documented.

    The user keeps ``isMember`` and the profile stays: ``revoke_membership`` is what
    people usually want. Raises ``NotFound``. Undoable like every act.
    """

    def decide(_: int) -> Recorded:
        member = _existing(email, "Member")
        removal = RowChange.removed("member", member)
        entry = AuditEntry(
            act=MembershipAct.DELETE_RECORD,
            subject=email,
            actor=actor,
            at=now,
            changes=[removal],
            reason=reason,
        )
        act = enact(entry)
        return Recorded(row=member.plain(), act=act)

    return retry_on_conflict(decide)


def _existing(email: str, kind: str) -> Member:
    """Return the member row, read consistently because a decision rests on it."""
    member = Member.find(*Member.key(email), consistent=True)
    if member is None:
        raise NotFound.of(kind, email)
    return member


def _card_count(member: Member, wanted: Any) -> int:
    current = int(member.card_count or 0)
    match wanted:
        case {"$inc": int(more), **others} if not others and more > 0:
            return current + more
        case bool():
            raise InvalidCardCount
        case int() if wanted >= 0:
            return max(current, wanted)
    raise InvalidCardCount
