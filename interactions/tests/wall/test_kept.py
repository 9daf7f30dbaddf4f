"""The wall over HTTP is read once for many, and shows what is so now all the same."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import anonymous, change_row, store_profile
from core.clock import now_ms
from core.dynamo.client import shared_client
from core.dynamo.rows import remove_rows
from interactions.services import connect, disconnect
from interactions.tests.people import AMIRA, BEN, join, toggle
from interactions.tests.wall.screens import log
from interactions.wall import controls, kept
from profiles.models import Profile


@pytest.fixture(autouse=True)
def people() -> None:
    """Fill the hall, of which nobody has seen a wall."""
    kept._walls.clear()
    store_profile("Amira", fname="Amira", lname="Haddad")
    store_profile("Ben", fname="Ben")
    store_profile("Chloe", fname="Chloe")


def wall(event: str = "") -> Any:
    return anonymous().get("/interactions/wall", {"eventId": event}).json()


def names() -> list[str]:
    return sorted(node["name"] for node in wall()["nodes"])


class Turnstile:
    """Lets in one at a time, once so many have come."""

    def __init__(self, people: int) -> None:
        self._come = threading.Barrier(people, timeout=60)
        self._inside = threading.Lock()

    def __enter__(self) -> None:
        self._come.wait()
        self._inside.acquire()

    def __exit__(self, *_: object) -> None:
        self._inside.release()


def test_many_who_ask_at_once_cost_one_reading(database_calls: list[str]) -> None:
    now = now_ms()
    for before in range(5):
        log("Amira", "Ben", at=now - before)
    board: Any = kept.KeptWall("DEFAULT", now=now)
    board._looking = Turnstile(8)
    database_calls.clear()

    with ThreadPoolExecutor(8) as threads:
        walls = list(threads.map(lambda _: len(board.shown(now=now)), range(8)))

    assert walls == [5] * 8
    # The controls, the log and the people; which event is on is known for a minute.
    assert database_calls.count("Query") == 1
    assert database_calls.count("BatchGetItem") == 2


def test_many_who_ask_read_everything_once(
    settings: Any, database_calls: list[str]
) -> None:
    settings.WALL_POLL_SECONDS = 600
    log("Amira", "Ben")
    database_calls.clear()

    with ThreadPoolExecutor(8) as threads:
        walls = list(threads.map(lambda _: len(wall()["links"]), range(8)))

    assert walls == [1] * 8
    # Each look asks for the controls and the log's end; the people were asked for once.
    looks = database_calls.count("Query")
    assert database_calls.count("BatchGetItem") == looks + 1


def test_log_is_read_from_its_end_the_next_time(database_calls: list[str]) -> None:
    log("Amira", "Ben", at=now_ms() - 200_000)
    wall()
    database_calls.clear()

    assert len(wall()["links"]) == 1
    assert database_calls.count("BatchGetItem") == 1


def test_what_happens_after_a_look_is_seen_by_the_next() -> None:
    log("Amira", "Ben")
    assert names() == ["Amira Haddad", "Ben"]

    taken_out = log("Ben", "Chloe")
    assert names() == ["Amira Haddad", "Ben", "Chloe"]
    remove_rows(taken_out)
    assert names() == ["Amira Haddad", "Ben"]
    toggle("Amira", lname=False)
    assert names() == ["Amira", "Ben"]
    change_row(Profile.get(*Profile.key("Ben")), Profile.hidden_at.set(1))
    assert names() == []


def test_operators_are_followed_at_once() -> None:
    now = now_ms()
    log("Amira", "Ben", at=now - 5)
    operator: Any = {"actor": "ben@ubcbiztech.com", "now": now}
    assert len(wall()["links"]) == 1

    controls.hide("DEFAULT", profile_id="Ben", **operator)
    assert wall()["links"] == []
    controls.show_again("DEFAULT", profile_id="Ben", **operator)
    assert len(wall()["links"]) == 1
    controls.clear("DEFAULT", **operator)
    assert wall()["links"] == []


def test_connection_that_is_ended_is_gone_at_once(now: int) -> None:
    ids = {email: join(email, now=now) for email in (AMIRA, BEN)}
    connect(AMIRA, ids[BEN], now=now_ms())
    assert names() == ["Amira Haddad", "Ben Li"]

    disconnect(AMIRA, ids[BEN], now=now_ms())

    assert names() == []


def test_what_another_process_wrote_is_seen_after_seconds(settings: Any) -> None:
    log("Amira", "Ben")
    assert names() == ["Amira Haddad", "Ben"]
    partition, sort_key = Profile.key("Ben")
    shared_client().update_item(
        TableName="biztechProfiles",
        Key={"compositeID": {"S": partition}, "type": {"S": str(sort_key)}},
        UpdateExpression="SET hiddenAt = :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )

    settings.WALL_POLL_SECONDS = 0

    assert names() == []


def test_walls_that_never_were_are_not_kept() -> None:
    log("Amira", "Ben")
    wall()
    before = list(kept._walls)

    for number in range(30):
        wall(f"nowhere-{number}")

    assert list(kept._walls) == before


def test_outage_is_over_with_the_first_look_that_succeeds(settings: Any) -> None:
    log("Amira", "Ben")
    endpoint, settings.DYNAMODB_ENDPOINT = settings.DYNAMODB_ENDPOINT, "http://[::1]:9"
    assert "message" in wall("DEFAULT")

    settings.DYNAMODB_ENDPOINT = endpoint

    assert len(wall("DEFAULT")["links"]) == 1
