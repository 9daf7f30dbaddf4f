"""``GET /interactions/wall``: the graph of the last while, for anyone."""

from typing import Any

import pytest

from biztech.tests.callers import anonymous, store_profile
from core.clock import now_ms
from interactions.tests.wall.screens import log
from interactions.wall import controls


@pytest.fixture(autouse=True)
def people() -> None:
    """Fill the hall."""
    store_profile("Amira", fname="Amira", lname="Haddad", major="Statistics")
    store_profile(
        "Ben", fname="Ben", profilePictureURL="https://pictures.example/ben.webp"
    )
    store_profile("Hidden", fname="Dara", hiddenAt=1)


def wall(path: str = "/interactions/wall", **query: str) -> Any:
    return anonymous().get(path, query)


@pytest.mark.parametrize("path", ["/interactions/wall", "/interactions/wall/"])
def test_wall_answers_people_and_links_oldest_first(path: str) -> None:
    now = now_ms()
    log("Ben", "Amira", at=now - 1000)
    log("Amira", "Ben", at=now - 2000)

    answer = wall(path)

    assert answer.status_code == 200
    assert answer.json() == {
        "nodes": [
            {"id": "Amira", "name": "Amira Haddad", "avatar": ""},
            {"id": "Ben", "name": "Ben", "avatar": "https://pictures.example/ben.webp"},
        ],
        "links": [
            {"source": "Amira", "target": "Ben", "createdAt": now - 2000},
            {"source": "Ben", "target": "Amira", "createdAt": now - 1000},
        ],
    }


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, 1),
        ({"sinceSec": "3600"}, 2),
        ({"sinceSec": "60.5"}, 1),
        ({"sinceSec": "860400"}, 3),
        ({"sinceSec": "999999999999"}, 3),
        ({"sinceSec": "-5"}, 0),
        ({"sinceSec": "0"}, 0),
    ],
)
def test_window_is_within_what_the_log_holds(asked: dict[str, str], shown: int) -> None:
    for seconds in (30, 1800, 800_000):
        log("Amira", "Ben", at=now_ms() - seconds * 1000)

    assert len(wall(**asked).json()["links"]) == shown


@pytest.mark.parametrize("given", ["abc", "", "nan", "inf", "1e999"])
def test_window_that_is_no_number_is_refused_by_name(given: str) -> None:
    answer = wall(sinceSec=given)

    assert answer.status_code == 406
    assert answer.json() == {
        "message": "'sinceSec' is not a number."
        " Give the seconds to look back, such as 300.",
        "data": given,
    }


def test_wall_of_each_alias_is_the_same() -> None:
    log("Amira", "Ben", event="blueprint-2026")

    for alias in ("blueprint-2026", "blueprint;2026", "blueprint#2026"):
        assert len(wall(eventId=alias).json()["links"]) == 1
    for other in ("", "DEFAULT", "nowhere", "x" * 3000, "\x00"):
        assert wall(eventId=other).json() == {"nodes": [], "links": []}


def test_hidden_and_gone_people_are_on_no_snapshot() -> None:
    for other in ("Ben", "Hidden", "Gone"):
        log("Amira", other)
    log("Hidden", "Gone")

    answer = wall().json()

    assert [node["id"] for node in answer["nodes"]] == ["Amira", "Ben"]
    assert len(answer["links"]) == 1


def test_operators_decide_what_a_snapshot_shows() -> None:
    now = now_ms()
    log("Amira", "Ben", at=now - 2)
    operator: Any = {"actor": "ben@ubcbiztech.com", "now": now}

    controls.hide("DEFAULT", profile_id="Ben", **operator)
    assert wall().json() == {"nodes": [], "links": []}
    controls.show_again("DEFAULT", profile_id="Ben", **operator)
    assert len(wall().json()["links"]) == 1
    controls.clear("DEFAULT", **operator)
    assert wall().json() == {"nodes": [], "links": []}


def test_wall_has_a_limit_of_its_own(settings: Any) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "wall": 2}
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": rates,
    }

    assert [wall().status_code for _ in range(3)].count(429) >= 1
