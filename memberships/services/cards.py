"""A lost card: the same person under a new link, and an old one that leads nowhere."""

from dataclasses import dataclass, field, replace

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.pending_work import do_pending_work, do_work_of
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import retry_on_conflict, write_transaction
from memberships.acts import MembershipAct
from memberships.errors import (
    CardReplacedMeanwhile,
    NoCardToReplace,
    ReplacementReasonMissing,
)
from memberships.models import Member
from profiles.ids import draw_profile_id
from profiles.queries import partition_rows
from profiles.services import moved, replaced


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """What replacing a card does, or did; ``act`` is None for a plan.

    ``connections`` counts the people met, whose connections move along.
    """

    email: str
    old_id: str
    new_id: str
    connections: int
    rows: list[RowChange] = field(default_factory=list)
    act: Act | None = None


def plan_replace(email: str, *, now: int, attempt: int = 0) -> Replaced:
    """Return what ``replace_card`` would do, writing nothing.

    Raises ``NoCardToReplace``, ``CardReplacedMeanwhile``.
    """
    member = Member.find(*Member.key(email), consistent=True)
    old_id = str(member.profile_id or "") if member else ""
    profile, connections = partition_rows(old_id) if old_id else (None, [])
    if profile and profile.replaced_by:
        # The member was read before another replacement, the profile after it.
        raise CardReplacedMeanwhile
    if member is None or profile is None or profile.hidden_at:
        raise NoCardToReplace
    new_id = draw_profile_id(attempt)
    link = {"profileID": new_id, "cardCount": 0, "updatedAt": now}
    return Replaced(
        email=email,
        old_id=old_id,
        new_id=new_id,
        connections=len(connections),
        rows=[
            RowChange.edited("member", member, link),
            replaced(profile, by=new_id, now=now),
            moved(profile, new_id, now=now),
        ],
    )


def replace_card(
    email: str, *, lost_id: str, reason: str, actor: str, now: int
) -> Replaced:
    """Give a member a new link; whoever finds the lost card learns nothing.

    ``lost_id`` is the link that is lost: of several replacements of it at once, one is
    done.

    * the profile continues under a new id, and the member row points to it;
    * the old id answers that the card was replaced, and shows nothing else;
    * no card counts as written yet; one audit item with the reason, undoable.

    All of that is one transaction. The connections follow in batches which a crash
    may interrupt and ``do_pending_work`` completes. Raises ``NoCardToReplace``,
    ``CardReplacedMeanwhile``, ``ReplacementReasonMissing``.
    """
    reason = reason.strip()
    if not reason:
        raise ReplacementReasonMissing

    def decide(attempt: int) -> Replaced:
        plan = plan_replace(email, now=now, attempt=attempt)
        if plan.old_id != lost_id:
            raise CardReplacedMeanwhile
        if do_pending_work(person=email):
            raise Stale
        entry = AuditEntry(
            act=MembershipAct.REPLACE_CARD,
            subject=email,
            actor=actor,
            at=now,
            changes=plan.rows,
            reason=reason,
            notes={
                "profileID": plan.new_id,
                "replaced": plan.old_id,
                "connections": plan.connections,
            },
        )
        with write_transaction() as writes:
            for row in plan.rows:
                row.apply(writes)
            act = record(writes, entry)
        return replace(plan, act=act)

    done = retry_on_conflict(decide)
    if done.act:
        do_work_of(done.act)
    return done
