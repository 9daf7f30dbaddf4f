"""A tap makes one connection, whatever happens."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from biztech.tests.callers import change_row
from core.clock import DAY
from core.dynamo.rows import store_rows
from core.errors import NotFound
from interactions.errors import CannotConnectWithYourself, NoProfile, NotAMember
from interactions.models import Connection, WallControl
from interactions.queries import connections_of
from interactions.services import connect
from interactions.tests.people import (
    AMIRA,
    BEN,
    CHLOE,
    DARA,
    join,
    toggle,
    wall_entries,
)
from interactions.wall.names import current_event
from memberships.models import Member
from memberships.services import revoke_membership
from profiles.errors import CardReplaced
from profiles.models import Profile


def test_tap_writes_both_sides_with_every_documented_name(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    connected = connect(AMIRA, ben, now=now)

    (mine,), (theirs,) = connections_of(amira), connections_of(ben)
    (entry,) = wall_entries()
    wall = {"wallEvent": "DEFAULT", "wallSequence": entry["sk"]}
    assert (connected.created, connected.name) == (True, "Ben Li")
    assert mine.plain() == {
        "compositeID": f"PROFILE#{amira}",
        "type": f"CONNECTION#{ben}",
        "connectionID": ben,
        "connectionType": "EXEC",
        "connectionName": "Ben Li",
        "connectionMajor": "Statistics",
        "connectionYear": "3rd Year",
        "fname": "Ben",
        "lname": "Li",
        "pronouns": "They/Them/Theirs",
        "major": "Statistics",
        "year": "3rd Year",
        "createdAt": now,
        **wall,
    }
    assert theirs.plain() == {
        **mine.plain(),
        "compositeID": f"PROFILE#{ben}",
        "type": f"CONNECTION#{amira}",
        "connectionID": amira,
        "connectionType": "ATTENDEE",
        "connectionName": "Amira Haddad",
        "fname": "Amira",
        "lname": "Haddad",
    }


def test_tap_logs_one_entry_that_expires_after_a_fortnight(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    connect(AMIRA, ben, now=now)

    (entry,) = wall_entries()
    assert entry["sk"].startswith(f"ts#{now}#")
    assert entry["createdAt"] == now
    assert entry["expiresAt"] == (now + 14 * DAY) // 1000
    assert (entry["from"]["id"], entry["to"]["id"]) == (amira, ben)
    assert entry["to"] == {
        "id": ben,
        "name": "Ben Li",
        "avatar": "",
        "major": "Statistics",
        "year": "3rd Year",
    }


def test_tap_is_logged_for_the_event_that_is_on(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    store_rows(WallControl.of({"id": "current", "eventId": "blueprint-2026"}))

    connect(AMIRA, ben, now=now)

    assert len(wall_entries("blueprint-2026")) == 1
    assert wall_entries("DEFAULT") == []


def test_second_tap_changes_nothing(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    before = [row.plain() for row in connections_of(amira)]

    again = connect(AMIRA, ben, now=now + 5)
    back = connect(BEN, amira, now=now + 9)

    assert (again.created, again.name) == (False, "Ben Li")
    assert (back.created, back.name) == (False, "Amira Haddad")
    assert [row.plain() for row in connections_of(amira)] == before
    assert len(wall_entries()) == 1


def test_twenty_taps_from_both_sides_make_two_rows_and_one_entry(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    taps = [(AMIRA, ben), (BEN, amira)] * 10

    with ThreadPoolExecutor(len(taps)) as pool:
        outcomes = list(pool.map(lambda tap: connect(*tap, now=now), taps))

    (mine,), (theirs,) = connections_of(amira), connections_of(ben)
    assert sum(one.created for one in outcomes) == 1
    assert mine.created_at == theirs.created_at == now
    assert len(wall_entries()) == 1


def test_tap_costs_two_calls(now: int, database_calls: list[str]) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    # Which event is on by the calendar is looked up beforehand, once a minute.
    current_event(now=now)
    database_calls.clear()

    connect(AMIRA, ben, now=now)

    assert database_calls == ["TransactGetItems", "TransactWriteItems"]


def test_tap_of_oneself_is_refused(now: int) -> None:
    amira = join(AMIRA, now=now)

    with pytest.raises(CannotConnectWithYourself):
        connect(AMIRA, amira, now=now)

    assert connections_of(amira) == []


def test_tap_by_a_stranger_is_refused(now: int) -> None:
    ben = join(BEN, now=now)

    with pytest.raises(NotAMember):
        connect(CHLOE, ben, now=now)

    assert connections_of(ben) == [] == wall_entries()


def test_tap_by_a_member_without_a_profile_is_refused(now: int) -> None:
    ben = join(BEN, now=now)
    store_rows(Member.of({"id": DARA}))

    with pytest.raises(NoProfile):
        connect(DARA, ben, now=now)


def test_tap_by_a_member_whose_profile_is_lost_is_refused(now: int) -> None:
    ben = join(BEN, now=now)
    store_rows(Member.of({"id": DARA, "profileID": "NobodyIsHere"}))

    with pytest.raises(NoProfile):
        connect(DARA, ben, now=now)

    assert connections_of(ben) == [] == wall_entries()


def test_tap_of_an_unknown_profile_is_refused(now: int) -> None:
    join(AMIRA, now=now)

    with pytest.raises(NotFound, match="Profile with id 'NobodyIsHere'"):
        connect(AMIRA, "NobodyIsHere", now=now)


def test_tap_of_a_hidden_profile_is_refused(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    revoke_membership(BEN, reason="left", keep_profile=True, actor=BEN, now=now)

    with pytest.raises(NotFound):
        connect(AMIRA, ben, now=now)


def test_tap_of_a_replaced_card_says_so(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    change_row(Profile(*Profile.key(ben)), Profile.replaced_at.set(now))

    with pytest.raises(CardReplaced):
        connect(AMIRA, ben, now=now)


def test_tap_tells_and_keeps_only_what_the_other_shows(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    toggle(ben, fname=False, lname=False, major=False)

    connected = connect(AMIRA, ben, now=now)

    (mine,) = connections_of(amira)
    kept = str([mine.plain(), wall_entries()[0]["to"]])
    assert connected.name == "BizTech Member"
    assert not any(hidden in kept for hidden in ("Ben", "Li'", "Statistics"))


def test_tap_names_a_nameless_caller(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    change_row(Member(AMIRA), Member.first_name.remove(), Member.last_name.remove())

    connect(AMIRA, ben, now=now)

    row = Connection.find(*Connection.key(ben, amira))
    assert row is not None
    assert row.plain()["connectionName"] == "BizTech Member"
    assert (row.fname, row.lname) == ("", "")
