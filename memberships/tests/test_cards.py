"""A lost card: a new link for the person, nothing behind the old one."""

import pytest

from biztech.audit.trail import begin, find_act, history, unfinished
from biztech.dynamo.transactions import write_transaction
from interactions.queries import connections_of
from interactions.services import MOVE_CONNECTIONS, connect
from interactions.tests.cast import AMIRA, BEN, CHLOE, DARA, join, wall_entries
from memberships.models import Member
from memberships.people import problems
from memberships.services import (
    edit_member,
    finish_unfinished,
    plan_replace,
    replace_card,
    undo,
)
from memberships.services.cards import NoCardToReplace, ReplacementReasonMissing
from profiles.errors import CardReplaced
from profiles.queries import find_profile, public_profile, wall_faces


def met(profile_id: str) -> list[str]:
    return sorted(row.other_id for row in connections_of(profile_id))


def test_replaced_card_leads_nowhere_and_the_new_one_to_the_person(now: int) -> None:
    old = join(AMIRA, now=now)
    edit_member(AMIRA, {"cardCount": 2}, actor=BEN, now=now)

    done = replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)

    member = Member.find(*Member.key(AMIRA))
    assert member is not None
    assert (member.profile_id, member.card_count) == (done.new_id, 0)
    assert public_profile(done.new_id)["fname"] == "Amira"
    with pytest.raises(CardReplaced):
        public_profile(old)
    stub = find_profile(old)
    assert stub is not None and "Amira" not in str(stub.plain())
    assert problems() == []
    act = history(AMIRA)[0]
    assert (act.act, act.reason) == ("replace card", "lost")


def test_replacing_moves_connections_on_both_sides(now: int) -> None:
    old, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    connect(DARA, old, now=now)

    done = replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)

    assert done.connections == 2
    assert met(old) == []
    assert met(done.new_id) == sorted([ben, dara])
    assert met(ben) == met(dara) == [done.new_id]
    (row,) = connections_of(ben)
    assert (row.connection_id, row.fname) == (done.new_id, "Amira")
    assert unfinished() == []


def test_replacing_moves_more_people_than_a_transaction_holds(now: int) -> None:
    old = join(AMIRA, now=now)
    others = [join(f"guest{number}@example.org", now=now) for number in range(45)]
    for other in others:
        connect(AMIRA, other, now=now)

    done = replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)

    assert met(done.new_id) == sorted(others)
    assert met(old) == []


def test_replacing_can_be_undone_with_the_connections_made_since(now: int) -> None:
    old, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    done = replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)
    connect(DARA, done.new_id, now=now + 2)
    assert done.act is not None

    undo(AMIRA, done.act.act_id, actor=BEN, now=now + 3)

    assert met(old) == sorted([ben, dara])
    assert met(ben) == met(dara) == [old]
    assert find_profile(done.new_id) is None
    assert public_profile(old)["fname"] == "Amira"


def test_interrupted_replacement_is_completed(now: int) -> None:
    old, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    done = replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)
    # As a crash leaves it: the mark is there, and a connection still on the old id.
    assert done.act is not None
    act = find_act(AMIRA, done.act.act_id)
    with write_transaction() as writes:
        begin(writes, act, MOVE_CONNECTIONS, done.new_id, target=old)
    assert met(done.new_id) == [ben]

    finish_unfinished(now=now + 2)

    assert (met(old), met(ben)) == ([ben], [old])
    assert unfinished() == []


def test_wall_shows_a_replaced_person_under_the_new_id(now: int) -> None:
    old, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    replace_card(AMIRA, reason="lost", actor=BEN, now=now + 1)
    done = replace_card(AMIRA, reason="lost again", actor=BEN, now=now + 2)

    faces = wall_faces([old, ben, "NobodyIsHere"])

    assert len(wall_entries()) == 1
    assert {one: faces[one]["id"] for one in faces} == {old: done.new_id, ben: ben}


def test_plan_of_a_replacement_writes_nothing(now: int) -> None:
    old = join(AMIRA, now=now)

    plan = plan_replace(AMIRA, now=now)

    assert (plan.old_id, plan.connections, plan.act) == (old, 0, None)
    assert find_profile(plan.new_id) is None


def test_replacing_needs_a_reason_and_a_profile(now: int) -> None:
    join(AMIRA, now=now)

    with pytest.raises(ReplacementReasonMissing):
        replace_card(AMIRA, reason=" ", actor=BEN, now=now)
    with pytest.raises(NoCardToReplace):
        replace_card(CHLOE, reason="lost", actor=BEN, now=now)
