"""Connections leave and return in pairs, whatever is there already."""

from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record, snapshot_of
from core.dynamo.rows import store_rows
from core.dynamo.transactions import write_transaction
from interactions.models import Connection
from interactions.queries import connections_of
from interactions.services import (
    missing_partners,
    remove_connections,
    restore_connections,
)
from memberships.acts import MembershipAct
from profiles.models import Profile


def store_profile(profile_id: str) -> None:
    partition, sort_key = Profile.key(profile_id)
    store_rows(Profile.of({"compositeID": partition, "type": sort_key}))


def store_connection(owner: str, other: str, **values: Any) -> None:
    partition, sort_key = Connection.key(owner, other)
    store_rows(Connection.of({"compositeID": partition, "type": sort_key, **values}))


def an_act(at: int) -> Act:
    profile = Profile.of({"compositeID": "PROFILE#Gone", "type": "PROFILE"})
    entry = AuditEntry(
        act=MembershipAct.REVOKE,
        subject="amira@student.ubc.ca",
        actor="ben@ubcbiztech.com",
        at=at,
        changes=[RowChange.removed("profile", profile)],
    )
    with write_transaction() as writes:
        return record(writes, entry)


def others_of(profile_id: str) -> list[str]:
    return [row.other_id for row in connections_of(profile_id)]


def test_connection_knows_both_sides() -> None:
    connection = Connection(*Connection.key("Me", "You"))

    assert (connection.owner_id, connection.other_id) == ("Me", "You")


def test_remove_connections_counts_people_and_leaves_others_alone(now: int) -> None:
    act = an_act(now)
    for partner in ("One", "Two"):
        store_connection("Gone", partner)
        store_connection(partner, "Gone")
    store_connection("One", "Two")

    assert remove_connections("Gone", act_id=act.act_id, at=now) == 2
    assert (others_of("Gone"), others_of("One"), others_of("Two")) == ([], ["Two"], [])
    assert remove_connections("Gone", act_id=act.act_id, at=now) == 0


def test_restore_leaves_a_newer_connection_as_it_is(now: int) -> None:
    act = an_act(now)
    store_connection("Gone", "One", createdAt=1)
    store_connection("One", "Gone", createdAt=1)
    remove_connections("Gone", act_id=act.act_id, at=now)
    for profile_id in ("Gone", "One"):
        store_profile(profile_id)
    store_connection("Gone", "One", createdAt=2)

    restore_connections("Gone", snapshot_of(act.act_id), act_id=act.act_id)

    assert [row.created_at for row in connections_of("Gone")] == [2]
    assert [row.created_at for row in connections_of("One")] == [1]


def test_restore_brings_nothing_back_to_who_is_gone_again(now: int) -> None:
    act = an_act(now)
    store_connection("Gone", "One")
    store_connection("One", "Gone")
    remove_connections("Gone", act_id=act.act_id, at=now)
    store_profile("One")

    restore_connections("Gone", snapshot_of(act.act_id), act_id=act.act_id)

    assert (others_of("Gone"), others_of("One")) == ([], [])


def test_restore_leaves_out_people_whose_profile_is_gone(now: int) -> None:
    act = an_act(now)
    store_connection("Gone", "One")
    store_connection("One", "Gone")
    remove_connections("Gone", act_id=act.act_id, at=now)
    snapshot = snapshot_of(act.act_id)
    store_profile("Gone")

    restore_connections("Gone", snapshot, act_id=act.act_id)

    assert missing_partners("Gone", snapshot) == ["One"]
    assert (others_of("Gone"), others_of("One")) == ([], [])
