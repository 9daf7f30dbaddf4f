"""Recommendations: who is among them, why, and how soon they follow what is shown."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from pynamodb.expressions.update import Action

from biztech.tests.callers import (
    AMIRA,
    BEN,
    anonymous,
    caller,
    change_row,
    store_connection,
    store_member,
    store_profile,
)
from companion.recommendations.keeping import KeptOverlap, kept_overlap
from companion.recommendations.overlap import Overlap, Trait, traits_of
from core.dynamo.base import attribute
from core.dynamo.client import listening, shared_client
from core.dynamo.signals import hear, tell_of_writes
from core.dynamo.wire import to_wire
from profiles.models import Profile
from profiles.policy import everything_visible
from profiles.queries import find_profile
from profiles.services import COMPANY

PATH = "/profiles/recommendations/self"
HERS, NEAR, FAR = "SillyPandasDeny", "CalmOttersSing", "WiseOwlsRead"
JAZZ: dict[str, Any] = {"major": "Biology", "year": "3", "hobby1": "Jazz and Hiking"}


@pytest.fixture
def club() -> None:
    """Store amira, who is like one and a little like another, and read them."""
    store_member(AMIRA, profileID=HERS)
    store_profile(HERS, fname="Amira", **JAZZ)
    store_profile(NEAR, fname="Chloe", email="chloe@example.org", **JAZZ)
    store_profile(FAR, fname="Dan", lname="Wu", major="Physics", year="3")
    read_everybody()


def read_everybody() -> None:
    assert kept_overlap.begin().wait(10)


def change(profile_id: str, *actions: Action) -> None:
    profile = find_profile(profile_id)
    assert profile
    change_row(profile, *actions)


def hide(profile_id: str, name: str) -> None:
    shown = {**everything_visible(), name: False}
    change(profile_id, attribute("viewableMap").set(to_wire(shown)))


def put_untold(profile_id: str, **values: Any) -> None:
    """Put a profile as another service does, which tells nobody."""
    row = {"type": "PROFILE", "compositeID": Profile.key(profile_id)[0], **values}
    shown = {"viewableMap": everything_visible()}
    name = Profile.Meta.table_name
    shared_client().put_item(TableName=name, Item=Profile.of({**row, **shown}).wire)


def results(email: str = AMIRA) -> list[dict[str, Any]]:
    answer = caller(email).get(PATH)
    assert answer.status_code == 200
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def ids() -> list[str]:
    return [row["profileID"] for row in results()]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_anonymous_is_asked_to_sign_in(path: str) -> None:
    assert anonymous().get(path).status_code == 401
    assert caller(AMIRA).get(path).status_code == 200


@pytest.mark.usefixtures("club")
def test_nearest_come_first_with_a_reason_and_no_address() -> None:
    assert results() == [
        {
            "profileID": NEAR,
            "fname": "Chloe",
            "lname": "·",
            "major": "Biology",
            "year": "3",
            "score": 100,
            "reason": "You have the same major and both mention hiking, jazz.",
        },
        {
            "profileID": FAR,
            "fname": "Dan",
            "lname": "Wu",
            "major": "Physics",
            "year": "3",
            "score": 20,
            "reason": "You are in the same year.",
        },
    ]


@pytest.mark.usefixtures("club")
def test_nothing_for_a_stranger_and_an_exec_without_a_profile() -> None:
    store_member(BEN)

    assert results(BEN) == results("stranger@example.org") == []


@pytest.mark.usefixtures("club")
def test_nothing_for_who_hides_or_shows_nothing() -> None:
    change(HERS, attribute("viewableMap").set(to_wire({})))
    assert results() == []

    store_profile(HERS, fname="Amira", hiddenAt=5, **JAZZ)
    assert results() == []


@pytest.mark.usefixtures("club")
def test_nobody_in_common_is_an_empty_list() -> None:
    store_profile(HERS, fname="Amira", major="Law")

    assert results() == []


@pytest.mark.usefixtures("club")
def test_who_was_met_is_left_out() -> None:
    store_connection(HERS, NEAR)

    assert ids() == [FAR]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize(
    "left",
    [
        {"hiddenAt": 5},
        {"replacedAt": 5, "replacedBy": FAR},
        {"profileType": COMPANY},
        {"viewableMap": None},
        {"viewableMap": {}},
    ],
    ids=str,
)
@pytest.mark.parametrize("since", ["before the reading", "after it"])
def test_hidden_replaced_and_companies_are_left_out(
    left: dict[str, Any], since: str
) -> None:
    store_profile(NEAR, **{"fname": "Chloe", **JAZZ, **left})
    if since == "before the reading":
        read_everybody()

    assert ids() == [FAR]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("since", ["before the reading", "after it"])
def test_hidden_attribute_gives_no_reason_and_no_rank(since: str) -> None:
    hide(NEAR, "major")
    hidden_before = results()
    change(NEAR, Profile.major.set("Law"))
    if since == "before the reading":
        read_everybody()

    first = results()[0]
    assert "major" not in first
    assert first["reason"] == "You both mention hiking, jazz and are in the same year."
    # What is hidden counts as little as what is different.
    assert results() == hidden_before


@pytest.mark.usefixtures("club")
def test_own_hidden_attribute_is_not_compared() -> None:
    hide(HERS, "hobby1")

    assert results()[0]["reason"] == "You have the same major and are in the same year."


@pytest.mark.usefixtures("club")
def test_update_is_followed_without_reading_everybody(
    database_calls: list[str],
) -> None:
    assert ids() == [NEAR, FAR]
    store_profile(FAR, fname="Dan", **JAZZ)
    store_profile("BraveBearsRun", fname="Eve", **JAZZ)
    change(NEAR, Profile.major.set("Law"))
    database_calls.clear()

    assert ids() == ["BraveBearsRun", FAR, NEAR]
    # The member, the connections; who was written; whom nobody looked at since.
    assert sorted(database_calls) == ["BatchGetItem"] * 2 + ["GetItem", "Query"]


@pytest.mark.usefixtures("club")
def test_update_that_another_process_tells_of_is_followed() -> None:
    put_untold("BraveBearsRun", fname="Eve", **JAZZ)
    assert "BraveBearsRun" not in ids()

    hear(json.dumps([Profile.base_name(), None, *Profile.key("BraveBearsRun")]))

    assert "BraveBearsRun" in ids()


@pytest.mark.usefixtures("club")
def test_answer_is_empty_until_everybody_is_read() -> None:
    kept_overlap.forget()
    may_read = threading.Event()

    def hold(operation: str, _: dict[str, Any]) -> None:
        if threading.current_thread().name == "overlap":
            may_read.wait(10)

    with listening(hold):
        assert ids() == []
        may_read.set()
        assert kept_overlap.begin().wait(10)

    assert ids() == [NEAR, FAR]


@pytest.fixture
def seconds() -> list[float]:
    """Return the present moment of ``kept``, which tests move on."""
    return [100.0]


@pytest.fixture
def kept(seconds: list[float]) -> Iterator[KeptOverlap]:
    """Return a reading of its own, with room for two."""
    own = KeptOverlap(most=2, clock=lambda: seconds[0])
    stop = tell_of_writes(own.hear, Profile)
    yield own
    stop()
    own.forget()


def near(kept: KeptOverlap) -> list[str]:
    return kept.near(traits_of(JAZZ), without=(), most=9).profile_ids


def test_no_more_are_kept_than_there_is_room_for(kept: KeptOverlap) -> None:
    for number in range(4):
        store_profile(f"P{number}", **JAZZ)
    assert kept.begin().wait(10)
    assert near(kept) == ["P0", "P1"]

    store_profile("P4", **JAZZ)

    assert near(kept) == ["P0", "P1"]


def test_untold_write_is_seen_once_the_reading_is_old(
    kept: KeptOverlap, seconds: list[float]
) -> None:
    assert kept.begin().wait(10)
    put_untold(NEAR, **JAZZ)
    seconds[0] += 599
    assert near(kept) == []
    seconds[0] += 1

    near(kept)
    kept.begin().wait(10)

    assert near(kept) == [NEAR]


def test_more_writes_than_are_followed_are_read_with_everybody(
    kept: KeptOverlap,
) -> None:
    assert kept.begin().wait(10)
    put_untold(NEAR, **JAZZ)
    for number in range(1001):
        kept.hear(Profile, Profile.key(f"P{number}"))

    near(kept)
    kept.begin().wait(10)

    assert near(kept) == [NEAR]


def test_write_during_a_reading_is_not_lost() -> None:
    kept = KeptOverlap()
    stop = tell_of_writes(kept.hear, Profile)
    store_profile(NEAR, major="Law")
    for number in range(100):
        store_profile(f"P{number}", major="Law")
    is_read, may_go_on = threading.Event(), threading.Event()
    batches: list[str] = []

    def hold(operation: str, _: dict[str, Any]) -> None:
        is_its = threading.current_thread().name == "overlap"
        if is_its and operation == "BatchGetItem":
            batches.append(operation)
            # The second is asked for: the first has been answered.
            if len(batches) == 2:
                is_read.set()
                may_go_on.wait(10)

    with listening(hold):
        reading = kept.begin()
        assert is_read.wait(10)
        store_profile(NEAR, **JAZZ)
        may_go_on.set()
        assert reading.wait(10)

    assert near(kept) == [NEAR]
    stop()


def test_failed_reading_leaves_what_there_is_and_rests(
    kept: KeptOverlap, seconds: list[float]
) -> None:
    store_profile(NEAR, **JAZZ)

    def fail(operation: str, _: dict[str, Any]) -> None:
        raise ConnectionError("gone")

    with listening(fail):
        assert kept.begin().wait(10)
    assert near(kept) == []
    seconds[0] += 5
    near(kept)
    kept.begin().wait(10)
    assert near(kept) == [NEAR]


def test_rows_that_could_not_be_read_again_are_so_the_next_time(
    kept: KeptOverlap,
) -> None:
    assert kept.begin().wait(10)
    store_profile(NEAR, **JAZZ)

    def fail(operation: str, _: dict[str, Any]) -> None:
        raise ConnectionError("gone")

    with listening(fail), pytest.raises(ConnectionError):
        near(kept)

    assert near(kept) == [NEAR]


def test_rare_traits_weigh_more() -> None:
    overlap = Overlap(most=9)
    rare, usual = Trait("word", "jazz"), Trait("year", "3")
    for name in "abcd":
        overlap.put(name, frozenset({usual}))
    overlap.put("e", frozenset({rare}))

    weights = overlap.weights([rare, usual])

    assert weights[rare] > weights[usual] > 0
    assert overlap.nearest(weights, without={"a"}, most=2) == ["e", "b"]


def test_most_usual_traits_are_not_looked_at_in_a_large_club() -> None:
    overlap = Overlap(most=9999)
    rare, usual = Trait("word", "jazz"), Trait("year", "3")
    for number in range(5000):
        overlap.put(f"{number:04}", frozenset({usual}))
    assert overlap.nearest({usual: 1}, without=(), most=1) == ["0000"]
    overlap.put("4999", frozenset({rare}))
    overlap.put("5000", frozenset({usual}))

    weights = overlap.weights([usual, rare])

    assert overlap.nearest(weights, without=(), most=2) == ["4999"]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ({"hobby1": "I really like JAZZ, art & C++"}, ["jazz"]),
        ({"hobby1": None, "description": 7}, []),
        (
            {"description": "Café-hopping; snake_case x2y3"},
            ["café", "hopping", "snake", "case"],
        ),
        ({"description": "😀 <b>bold</b>"}, ["bold"]),
    ],
    ids=str,
)
def test_words_are_those_that_say_something(
    shown: dict[str, Any], words: list[str]
) -> None:
    assert traits_of(shown) == {Trait("word", word) for word in words}
