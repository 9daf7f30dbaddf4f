"""A lost card: a new link for the person, nothing behind the old one."""

import json
from functools import partial

import pytest

from biztech.tests.at_once import at_once, just_before_the_commit
from core.audit.models import Act
from core.audit.pending_work import do_pending_work, pending_work
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import remove_rows, store_rows
from interactions.models import Connection
from interactions.queries import connections_of, stranded_ids
from interactions.services import bring_home, connect, move_connections
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, wall_entries
from memberships.errors import (
    CardReplacedMeanwhile,
    NoCardToReplace,
    ReplacementReasonMissing,
)
from memberships.models import Member
from memberships.services import (
    Replaced,
    edit_member,
    plan_replace,
    replace_card,
    revoke_membership,
)
from memberships.tests.people import listed
from memberships.tests.test_revoke import crash_after
from profiles.errors import CardReplaced
from profiles.models import Profile
from profiles.queries import (
    find_profile,
    partition_rows,
    public_profile,
    wall_faces,
)
from profiles.services import new_profile

KEYS = ("compositeID", "type")


def met(profile_id: str) -> list[str]:
    return sorted(row.other_id for row in connections_of(profile_id))


def lose(lost_id: str, now: int) -> Replaced:
    return replace_card(AMIRA, lost_id=lost_id, reason="lost", actor=BEN, now=now)


def thirty_met(now: int) -> list[str]:
    """Have amira meet thirty people; return their ids in order."""
    others = [f"Guest{number:02d}" for number in range(30)]
    amira = str(Member.get(AMIRA).profile_id)
    for other in others:
        made = new_profile(other, member={}, is_exec=False, now=now)
        store_rows(
            Profile.of_item(made.after or {}),
            *(
                Connection.of(dict(zip(KEYS, key, strict=True)))
                for key in (Connection.key(amira, other), Connection.key(other, amira))
            ),
        )
    return others


def rename(profile_id: str, other_name: str, met_id: str) -> None:
    """Put a meeting under another id of the same person, as a race once did."""
    for one, other in ((profile_id, met_id), (met_id, profile_id)):
        row = Connection.get(*Connection.key(one, other))
        store_rows(row.renamed({profile_id: other_name}))
        remove_rows(row)


def test_replaced_card_leads_nowhere_and_the_new_one_to_the_person(now: int) -> None:
    old = join(AMIRA, now=now)
    edit_member(AMIRA, {"cardCount": 2}, actor=BEN, now=now)

    done = lose(old, now + 1)

    member = Member.find(*Member.key(AMIRA))
    assert member is not None
    assert (member.profile_id, member.card_count) == (done.new_id, 0)
    assert public_profile(done.new_id)["fname"] == "Amira"
    with pytest.raises(CardReplaced):
        public_profile(old)
    stub = find_profile(old)
    assert stub is not None and "Amira" not in str(stub.plain())
    assert listed().problems() == []
    act = history(AMIRA)[0]
    assert (act.act, act.reason) == ("replace card", "lost")


def test_replacing_moves_connections_on_both_sides(now: int) -> None:
    old, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    connect(DARA, old, now=now)

    done = lose(old, now + 1)

    assert done.connections == 2
    assert met(old) == []
    assert met(done.new_id) == sorted([ben, dara])
    assert met(ben) == met(dara) == [done.new_id]
    (row,) = connections_of(ben)
    assert (row.connection_id, row.fname) == (done.new_id, "Amira")
    assert pending_work() == []


def test_replacing_moves_more_people_than_a_transaction_holds(now: int) -> None:
    old = join(AMIRA, now=now)
    others = [join(f"guest{number}@example.org", now=now) for number in range(45)]
    for other in others:
        connect(AMIRA, other, now=now)

    done = lose(old, now + 1)

    assert met(done.new_id) == sorted(others)
    assert met(old) == []


def test_replacing_can_be_undone_with_the_connections_made_since(now: int) -> None:
    old, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    done = lose(old, now + 1)
    connect(DARA, done.new_id, now=now + 2)
    assert done.act is not None

    undo(AMIRA, done.act.act_id, actor=BEN, now=now + 3)

    assert met(old) == sorted([ben, dara])
    assert met(ben) == met(dara) == [old]
    assert find_profile(done.new_id) is None
    assert public_profile(old)["fname"] == "Amira"


@pytest.mark.parametrize("commits", [1, 2])
def test_interrupted_replacement_is_completed(
    now: int, commits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    crash_after(commits, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        lose(old, now + 1)
    monkeypatch.undo()
    assert len(met(old)) == 30 - 19 * (commits - 1)
    assert [work.person for work in pending_work()] == [AMIRA]

    assert do_pending_work() == 1

    (mark,) = [act for act in history(AMIRA) if act.act == "replace card"]
    assert met(json.loads(mark.notes or "")["profileID"]) == others
    assert met(old) == []
    assert pending_work() == []


@pytest.mark.parametrize("then", ["replace", "revoke", "undo"])
def test_next_act_on_a_person_completes_what_the_last_one_left(
    now: int, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    crash_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        lose(old, now + 1)
    monkeypatch.undo()
    middle = str(Member.get(AMIRA).profile_id)

    match then:
        case "replace":
            now_at = lose(middle, now + 2).new_id
        case "undo":
            undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now + 2)
            now_at = old
        case _:
            revoked = revoke_membership(
                AMIRA, reason="left", keep_profile=False, actor=BEN, now=now + 2
            )
            assert [met(other) for other in others] == [[]] * 30
            assert revoked.act is not None
            undo(AMIRA, revoked.act.act_id, actor=BEN, now=now + 3)
            now_at = middle

    assert met(now_at) == others
    assert {tuple(met(other)) for other in others} == {(now_at,)}
    assert pending_work() == []


def test_wall_shows_a_replaced_person_under_the_new_id(now: int) -> None:
    old, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    done = lose(lose(old, now + 1).new_id, now + 2)

    faces = wall_faces([old, ben, "NobodyIsHere"])

    assert len(wall_entries()) == 1
    assert {one: faces[one]["id"] for one in faces} == {old: done.new_id, ben: ben}


def test_plan_of_a_replacement_writes_nothing(now: int) -> None:
    old = join(AMIRA, now=now)

    plan = plan_replace(AMIRA, now=now)

    assert (plan.old_id, plan.connections, plan.act) == (old, 0, None)
    assert find_profile(plan.new_id) is None


def test_replacing_needs_a_reason_and_a_profile(now: int) -> None:
    old = join(AMIRA, now=now)

    with pytest.raises(ReplacementReasonMissing):
        replace_card(AMIRA, lost_id=old, reason=" ", actor=BEN, now=now)
    with pytest.raises(NoCardToReplace):
        replace_card(CHLOE, lost_id=old, reason="lost", actor=BEN, now=now)


def test_card_that_was_replaced_already_is_not_replaced_again(now: int) -> None:
    old = join(AMIRA, now=now)
    done = lose(old, now + 1)

    with pytest.raises(CardReplacedMeanwhile, match="Nothing was changed"):
        lose(old, now + 2)

    member = Member.find(*Member.key(AMIRA))
    assert member is not None and member.profile_id == done.new_id
    assert [act.act for act in history(AMIRA)] == ["replace card", "grant"]


@pytest.mark.parametrize("other", ["replacement", "undo"])
def test_card_that_another_act_replaces_first_is_left_alone(
    now: int, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(AMIRA, now=now)
    others = thirty_met(now)
    first = lose(str(Member.get(AMIRA).profile_id), now + 1)
    assert first.act is not None
    undoing = partial(undo, AMIRA, first.act.act_id, actor=BEN, now=now + 2)
    replacing = partial(lose, first.new_id, now + 2)
    just_before_the_commit(monkeypatch, undoing if other == "undo" else replacing)

    with pytest.raises(CardReplacedMeanwhile):
        lose(first.new_id, now + 2)

    living = str(Member.get(AMIRA).profile_id)
    assert met(living) == others
    assert {tuple(met(one)) for one in others} == {(living,)}


def test_card_replaced_between_the_readings_is_not_replaced_again(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = join(AMIRA, now=now)
    reading = "memberships.services.cards.partition_rows"

    def replaced_just_before(profile_id: str) -> object:
        monkeypatch.setattr(reading, partition_rows)
        lose(old, now + 1)
        return partition_rows(profile_id)

    monkeypatch.setattr(reading, replaced_just_before)

    with pytest.raises(CardReplacedMeanwhile):
        lose(old, now + 2)


@pytest.mark.parametrize("attempt", range(3))
def test_card_replaced_twice_at_once_is_replaced_once(now: int, attempt: int) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)

    answers = at_once(*[lambda: lose(old, now + 1)] * 2)

    done, refused = sorted(answers, key=lambda answer: isinstance(answer, Exception))
    assert isinstance(refused, CardReplacedMeanwhile)
    assert met(done.new_id) == others
    assert met(old) == []
    assert {tuple(met(other)) for other in others} == {(done.new_id,)}


@pytest.mark.parametrize("attempt", range(3))
def test_undo_beside_another_replacement_keeps_everybody(
    now: int, attempt: int
) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    first = lose(old, now + 1)
    act_id = first.act.act_id if first.act else ""

    at_once(
        lambda: undo(AMIRA, act_id, actor=BEN, now=now + 2),
        lambda: lose(first.new_id, now + 2),
    )

    member = Member.find(*Member.key(AMIRA), consistent=True)
    assert member is not None and member.profile_id is not None
    assert met(member.profile_id) == others
    assert {tuple(met(other)) for other in others} == {(member.profile_id,)}
    assert pending_work() == []


def test_move_goes_on_to_where_the_person_is_now(now: int) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    first = lose(old, now + 1)
    second = lose(first.new_id, now + 2)
    for other in others:
        rename(second.new_id, old, other)

    # As somebody would who is late with the first replacement.
    move_connections(old, first.new_id, act_id=Act.new_id(now), at=now)

    assert met(second.new_id) == others
    assert (met(old), met(first.new_id)) == ([], [])


def test_late_move_leaves_an_id_alone_that_is_in_use_again(now: int) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    done = lose(old, now + 1)
    assert done.act is not None
    undo(AMIRA, done.act.act_id, actor=BEN, now=now + 2)

    move_connections(old, done.new_id, act_id=done.act.act_id, at=now)

    assert met(old) == others
    assert met(done.new_id) == []


def test_two_people_who_lose_their_cards_at_once_stay_connected(now: int) -> None:
    old, dara = join(AMIRA, now=now), join(DARA, now=now)
    connect(AMIRA, dara, now=now)

    hers, daras = at_once(
        lambda: lose(old, now + 1),
        lambda: replace_card(DARA, lost_id=dara, reason="lost", actor=BEN, now=now + 1),
    )

    assert met(hers.new_id) == [daras.new_id]
    assert met(daras.new_id) == [hers.new_id]


def test_what_is_stranded_on_a_lost_card_is_found_and_brought_home(now: int) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    first = lose(old, now + 1)
    second = lose(first.new_id, now + 2)
    for other in others:
        rename(second.new_id, first.new_id, other)

    assert stranded_ids() == [first.new_id]
    assert bring_home(now=now + 3) == 1

    assert met(second.new_id) == others
    assert {tuple(met(other)) for other in others} == {(second.new_id,)}
    assert stranded_ids() == []
    assert bring_home(now=now + 4) == 0


def test_what_is_stranded_goes_where_the_person_has_gone(now: int) -> None:
    old, others = join(AMIRA, now=now), thirty_met(now)
    done = lose(old, now + 1)
    for other in others:
        rename(done.new_id, old, other)
    remove_rows(Profile(*Profile.key(done.new_id)))

    bring_home(now=now + 2)

    assert met(old) == []
    assert [met(other) for other in others] == [[]] * 30
