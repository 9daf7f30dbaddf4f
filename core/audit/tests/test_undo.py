"""Undo: rows come back byte for byte, or the refusal says what stands in the way."""

from functools import partial

import pytest

from accounts.models import User
from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import change_row
from core.audit.errors import ActNotFound, UndoRefused
from core.audit.models import Piece
from core.audit.pending_work import do_pending_work, pending_work
from core.audit.reversal import undo
from core.audit.trail import history, own_changes
from core.clock import DAY
from core.dynamo.base import attribute
from interactions.queries import connections_of
from interactions.services import connect
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import (
    Granted,
    delete_member,
    edit_member,
    grant_membership,
    replace_card,
    revoke_membership,
)
from memberships.tests.people import (
    AMIRA,
    AMIRAS_FACTS,
    BEN,
    make_member,
    meet,
    rows_of,
    store,
)
from memberships.tests.test_revoke import crash_after
from profiles.models import Profile
from profiles.queries import find_profile


def revoke(email: str, now: int, *, keep_profile: bool = False) -> str:
    revoked = revoke_membership(
        email, reason="by mistake", keep_profile=keep_profile, actor=BEN, now=now
    )
    assert revoked.act
    return revoked.act.act_id


def grant(now: int) -> tuple[Granted, str]:
    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    assert granted.act
    return granted, granted.act.act_id


@pytest.mark.parametrize("keep_profile", [True, False])
def test_undo_of_a_revoke_brings_back_byte_equal_rows(
    now: int, keep_profile: bool
) -> None:
    profile_id = grant_membership(AMIRAS_FACTS, actor=BEN, now=now).profile_id
    change_row(User(AMIRA), User.fname.set("Amirá"))
    change_row(Profile(*Profile.key(profile_id)), attribute("major").set({"N": "3.50"}))
    before = rows_of(AMIRA, profile_id)
    act_id = revoke(AMIRA, now + 1, keep_profile=keep_profile)

    undo(AMIRA, act_id, actor=BEN, now=now + 2)

    assert rows_of(AMIRA, profile_id) == before


def test_undo_of_a_revoke_brings_back_connections_on_both_sides(now: int) -> None:
    profile_id = make_member(AMIRA)
    friends = [make_member(f"friend{number}@example.org") for number in range(65)]
    for friend in friends:
        meet(profile_id, friend)
    before = connections(profile_id, *friends)
    act_id = revoke(AMIRA, now)

    undo(AMIRA, act_id, actor=BEN, now=now)

    assert connections(profile_id, *friends) == before
    assert pending_work() == []


def test_undo_keeps_large_rows_in_several_pieces(now: int) -> None:
    import secrets

    profile_id = make_member(AMIRA)
    essay = secrets.token_hex(190_000)
    change_row(Profile(*Profile.key(profile_id)), Profile.fname.set(essay))
    change_row(User(AMIRA), User.fname.set(essay))
    before = rows_of(AMIRA, profile_id)
    act_id = revoke(AMIRA, now)
    pieces = [piece.sk for piece in Piece.query(Piece.partition(act_id))]

    undo(AMIRA, act_id, actor=BEN, now=now)

    assert pieces == ["0#0000", "0#0001"]
    assert rows_of(AMIRA, profile_id) == before


def test_undo_interrupted_while_restoring_connections_is_finished_later(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_id = make_member(AMIRA)
    friends = [make_member(f"friend{number}@example.org") for number in range(65)]
    for friend in friends:
        meet(profile_id, friend)
    before = connections(profile_id, *friends)
    act_id = revoke(AMIRA, now)
    crash_after(2, monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        undo(AMIRA, act_id, actor=BEN, now=now)
    monkeypatch.undo()

    assert person(AMIRA).problems == ()
    assert do_pending_work() == 1
    assert connections(profile_id, *friends) == before


def test_undo_of_a_revoke_that_was_interrupted_restores_everything(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    before = [*rows_of(AMIRA, profile_id), connections(profile_id, friend)]
    crash_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        revoke(AMIRA, now)
    monkeypatch.undo()

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert [*rows_of(AMIRA, profile_id), connections(profile_id, friend)] == before


def test_undo_twice_is_refused(now: int) -> None:
    make_member(AMIRA)
    act_id = revoke(AMIRA, now)
    undo(AMIRA, act_id, actor=BEN, now=now)

    with pytest.raises(UndoRefused, match="undone already"):
        undo(AMIRA, act_id, actor=BEN, now=now)


def test_undo_after_thirty_days_is_refused(now: int) -> None:
    make_member(AMIRA)
    act_id = revoke(AMIRA, now)

    with pytest.raises(UndoRefused, match="30 days"):
        undo(AMIRA, act_id, actor=BEN, now=now + 30 * DAY + 1)


def test_undo_of_an_unknown_act_is_refused(now: int) -> None:
    with pytest.raises(ActNotFound):
        undo(AMIRA, "0-nothing", actor=BEN, now=now)


def test_undo_after_a_new_grant_says_what_changed_and_writes_nothing(
    now: int,
) -> None:
    make_member(AMIRA)
    act_id = revoke(AMIRA, now)
    profile_id = make_member(AMIRA, now=now + 1)
    before = rows_of(AMIRA, profile_id)

    with pytest.raises(UndoRefused) as refused:
        undo(AMIRA, act_id, actor=BEN, now=now + 2)

    assert refused.value.facts == {
        "differences": [
            "The user record changed since (isMember).",
            "There is a member record again.",
        ],
        "may_keep": False,
    }
    assert rows_of(AMIRA, profile_id) == before


def test_undo_after_an_unrelated_edit_asks_first_and_then_keeps_it(now: int) -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)
    act_id = revoke(AMIRA, now)
    change_row(User(AMIRA), User.diet.set("Vegan"), User.updated_at.set(now + 1))

    with pytest.raises(UndoRefused) as refused:
        undo(AMIRA, act_id, actor=BEN, now=now + 2)
    assert refused.value.facts == {
        "differences": ["The user record changed since (diet)."],
        "may_keep": True,
    }

    undo(AMIRA, act_id, actor=BEN, now=now + 2, keep_later_edits=True)
    user, member, profile = rows_of(AMIRA, profile_id)
    assert [member, profile] == before[1:]
    assert user == {
        **(before[0] or {}),
        "diet": {"S": "Vegan"},
        "updatedAt": {"N": str(now + 1)},
    }


def test_undo_is_refused_while_somebody_they_met_has_no_profile(now: int) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    first = revoke(AMIRA, now)
    second = revoke("friend@example.org", now)

    with pytest.raises(UndoRefused, match=friend):
        undo(AMIRA, first, actor=BEN, now=now)

    undo("friend@example.org", second, actor=BEN, now=now)
    undo(AMIRA, first, actor=BEN, now=now)
    assert [row.other_id for row in connections_of(friend)] == [profile_id]


def test_undo_of_a_grant_takes_the_records_away_again(now: int) -> None:
    store(User, id=AMIRA, fname="Amira", isMember=False, admin=False, createdAt=1)
    before = User.get(AMIRA).wire
    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    assert granted.act

    undo(AMIRA, granted.act.act_id, actor=BEN, now=now + 1)

    assert rows_of(AMIRA, granted.profile_id) == [before, None, None]


def test_undo_of_a_grant_with_connections_since_is_refused(now: int) -> None:
    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    meet(granted.profile_id, make_member("friend@example.org"))
    assert granted.act

    with pytest.raises(UndoRefused, match="connections since"):
        undo(AMIRA, granted.act.act_id, actor=BEN, now=now)


def test_tap_that_commits_just_before_an_undone_grant_is_swept_up(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    granted, act_id = grant(now)
    friend = make_member("friend@example.org")
    tap = partial(connect, "friend@example.org", granted.profile_id, now=now + 1)
    just_before_the_commit(monkeypatch, tap)

    undo(AMIRA, act_id, actor=BEN, now=now + 1)

    assert find_profile(granted.profile_id) is None
    assert connections_of(granted.profile_id) == [] == connections_of(friend)
    assert pending_work() == []


def test_act_undone_between_the_readings_is_undone_already(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, act_id = grant(now)
    reading = "core.audit.reversal.own_changes"

    def undone_just_before(act_id: str) -> object:
        monkeypatch.setattr(reading, own_changes)
        undo(AMIRA, act_id, actor=BEN, now=now + 1)
        return own_changes(act_id)

    monkeypatch.setattr(reading, undone_just_before)

    with pytest.raises(UndoRefused, match="undone already"):
        undo(AMIRA, act_id, actor=BEN, now=now + 2)


@pytest.mark.parametrize("attempt", range(3))
def test_undo_of_a_grant_beside_taps_leaves_nothing(now: int, attempt: int) -> None:
    granted, act_id = grant(now)
    friends = [f"friend{number}@example.org" for number in range(8)]
    theirs = [make_member(friend) for friend in friends]
    taps = [
        partial(connect, friend, granted.profile_id, now=now + 1) for friend in friends
    ]

    at_once(
        *taps[:4],
        lambda: undo(AMIRA, act_id, actor=BEN, now=now + 1),
        *taps[4:],
    )

    there = find_profile(granted.profile_id) is not None
    met = [their for their in theirs if connections_of(their)]
    assert pending_work() == []
    assert bool(met) == there
    assert len(connections_of(granted.profile_id)) == len(met)


@pytest.mark.parametrize("then", ["replaced", "revoked"])
def test_undo_of_a_revoke_finds_people_under_their_new_card(
    now: int, then: str
) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    act_id = revoke(AMIRA, now)
    new = replace_card(
        "friend@example.org", lost_id=friend, reason="Lost", actor=BEN, now=now + 1
    ).new_id
    if then == "revoked":
        revoke("friend@example.org", now + 2)
        with pytest.raises(UndoRefused, match="no profile any more"):
            undo(AMIRA, act_id, actor=BEN, now=now + 3)
        return

    undo(AMIRA, act_id, actor=BEN, now=now + 3)

    assert [row.other_id for row in connections_of(profile_id)] == [new]
    assert [row.other_id for row in connections_of(new)] == [profile_id]


def test_undo_of_a_grant_whose_member_was_edited_since_is_refused(now: int) -> None:
    granted = grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    edit_member(AMIRA, {"cardCount": 1}, actor=BEN, now=now + 1)
    assert granted.act

    with pytest.raises(UndoRefused, match="member record changed since") as refused:
        undo(AMIRA, granted.act.act_id, actor=BEN, now=now + 2)
    assert refused.value.facts["may_keep"] is False


def test_undo_of_a_deleted_member_record_brings_it_back(now: int) -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)
    delete_member(AMIRA, actor=BEN, now=now)

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert rows_of(AMIRA, profile_id) == before


def test_undo_of_an_edit_restores_the_former_values(now: int) -> None:
    make_member(AMIRA)
    before = Member.get(AMIRA).wire
    edit_member(AMIRA, {"diet": "Vegan", "note": "new"}, actor=BEN, now=now)

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now + 1)

    assert Member.get(AMIRA).wire == before


def test_undo_is_recorded_and_marks_the_act(now: int) -> None:
    grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)
    act_id = revoke(AMIRA, now + 1)

    undo(AMIRA, act_id, actor="cleo@ubcbiztech.com", now=now + 2)

    undoing, revoking, _ = history(AMIRA)
    assert (undoing.act, undoing.undoes) == ("undo", act_id)
    assert undoing.undo_until is None
    assert (revoking.undone_at, revoking.undone_by) == (now + 2, "cleo@ubcbiztech.com")


def connections(*profile_ids: str) -> list[list[dict[str, dict[str, str]]]]:
    """Return the connection rows of each profile, as stored."""
    return [
        [row.wire for row in connections_of(profile_id)] for profile_id in profile_ids
    ]
