"""Two people to be made one, and everything that a merge may touch."""

from typing import Any

from accounts.models import User
from biztech.tests.callers import change_row
from core.dynamo.wire import Item
from core.mail.models import OutgoingMail
from core.plans.deciding import ask_to_undo
from core.plans.models import Plan
from core.plans.queries import steps_of
from core.plans.tests.plan_runs import (
    EXEC,
    planned,
)
from core.plans.working import work_on
from events.models import Hold, Registration, Seats
from events.tests.rows import (
    sign_up,
    store_event,
)
from interactions.tests.people import CHLOE, DARA, join
from memberships.models import Member
from memberships.tests.people import AMIRA, meet, store
from payments.models import Payment
from profiles.models import Profile

OLD = "amira.old@example.org"
EVERYTHING = (
    User,
    Member,
    Profile,
    Payment,
    Registration,
    Hold,
    Seats,
    OutgoingMail,
)


def all_rows() -> dict[str, list[tuple[Any, Item]]]:
    """Return every row of every table that a merge may touch, as stored."""
    return {
        model.__name__: sorted(
            ((row.key_of(), row.wire) for row in model.read_all()), key=lambda r: r[0]
        )
        for model in EVERYTHING
    }


def merge(now: int, sender: str = OLD, into: str = AMIRA, **choices: str) -> Plan:
    asked = {"from": sender, "into": into, "choices": choices}
    return planned("merge", asked, now=now)


def undone(plan: Plan, now: int) -> Plan:
    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    return work_on(plan.plan_id)


def said(plan: Plan) -> list[tuple[str, str]]:
    return [(str(s.outcome), str(s.sentence)) for s in steps_of(plan.plan_id)]


def paid(email: str, session_id: str, **values: Any) -> None:
    store(
        Payment,
        id=session_id,
        sk="payment",
        month="2026-11",
        email=email,
        paymentType="OAuthMember",
        state="paid",
        metadata={"email": email, "paymentType": "OAuthMember", "mystery": 7},
        fulfilledAt=5,
        membershipYear=2026,
        revision=3,
        createdAt=5,
        **values,
    )


def both_members(now: int) -> tuple[str, str]:
    """Store two members with everything that there can be; return their profiles."""
    kept = join(AMIRA, now=1, faculty="Science")
    gone = join(OLD, now=2, faculty="Arts", diet="Vegan")
    for email, faved in ((AMIRA, {"gala"}), (OLD, {"gala", "blueprint"})):
        user = User.get(email)
        change_row(user, User.favourites.set(faved))
    dara, chloe = join(DARA, now=1), join(CHLOE, now=1)
    meet(kept, dara)
    meet(gone, dara, at=6)
    meet(gone, chloe)
    meet(gone, kept)
    paid(AMIRA, "cs_1")
    paid(OLD, "cs_2")
    store_event(capac=2)
    sign_up(OLD)
    return kept, gone


def differing(one: Any, other: Any, *, but: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: (one[name], other[name])
        for name in one
        if name not in but and one[name] != other[name]
    }
