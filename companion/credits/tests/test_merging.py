"""Money of two people who are made one goes along, and comes back with an undo."""

from decimal import Decimal

from biztech.tests.callers import BEN, store_user
from companion.credits.models import Balance
from companion.credits.queries import balance_of, entries_of, total
from companion.credits.services import book
from companion.investments.models import Investment
from companion.investments.queries import investments_by
from core.dynamo.rows import store_rows
from core.plans.tests.plan_runs import applied, states
from interactions.tests.people import join
from memberships.tests.pairs import OLD, merge, undone
from memberships.tests.people import AMIRA


def test_money_goes_along_with_a_merge_and_comes_back(now: int) -> None:
    join(AMIRA, now=1)
    store_user(OLD)
    for person, amount in ((AMIRA, 5), (OLD, 7), (OLD, -3)):
        book(person, amount=Decimal(amount), reason="x", actor=BEN, now=now)
    row = {"id": "i1", "eventID;year": "kickstart;2025", "teamId": "t1", "amount": 20}
    store_rows(Investment.of({**row, "investorId": OLD}))

    plan = applied(merge(now))

    assert set(states(plan)) == {"applied"}
    assert Balance.find(OLD, consistent=True) is None and not entries_of(OLD)
    assert balance_of(AMIRA) == total(entries_of(AMIRA)) == 9
    assert [each.id for each in investments_by(AMIRA)] == ["i1"]

    undone(plan, now)

    assert [balance_of(who) for who in (AMIRA, OLD)] == [5, 4]
    assert [total(entries_of(who)) for who in (AMIRA, OLD)] == [5, 4]
    assert [each.id for each in investments_by(OLD)] == ["i1"]
