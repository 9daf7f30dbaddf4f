"""Ending a connection, and taking that back."""

import pytest

from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.audit.trail import history
from interactions.errors import NotAMember, NotConnected
from interactions.queries import connections_of
from interactions.services import connect, disconnect
from interactions.tests.people import AMIRA, BEN, CHLOE, join, wall_entries
from memberships.models import Member
from memberships.services import replace_card, revoke_membership


def test_disconnect_removes_both_sides_and_the_wall_entry(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)

    disconnect(BEN, amira, now=now + 1)

    assert connections_of(amira) == [] == connections_of(ben)
    assert wall_entries() == []
    act = history(BEN)[0]
    assert (act.act, act.actor) == ("disconnect", BEN)


def test_disconnect_can_be_undone(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    before = [row.plain() for row in connections_of(amira) + connections_of(ben)]
    act = disconnect(AMIRA, ben, now=now + 1)

    undo(AMIRA, act.act_id, actor=BEN, now=now + 2)

    after = [row.plain() for row in connections_of(amira) + connections_of(ben)]
    assert after == before
    assert wall_entries() == []


def test_disconnect_from_who_is_gone_is_not_undone(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    act = disconnect(AMIRA, ben, now=now + 1)
    revoke_membership(BEN, reason="Left", keep_profile=False, actor=BEN, now=now + 2)

    with pytest.raises(UndoRefused, match="no such profile any more"):
        undo(AMIRA, act.act_id, actor=BEN, now=now + 3)

    assert connections_of(amira) == [] == connections_of(ben)


def test_disconnect_from_a_lost_card_is_not_undone(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    act = disconnect(AMIRA, ben, now=now + 1)
    replace_card(BEN, lost_id=ben, reason="Lost", actor=BEN, now=now + 2)

    with pytest.raises(UndoRefused, match="no such profile any more"):
        undo(AMIRA, act.act_id, actor=BEN, now=now + 3)

    assert connections_of(amira) == [] == connections_of(ben)


def test_disconnect_beside_ones_own_replaced_card_is_done(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    find = Member.find

    def replaced_just_after(*key: str, consistent: bool = False) -> Member | None:
        monkeypatch.setattr(Member, "find", find)
        owner = find(*key, consistent=consistent)
        replace_card(AMIRA, lost_id=amira, reason="Lost", actor=BEN, now=now)
        return owner

    monkeypatch.setattr(Member, "find", replaced_just_after)

    disconnect(AMIRA, ben, now=now + 1)

    assert connections_of(ben) == []


def test_disconnected_people_can_connect_again(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    connect(AMIRA, ben, now=now)
    disconnect(AMIRA, ben, now=now + 1)

    assert connect(AMIRA, ben, now=now + 2).created
    assert len(wall_entries()) == 1


def test_disconnect_of_strangers_is_refused(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    with pytest.raises(NotConnected):
        disconnect(AMIRA, ben, now=now)
    with pytest.raises(NotAMember):
        disconnect(CHLOE, amira, now=now)
