"""Faces of people are kept, and never longer than what their owners want shown."""

from collections.abc import Callable
from typing import Any

import pytest

from biztech.tests.callers import change_row, store_profile
from core.dynamo.client import listening, shared_client
from core.dynamo.errors import DatabaseSilent
from core.dynamo.rows import remove_rows
from core.dynamo.signals import announce, tell_of_writes
from interactions.models import Connection
from profiles.faces import KEPT_FOR, KeptFaces
from profiles.models import Profile
from profiles.policy import Audience
from profiles.queries import find_profile, seen_by, wall_faces

TO_OTHERS = [
    Audience.CONNECTION,
    Audience.MEMBER,
    Audience.PUBLIC,
    Audience.WALL,
    Audience.EXPORT,
]
WHOLE = [Audience.SELF, Audience.EXEC]


def profile(profile_id: str) -> Profile:
    """Return somebody's row."""
    found = find_profile(profile_id)
    assert found is not None
    return found


def hide(profile_id: str) -> None:
    change_row(profile(profile_id), Profile.hidden_at.set(5))


def rename(profile_id: str) -> None:
    change_row(profile(profile_id), Profile.fname.set("Anna"))


def remove(profile_id: str) -> None:
    remove_rows(profile(profile_id))


def names(audience: Audience) -> Any:
    """Return what everybody in the tests' club is called, the hidden as None."""
    seen = seen_by(["A", "B", "C"], audience)
    part = "name" if audience is Audience.WALL else "fname"
    return {
        one: shown and shown.get(part, "").split(" ")[0] for one, shown in seen.items()
    }


@pytest.fixture(autouse=True)
def club() -> None:
    """Store two people."""
    store_profile("A", fname="Amira")
    store_profile("B", fname="Ben")


@pytest.mark.parametrize("audience", TO_OTHERS)
def test_face_is_read_once_for_an_audience(
    audience: Audience, database_calls: list[str]
) -> None:
    first = names(audience)

    assert names(audience) == first == {"A": "Amira", "B": "Ben"}
    assert database_calls == ["BatchGetItem"]
    assert names(next(each for each in TO_OTHERS if each is not audience)) == first
    assert database_calls == ["BatchGetItem"] * 2


@pytest.mark.parametrize("audience", WHOLE)
def test_what_owners_and_execs_see_is_always_read(
    audience: Audience, database_calls: list[str]
) -> None:
    store_profile("A", phone="of a student")
    database_calls.clear()

    seen = [seen_by(["A"], audience)["A"] for _ in range(2)]
    to_others = [seen_by(["A"], other)["A"] for other in TO_OTHERS]

    assert [each and each["phone"] for each in seen] == ["of a student"] * 2
    assert "of a student" not in str(to_others)
    assert database_calls == ["BatchGetItem"] * 7


@pytest.mark.parametrize("audience", TO_OTHERS)
@pytest.mark.parametrize(
    ("write", "then"),
    [
        (hide, {"A": None, "B": "Ben"}),
        (rename, {"A": "Anna", "B": "Ben"}),
        (remove, {"B": "Ben"}),
    ],
)
def test_write_shows_at_once(
    audience: Audience, write: Callable[[str], None], then: Any
) -> None:
    names(audience)

    write("A")

    assert names(audience) == then


def test_profile_that_comes_to_be_shows_at_once() -> None:
    assert "C" not in names(Audience.CONNECTION)

    store_profile("C", fname="Chloe")

    assert names(Audience.CONNECTION)["C"] == "Chloe"


def test_other_rows_of_a_profile_leave_its_face_as_it_is(
    database_calls: list[str],
) -> None:
    names(Audience.CONNECTION)
    announce(Connection, Connection.key("A", "B"))
    database_calls.clear()

    names(Audience.CONNECTION)

    assert database_calls == []


def test_card_that_is_lost_leads_to_the_new_profile_at_once() -> None:
    assert wall_faces(["A"])["A"]["id"] == "A"
    store_profile("C", fname="Amira")

    change_row(profile("A"), Profile.replaced_at.set(5), Profile.replaced_by.set("C"))

    assert wall_faces(["A"])["A"]["id"] == "C"
    hide("C")
    assert wall_faces(["A"]) == {}


def test_successor_that_nobody_stored_is_nobody() -> None:
    change_row(
        profile("A"), Profile.replaced_at.set(5), Profile.replaced_by.set("Nobody")
    )

    assert wall_faces(["A", "B"]).keys() == {"B"}


def test_whoever_hears_of_a_write_already_sees_the_new_face() -> None:
    """The wall looks again as soon as it hears of one."""
    seen: list[Any] = []
    names(Audience.CONNECTION)
    stop = tell_of_writes(lambda *_: seen.append(names(Audience.CONNECTION)["A"]))

    rename("A")

    stop()
    assert seen == ["Anna"]


def test_face_that_was_being_read_during_a_write_is_not_kept() -> None:
    """A reading of two batches, and a write between them of somebody in the first."""
    ids = [f"P{number}" for number in range(150)]
    for one in ids:
        store_profile(one, fname="Somebody")
    batches: list[str] = []

    def interrupt(operation: str, request: Any) -> None:
        if operation == "BatchGetItem":
            (table,) = request["RequestItems"].values()
            partition = table["Keys"][0]["compositeID"]["S"]
            batches.append(partition.removeprefix("PROFILE#"))
            if len(batches) == 2:
                hide(batches[0])

    with listening(interrupt):
        overtaken = seen_by(ids, Audience.CONNECTION)[batches[0]]
    assert overtaken is not None
    now = seen_by(ids, Audience.CONNECTION)

    assert [one for one, shown in now.items() if shown is None] == [batches[0]]


def test_reading_that_fails_leaves_nothing_behind(settings: Any, engine: str) -> None:
    kept = KeptFaces()
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"
    with pytest.raises(DatabaseSilent):
        kept.of(["A"], Audience.CONNECTION)
    settings.DYNAMODB_ENDPOINT = engine

    assert kept._readings == {}
    assert kept.of(["A"], Audience.CONNECTION).keys() == {"A"}


def rename_unheard(profile_id: str) -> None:
    """Rename somebody as another service does, which tells nobody."""
    partition, sort_key = Profile.key(profile_id)
    shared_client().update_item(
        TableName=Profile.Meta.table_name,
        Key={"compositeID": {"S": partition}, "type": {"S": str(sort_key)}},
        UpdateExpression="SET fname = :name",
        ExpressionAttributeValues={":name": {"S": "Unheard"}},
    )


def test_write_that_nobody_told_of_shows_after_five_seconds() -> None:
    seconds = 0.0
    kept = KeptFaces(clock=lambda: seconds)

    def name() -> Any:
        shown = kept.of(["A"], Audience.CONNECTION)["A"].shown
        return shown and shown["fname"]

    assert name() == "Amira"
    rename_unheard("A")
    seconds = KEPT_FOR - 0.1
    assert name() == "Amira"
    seconds = KEPT_FOR
    assert name() == "Unheard"


def test_reading_anew_reads_what_is_known_and_keeps_it(
    database_calls: list[str],
) -> None:
    wall_faces(["A"])
    rename_unheard("A")

    assert wall_faces(["A"], anew=True)["A"]["name"] == "Unheard"
    database_calls.clear()
    assert wall_faces(["A"])["A"]["name"] == "Unheard"
    assert database_calls == []


def test_no_more_people_are_kept_than_there_is_room_for(
    database_calls: list[str],
) -> None:
    kept = KeptFaces(most=1)
    kept.of(["A"], Audience.CONNECTION)
    kept.of(["B"], Audience.CONNECTION)
    database_calls.clear()

    kept.of(["B"], Audience.CONNECTION)
    kept.of(["A"], Audience.CONNECTION)

    assert database_calls == ["BatchGetItem"]
