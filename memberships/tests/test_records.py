"""The member record on its own: what an edit may and may not do."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.audit.reversal import undo
from core.audit.trail import history
from core.errors import CannotUpdate, NotFound
from memberships.errors import InvalidCardCount, MemberExists
from memberships.models import Member
from memberships.people import person
from memberships.services import (
    add_member,
    delete_member,
    edit_member,
    revoke_membership,
)
from memberships.tests.people import AMIRA, BEN, make_member, store


def test_add_member_sets_what_the_body_cannot(now: int) -> None:
    values = {"id": BEN, "firstName": "Ben", "admin": False, "cardCount": 9}

    stored = add_member(values, actor=BEN, now=now).row

    assert stored == {
        "id": BEN,
        "firstName": "Ben",
        "admin": True,
        "cardCount": 0,
        "createdAt": now,
        "updatedAt": now,
    }
    assert Member.get(BEN).plain() == stored


def test_add_member_twenty_times_at_once_makes_one(now: int) -> None:
    def add(number: int) -> bool:
        try:
            add_member({"id": AMIRA}, actor=BEN, now=now + number)
        except MemberExists:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(add, range(20)))

    assert made.count(True) == 1
    assert len(history(AMIRA)) == 1


def test_edit_member_keeps_unknown_attributes(now: int) -> None:
    store(Member, id=AMIRA, diet="None", shoeSize=39, badges={"a", "b"})

    edited = edit_member(AMIRA, {"diet": "Vegan"}, actor=BEN, now=now)

    assert edited.changed == {"diet": "Vegan", "updatedAt": now}
    assert Member.get(AMIRA).plain() == {
        "id": AMIRA,
        "diet": "Vegan",
        "shoeSize": 39,
        "badges": ["a", "b"],
        "updatedAt": now,
    }


@pytest.mark.parametrize("name", ["[", "a[0]", "]", "a.b", "#", "team;name", "size"])
def test_edit_member_takes_any_name_for_an_unknown_attribute(
    now: int, name: str
) -> None:
    profile_id = make_member(AMIRA)

    edit_member(AMIRA, {name: "x"}, actor=BEN, now=now)
    edit_member(AMIRA, {name: "y"}, actor=BEN, now=now)

    assert Member.get(AMIRA).plain()[name] == "y"
    revoked = revoke_membership(
        AMIRA, reason="left", keep_profile=False, actor=BEN, now=now
    )
    assert revoked.act
    undo(AMIRA, revoked.act.act_id, actor=BEN, now=now)
    assert Member.get(AMIRA).plain()[name] == "y"
    assert Member.get(AMIRA).profile_id == profile_id


@pytest.mark.parametrize("name", ["id", "profileID", "admin", "createdAt"])
def test_edit_member_of_a_protected_attribute_writes_nothing(
    now: int, name: str
) -> None:
    make_member(AMIRA)
    before = Member.get(AMIRA).wire

    with pytest.raises(CannotUpdate, match=f"Cannot update {name}"):
        edit_member(AMIRA, {name: "x", "diet": "Vegan"}, actor=BEN, now=now)

    assert Member.get(AMIRA).wire == before


def test_edit_member_that_changes_nothing_leaves_no_trace(now: int) -> None:
    store(Member, id=AMIRA, diet="Vegan", updatedAt=1)

    edited = edit_member(AMIRA, {"diet": "Vegan"}, actor=BEN, now=now)

    assert edited.changed == {}
    assert Member.get(AMIRA).updated_at == 1
    assert history(AMIRA) == []


def test_edit_member_unknown_is_refused_and_makes_no_row(now: int) -> None:
    with pytest.raises(NotFound, match=r"member with id 'amira@student\.ubc\.ca'"):
        edit_member(AMIRA, {"diet": "Vegan"}, actor=BEN, now=now)

    assert Member.find(*Member.key(AMIRA)) is None


@pytest.mark.parametrize(
    ("before", "sent", "after"),
    [(0, 1, 1), (3, 1, 3), (3, 4, 4), (3, {"$inc": 1}, 4), (0, {"$inc": 2}, 2)],
)
def test_card_count_never_decreases(
    now: int, before: int, sent: Any, after: int
) -> None:
    store(Member, id=AMIRA, cardCount=before)

    edit_member(AMIRA, {"cardCount": sent}, actor=BEN, now=now)

    assert Member.get(AMIRA).card_count == after


def test_card_count_incremented_by_eight_at_once_counts_each(now: int) -> None:
    store(Member, id=AMIRA, cardCount=0)

    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda _: edit_member(
                    AMIRA, {"cardCount": {"$inc": 1}}, actor=BEN, now=now
                ),
                range(8),
            )
        )

    assert Member.get(AMIRA).card_count == 8


@pytest.mark.parametrize(
    "sent", [-1, "2", True, None, [], {"$inc": 0}, {"$inc": -1}, {"$dec": 1}, 1.5]
)
def test_card_count_of_another_kind_is_refused(now: int, sent: Any) -> None:
    store(Member, id=AMIRA, cardCount=2)

    with pytest.raises(InvalidCardCount):
        edit_member(AMIRA, {"cardCount": sent}, actor=BEN, now=now)

    assert Member.get(AMIRA).card_count == 2


def test_delete_member_removes_that_record_only(now: int) -> None:
    profile_id = make_member(AMIRA)

    delete_member(AMIRA, actor=BEN, now=now)

    amira = person(AMIRA)
    assert amira.member is None
    assert amira.user and amira.user.is_member is True
    assert [problem.code for problem in amira.problems] == ["flag-without-member"]
    assert profile_id


def test_delete_member_unknown_is_refused(now: int) -> None:
    with pytest.raises(NotFound, match=r"Member with id 'amira@student\.ubc\.ca'"):
        delete_member(AMIRA, actor=BEN, now=now)
