"""Rows as large as DynamoDB stores, which other services may have made so."""

import secrets
from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.services import delete_user, edit_user
from biztech.tests.at_once import just_before_the_commit
from biztech.tests.callers import change_row
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.base import Entity, attribute
from core.dynamo.errors import RowTooLarge
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.wire import Item, to_wire
from memberships.models import Member
from memberships.services import (
    delete_member,
    edit_member,
    replace_card,
    respell,
    revoke_membership,
)
from memberships.tests.people import AMIRA, BEN, make_member, rows_of, store
from profiles.models import Profile

# DynamoDB stores 409,600 bytes; an act adds a few stamps.
_LARGE = 405_000


def one_long_text(room: int) -> Item:
    return {"essay": {"S": secrets.token_hex(room // 2)[:room]}}


def many_attributes(room: int) -> Item:
    each = 300
    return {
        f"attribute{number:05d}": {"S": secrets.token_hex(each // 2 - 8)}
        for number in range(room // each)
    }


SHAPES = (one_long_text, many_attributes)


@pytest.fixture(params=SHAPES, ids=lambda shape: shape.__name__)
def amiras(request: pytest.FixtureRequest) -> str:
    """Make amira a member with three rows of 400 KB; return her profile id."""
    profile_id = make_member(AMIRA)
    fill: Callable[[int], Item] = request.param
    for row in (
        User.get(AMIRA),
        Member.get(AMIRA),
        Profile.get(*Profile.key(profile_id)),
    ):
        store_rows(type(row).of_item({**row.wire, **fill(_LARGE - 2000)}))
    return profile_id


@pytest.mark.parametrize("keep_profile", [True, False])
def test_large_rows_are_revoked_and_come_back(
    amiras: str, keep_profile: bool, now: int
) -> None:
    before = rows_of(AMIRA, amiras)

    act = revoke_membership(
        AMIRA, reason="Left", keep_profile=keep_profile, actor=BEN, now=now
    ).act

    assert Member.find(*Member.key(AMIRA)) is None
    assert act is not None
    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)
    assert rows_of(AMIRA, amiras) == before


def test_large_rows_are_edited_and_edits_undone(amiras: str, now: int) -> None:
    before = rows_of(AMIRA, amiras)

    edit_user(AMIRA, {"fname": "Amira"}, actor=BEN, by_exec=True, now=now)
    edit_member(AMIRA, {"firstName": "Amira"}, actor=BEN, now=now)

    assert (User.get(AMIRA).fname, Member.get(AMIRA).first_name) == ("Amira", "Amira")
    for act in history(AMIRA, limit=2):
        undo(AMIRA, act.act_id, actor=BEN, now=now + 1)
    assert rows_of(AMIRA, amiras) == before


def test_large_rows_are_deleted_and_come_back(amiras: str, now: int) -> None:
    before = rows_of(AMIRA, amiras)

    delete_member(AMIRA, actor=BEN, now=now)
    deleted = delete_user(AMIRA, actor=BEN, now=now + 1)

    assert rows_of(AMIRA, amiras)[:2] == [None, None]
    undo(AMIRA, deleted.act.act_id, actor=BEN, now=now + 2)
    (member_act,) = [a for a in history(AMIRA) if a.act == "delete member record"]
    undo(AMIRA, member_act.act_id, actor=BEN, now=now + 3)
    assert rows_of(AMIRA, amiras) == before


def test_large_profile_moves_to_a_new_card_and_back(amiras: str, now: int) -> None:
    before = rows_of(AMIRA, amiras)

    done = replace_card(AMIRA, lost_id=amiras, reason="Lost", actor=BEN, now=now)

    stub = Profile.get(*Profile.key(amiras))
    assert (stub.replaced_by, len(stub.wire)) == (done.new_id, 9)
    assert done.act is not None
    undo(AMIRA, done.act.act_id, actor=BEN, now=now + 1)
    assert rows_of(AMIRA, amiras) == before


@pytest.mark.parametrize("shape", SHAPES)
def test_large_rows_are_respelt(shape: Callable[[int], Item], now: int) -> None:
    row = {"id": {"S": "Amira@Student.UBC.ca"}, **shape(_LARGE - 2000)}
    store_rows(User.of_item(row))

    respell(AMIRA, ["Amira@Student.UBC.ca"], actor=BEN, now=now)

    moved = User.get(AMIRA).wire
    assert {**moved, "id": row["id"]} == row
    assert User.find("Amira@Student.UBC.ca") is None


@pytest.mark.parametrize(
    ("model", "name"),
    [(User, "fname"), (Member, "updatedAt"), (Member, "attribute00000")],
)
def test_large_row_that_others_change_meanwhile_is_read_again(
    model: type[Entity], name: str, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_member(AMIRA)
    row = model.get(AMIRA)
    store_rows(model.of_item({**row.wire, **many_attributes(_LARGE - 2000)}))
    value = to_wire(7 if name == "updatedAt" else "theirs")
    just_before_the_commit(
        monkeypatch, lambda: change_row(model(AMIRA), attribute(name).set(value))
    )

    if model is Member:
        gone = delete_member(AMIRA, actor=BEN, now=now).row
    else:
        remove_rows(Member(AMIRA))
        gone = delete_user(AMIRA, actor=BEN, now=now).row

    assert gone[name] == (7 if name == "updatedAt" else "theirs")


def test_row_that_would_be_too_large_is_refused(now: int) -> None:
    store(User, id=AMIRA, essay="x" * 409_500)

    with pytest.raises(RowTooLarge, match="400 KB"):
        edit_user(AMIRA, {"fname": "A" * 200}, actor=BEN, by_exec=True, now=now)

    assert history(AMIRA) == []
