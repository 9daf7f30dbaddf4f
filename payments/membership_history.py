"""What the audit trail tells of how somebody became, or ceased to be, a member."""

import json
from typing import Any

from core.audit.models import Act
from core.audit.trail import history
from core.membership_year import membership_year
from memberships.models import Member

# Far more acts than anybody collects.
_ACTS = 1000


def act_that_made_member(email: str) -> Act | None:
    """Return the newest act that created somebody's member record, or None."""
    for act in history(email, limit=_ACTS):
        if email in members_made(act):
            return act
    return None


def members_made(act: Act) -> list[str]:
    """Return whose member records of this year an act created."""
    return [row[0] for row in _rows(act, "created")]


def is_member_by_payment(email: str, session_id: str) -> bool:
    """Tell whether it was that payment which made them the member they are."""
    act = act_that_made_member(email)
    return act is not None and session_of(act) == session_id


def was_taken(email: str, *, since: int, but_by: str) -> bool:
    """Tell whether anybody, ``but_by`` that actor, took the membership since then."""
    return any(
        # A merge removes another address' record, too.
        [email] in _rows(act, "removed")
        and act.actor != but_by
        and (act.at or 0) >= since
        for act in history(email, limit=_ACTS)
    )


def session_of(act: Act) -> str:
    """Return the id of the checkout that an act was about, if any."""
    return str(json.loads(act.notes or "{}").get("session", ""))


def _rows(act: Act, kind: str) -> list[list[str]]:
    """Return the keys of this year's member records to which an act did that."""
    changes = json.loads(act.changes or "[]")
    did = (Member.base_name(), kind)
    return [
        row["row"]
        for row in changes
        if (row["table"], row["kind"]) == did and _year_of(row) == membership_year()
    ]


def _year_of(row: dict[str, Any]) -> int:
    # Acts from before years were told say nothing of it, but in a merge's words.
    if told := row.get("year"):
        return int(told)
    first, _, rest = str(row["label"]).partition(" ")
    return int(first) if rest and first.isdigit() else membership_year()
