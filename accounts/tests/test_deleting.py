"""Deleting accounts: not while a membership is left, and never half."""

import pytest

from accounts.errors import StillAMember
from accounts.models import User
from accounts.services import delete_user
from core.audit.reversal import undo
from core.audit.trail import history
from core.errors import NotFound
from interactions.queries import connections_of
from memberships.services import revoke_membership
from memberships.tests.people import AMIRA, BEN, make_member, meet, rows_of, store


def test_delete_user_removes_the_account_and_undo_brings_it_back(now: int) -> None:
    store(User, id=AMIRA, fname="Amira", badges={"a"})
    before = rows_of(AMIRA, "none")

    deleted = delete_user(AMIRA, actor=AMIRA, now=now)

    assert rows_of(AMIRA, "none") == [None, None, None]
    assert deleted.row == {"id": AMIRA, "fname": "Amira", "badges": ["a"]}
    assert [(row.act, row.actor) for row in history(AMIRA)] == [
        ("delete account", AMIRA)
    ]
    undo(AMIRA, deleted.act.act_id, actor=BEN, now=now)
    assert rows_of(AMIRA, "none") == before


def test_delete_user_of_a_member_is_refused_and_deletes_nothing(now: int) -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)

    with pytest.raises(StillAMember, match="Revoke the membership first"):
        delete_user(AMIRA, actor=BEN, now=now)

    assert rows_of(AMIRA, profile_id) == before


def test_delete_user_takes_a_kept_profile_and_its_connections(now: int) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    revoke_membership(AMIRA, reason="left", keep_profile=True, actor=BEN, now=now)
    before = [*rows_of(AMIRA, profile_id), connections_of(friend)[0].wire]

    deleted = delete_user(AMIRA, actor=BEN, now=now)

    assert rows_of(AMIRA, profile_id) == [None, None, None]
    assert connections_of(friend) == []
    undo(AMIRA, deleted.act.act_id, actor=BEN, now=now)
    assert [*rows_of(AMIRA, profile_id), connections_of(friend)[0].wire] == before


def test_delete_user_unknown_is_refused(now: int) -> None:
    with pytest.raises(NotFound, match="User with id"):
        delete_user(AMIRA, actor=BEN, now=now)
