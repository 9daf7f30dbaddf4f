"""Revoking: what goes, what stays, and that a crash leaves nothing half done."""

from functools import partial

import pytest

from accounts.models import User
from biztech.tests.at_once import at_once, just_before_the_commit
from core.audit.pending_work import do_pending_work, pending_work
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import remove_rows
from core.errors import NotFound
from interactions.models import Connection
from interactions.queries import connections_of
from interactions.services import connect, remove_connections
from memberships.errors import ReasonMissing
from memberships.models import Member
from memberships.people import person
from memberships.services import (
    grant_membership,
    plan_revoke,
    replace_card,
    revoke_membership,
)
from memberships.tests.people import (
    AMIRA,
    AMIRAS_FACTS,
    BEN,
    listed,
    make_member,
    meet,
    rows_of,
    store,
)
from profiles.queries import find_profile, profile_id_of_member, public_profile


def revoke(email: str, now: int, *, keep_profile: bool = False):  # type: ignore[no-untyped-def]
    return revoke_membership(
        email, reason="left the club", keep_profile=keep_profile, actor=BEN, now=now
    )


def test_revoke_keeps_the_user_and_removes_member_and_profile(now: int) -> None:
    profile_id = grant_membership(AMIRAS_FACTS, actor=BEN, now=now).profile_id

    revoked = revoke(AMIRA, now + 1)

    assert [(change.label, change.kind) for change in revoked.changes] == [
        ("user", "changed"),
        ("member", "removed"),
        ("profile", "removed"),
    ]
    user = User.get(AMIRA)
    assert user.is_member is False
    assert (user.fname, user.updated_at) == ("Amira", now + 1)
    assert rows_of(AMIRA, profile_id)[1:] == [None, None]


def test_revoke_without_connections_takes_six_database_calls(
    now: int, database_calls: list[str]
) -> None:
    grant_membership(AMIRAS_FACTS, actor=BEN, now=now)
    database_calls.clear()

    revoke(AMIRA, now)

    # The rows, unfinished work; the write; what came in between, and the mark.
    assert database_calls == [
        "TransactGetItems",
        "Query",
        "Query",
        "TransactWriteItems",
        "Query",
        "DeleteItem",
    ]


def test_revoke_keeping_the_profile_hides_it_from_the_public(now: int) -> None:
    profile_id = grant_membership(AMIRAS_FACTS, actor=BEN, now=now).profile_id

    revoke(AMIRA, now + 1, keep_profile=True)

    profile = find_profile(profile_id)
    assert profile and profile.hidden_at == now + 1
    with pytest.raises(NotFound):
        public_profile(profile_id)
    assert User.get(AMIRA).kept_profile_id == profile_id
    assert listed().problems() == []


def test_revoke_keeping_the_profile_keeps_its_connections(now: int) -> None:
    profile_id = make_member(AMIRA)
    other_id = make_member("other@example.org")
    meet(profile_id, other_id)

    revoked = revoke(AMIRA, now, keep_profile=True)

    assert revoked.connections == 0
    assert [row.other_id for row in connections_of(profile_id)] == [other_id]
    assert [row.other_id for row in connections_of(other_id)] == [profile_id]


def test_revoke_again_removes_the_profile_that_was_kept(now: int) -> None:
    profile_id = make_member(AMIRA)
    revoke(AMIRA, now, keep_profile=True)

    revoke(AMIRA, now + 1, keep_profile=False)

    assert find_profile(profile_id) is None
    assert User.get(AMIRA).kept_profile_id is None


@pytest.mark.parametrize("keep_profile", [True, False])
def test_revoke_twice_is_harmless(now: int, keep_profile: bool) -> None:
    profile_id = make_member(AMIRA)
    revoke(AMIRA, now, keep_profile=keep_profile)
    before = rows_of(AMIRA, profile_id)

    second = revoke(AMIRA, now + 1, keep_profile=keep_profile)

    assert second.act is None
    assert rows_of(AMIRA, profile_id) == before
    assert [act.act for act in history(AMIRA)] == ["revoke", "grant"]


def test_revoke_of_somebody_unknown_is_harmless(now: int) -> None:
    assert revoke("nobody@example.org", now).act is None


@pytest.mark.parametrize("reason", ["", "   "])
def test_revoke_without_a_reason_is_refused(now: int, reason: str) -> None:
    profile_id = make_member(AMIRA)
    before = rows_of(AMIRA, profile_id)

    with pytest.raises(ReasonMissing):
        revoke_membership(AMIRA, reason=reason, keep_profile=False, actor=BEN, now=now)

    assert rows_of(AMIRA, profile_id) == before


def test_revoke_of_an_exec_says_that_dashboard_rights_stay(now: int) -> None:
    make_member(BEN)

    revoked = revoke(BEN, now)

    assert revoked.keeps_dashboard_rights is True
    assert User.get(BEN).admin is True


def test_revoke_clears_a_member_flag_that_has_no_member(now: int) -> None:
    store(User, id=AMIRA, isMember=True, admin=False)

    revoke(AMIRA, now)

    assert User.get(AMIRA).is_member is False
    assert person(AMIRA).problems == ()


def test_revoke_removes_a_member_that_has_no_user(now: int) -> None:
    store(Member, id=AMIRA, firstName="Amira")

    revoke(AMIRA, now)

    assert Member.find(*Member.key(AMIRA)) is None
    assert User.find(*User.key(AMIRA)) is None


def test_revoke_removes_connections_on_both_sides(now: int) -> None:
    profile_id = make_member(AMIRA)
    friends = [make_member(f"friend{number}@example.org") for number in range(65)]
    for friend in friends:
        meet(profile_id, friend)
    meet(friends[0], friends[1])

    revoked = revoke(AMIRA, now)

    assert revoked.connections == 65
    assert connections_of(profile_id) == []
    assert [row.other_id for row in connections_of(friends[0])] == [friends[1]]
    assert connections_of(friends[64]) == []
    assert pending_work() == []


def test_revoke_with_a_missing_mirror_row_still_cleans_up(now: int) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    remove_rows(Connection(*Connection.key(friend, profile_id)))

    revoke(AMIRA, now)

    assert connections_of(profile_id) == []


@pytest.mark.parametrize("commits", [1, 2, 3])
def test_revoke_interrupted_is_finished_later(
    now: int, commits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_id = make_member(AMIRA)
    friends = [make_member(f"friend{number}@example.org") for number in range(65)]
    for friend in friends:
        meet(profile_id, friend)
    crash_after(commits, monkeypatch)

    with pytest.raises(KeyboardInterrupt):
        revoke(AMIRA, now)
    monkeypatch.undo()

    assert rows_of(AMIRA, profile_id)[1:] == [None, None]
    assert len(connections_of(profile_id)) == 65 - 30 * (commits - 1)
    assert do_pending_work() == 1
    assert connections_of(profile_id) == []
    assert [connections_of(friend) for friend in friends] == [[]] * 65
    assert do_pending_work() == 0


@pytest.mark.parametrize("met_before", [True, False])
def test_tap_that_commits_just_before_a_revoke_is_swept_up(
    now: int, met_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    other = make_member("other@example.org")
    if met_before:
        meet(profile_id, other)
    tap = partial(connect, "friend@example.org", profile_id, now=now)
    just_before_the_commit(monkeypatch, tap)

    act = revoke(AMIRA, now).act

    assert [connections_of(one) for one in (profile_id, friend, other)] == [[]] * 3
    assert pending_work() == []
    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)
    assert [row.other_id for row in connections_of(friend)] == [profile_id]


@pytest.mark.parametrize("attempt", range(3))
def test_taps_beside_a_revoke_leave_nothing(now: int, attempt: int) -> None:
    profile_id = make_member(AMIRA)
    friends = [f"friend{number}@example.org" for number in range(8)]
    theirs = [make_member(friend) for friend in friends]
    taps = [partial(connect, friend, profile_id, now=now) for friend in friends]

    at_once(*taps[:4], lambda: revoke(AMIRA, now), *taps[4:])

    assert pending_work() == []
    assert connections_of(profile_id) == []
    assert [connections_of(their) for their in theirs] == [[]] * 8


@pytest.mark.parametrize("attempt", range(3))
def test_replaced_card_beside_a_revoke_leaves_nothing(now: int, attempt: int) -> None:
    profile_id = make_member(AMIRA)
    friends = [make_member(f"friend{number}@example.org") for number in range(25)]
    for friend in friends:
        meet(profile_id, friend)

    revoked, _ = at_once(
        lambda: revoke(AMIRA, now),
        lambda: replace_card(
            AMIRA, lost_id=profile_id, reason="Lost", actor=BEN, now=now
        ),
    )

    assert [connections_of(friend) for friend in friends] == [[]] * 25
    assert pending_work() == []
    undo(AMIRA, revoked.act.act_id, actor=BEN, now=now + 1)
    assert len(connections_of(profile_id_of_member(AMIRA) or "")) == 25


def test_late_removal_leaves_a_profile_alone_that_is_there_again(now: int) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    act = revoke(AMIRA, now).act
    undo(AMIRA, act.act_id, actor=BEN, now=now + 1)

    remove_connections(profile_id, act_id=act.act_id, at=now)

    assert [row.other_id for row in connections_of(profile_id)] == [friend]


def test_plan_of_a_revoke_counts_connections_and_writes_nothing(now: int) -> None:
    profile_id, friend = make_member(AMIRA), make_member("friend@example.org")
    meet(profile_id, friend)
    before = rows_of(AMIRA, profile_id)

    plan = plan_revoke(AMIRA, keep_profile=False, now=now)

    assert plan.connections == 1
    assert [change.label for change in plan.changes] == ["user", "member", "profile"]
    assert rows_of(AMIRA, profile_id) == before


def crash_after(commits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let so many transactions through, then die before the next is sent."""
    from core.dynamo.transactions import Writes

    send = Writes.commit
    left = iter(range(commits))

    def commit(writes: Writes) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        send(writes)

    monkeypatch.setattr(Writes, "commit", commit)
