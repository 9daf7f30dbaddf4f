"""``POST /interactions/`` and ``/interactions/disconnect``: what they answer."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import caller, change_row, send
from core.dynamo.rows import store_rows
from interactions.queries import connections_of
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
from profiles.models import Profile


def tap(who: str, scanned: Any, **more: Any) -> Any:
    """Return the answer to a person's tap on what a card holds."""
    body = {"eventType": "CONNECTION", "eventParam": scanned, **more}
    return send(caller(who), "POST", "/interactions/", body)


def disconnect(who: str, body: dict[str, Any]) -> Any:
    return send(caller(who), "POST", "/interactions/disconnect", body)


def test_tap_answers_whom_one_met(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    response = tap(AMIRA, ben)

    assert response.status_code == 200
    assert response.json() == {
        "message": "Connection created with Ben",
        "name": "Ben Li",
    }
    assert [row.other_id for row in connections_of(amira)] == [ben]
    assert [row.other_id for row in connections_of(ben)] == [amira]


def test_tap_again_from_either_side_says_so(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    tap(AMIRA, ben)

    again, back = tap(AMIRA, ben), tap(BEN, amira)

    assert again.status_code == back.status_code == 200
    assert again.json() == {"message": "Connection has already been made"}
    assert back.json() == {"message": "Connection has already been made"}
    assert len(wall_entries()) == 1


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        " {} ",
        "https://app.ubcbiztech.com/profile/{}?scan=true",
        "https://dev.app.ubcbiztech.com/profile/{}/",
        "http://localhost:3000/profile/{}?scan=true",
        "http://localhost:8000/profile/{}?scan=true",
    ],
)
@pytest.mark.parametrize("wrapped", [False, True], ids=["text", "object"])
def test_tap_takes_every_form_that_a_card_has(
    now: int, form: str, wrapped: bool
) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    scanned = form.format(ben)

    response = tap(AMIRA, {"profileID": scanned} if wrapped else scanned)

    assert response.json()["name"] == "Ben Li"


def test_tap_ignores_what_else_is_sent(now: int) -> None:
    amira, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))

    response = tap(AMIRA, ben, userID=DARA, email=DARA, createdAt=1)

    assert response.status_code == 200
    assert len(connections_of(amira)) == 1
    assert connections_of(dara) == []


@pytest.mark.parametrize("nothing", [None, "", 0])
@pytest.mark.parametrize("name", ["eventType", "eventParam"])
def test_tap_without_a_part_names_it(now: int, name: str, nothing: Any) -> None:
    join(AMIRA, now=now)
    body = {"eventType": "CONNECTION", "eventParam": "CalmOttersSing", name: nothing}

    response = send(caller(AMIRA), "POST", "/interactions", body)

    assert response.status_code == 406
    assert response.json() == {
        "message": f"'{name}' is missing from the request body",
        "data": body,
    }


def test_tap_without_a_body_names_what_is_missing_first() -> None:
    response = send(caller(AMIRA), "POST", "/interactions")

    assert response.status_code == 406
    assert response.json() == {
        "message": "'eventType' is missing from the request body",
        "data": {},
    }


@pytest.mark.parametrize(
    "scanned",
    [
        False,
        True,
        7,
        [],
        ["CalmOttersSing"],
        {},
        {"profileID": 7},
        {"id": "CalmOttersSing"},
        "Calm Otters",
        "PROFILE#CalmOttersSing",
        "https://example.org/profile/CalmOttersSing",
        "https://app.ubcbiztech.com/",
        "javascript:alert(1)",
        "x" * 201,
    ],
)
def test_tap_on_what_names_no_profile_is_refused(scanned: Any) -> None:
    response = tap(AMIRA, scanned)

    assert response.status_code == 406
    assert response.json() == {
        "message": "'eventParam' in the request body is invalid:"
        " expected a profile's id, or the address on a profile's card.",
        "data": {"eventType": "CONNECTION", "eventParam": scanned},
    }


@pytest.mark.parametrize("kind", ["BOOTH", "connection", "WORKSHOP", 7, True, {}, []])
def test_tap_of_another_kind_is_refused(kind: Any) -> None:
    body = {"eventType": kind, "eventParam": "CalmOttersSing"}

    response = send(caller(AMIRA), "POST", "/interactions", body)

    assert response.status_code == 400
    assert response.json() == {
        "message": "interactionType argument does not match known case"
    }


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff", b'{"a": NaN}'])
@pytest.mark.parametrize("path", ["/interactions/", "/interactions/disconnect"])
def test_body_that_cannot_be_read_is_refused(path: str, body: bytes) -> None:
    response = caller(AMIRA).post(path, body, content_type="application/json")

    assert response.status_code == 400
    assert list(response.json()) == ["message"]


def test_tap_of_oneself_is_refused(now: int) -> None:
    amira = join(AMIRA, now=now)

    response = tap(AMIRA, amira)

    assert response.status_code == 400
    assert response.json() == {"message": "Cannot connect with yourself"}


def test_tap_of_an_unknown_profile_is_not_found(now: int) -> None:
    join(AMIRA, now=now)

    response = tap(AMIRA, "CalmOttersSing")

    assert response.status_code == 404
    assert response.json() == {
        "message": "Profile with id 'CalmOttersSing' could not be found."
        " Make sure you have provided the correct id."
    }


def test_tap_of_a_hidden_profile_is_refused_like_an_unknown_one(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    revoke_membership(BEN, reason="left", keep_profile=True, actor=BEN, now=now)

    response = tap(AMIRA, ben)

    assert response.status_code == 404
    assert response.json() == {
        "message": f"Profile with id '{ben}' could not be found."
        " Make sure you have provided the correct id."
    }


def test_tap_of_a_replaced_card_says_so(now: int) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    change_row(Profile(*Profile.key(ben)), Profile.replaced_at.set(now))

    response = tap(AMIRA, ben)

    assert response.status_code == 404
    assert response.json() == {
        "message": "This card was replaced. Ask the person to tap their new one."
    }


def test_tap_by_a_stranger_says_what_to_do(now: int) -> None:
    ben = join(BEN, now=now)

    response = tap(CHLOE, ben)

    assert response.status_code == 404
    assert response.json() == {
        "message": "You have no membership of this year yet, and only members can"
        " connect. Become a member first."
    }


def test_tap_by_a_member_without_a_profile_says_what_to_do(now: int) -> None:
    ben = join(BEN, now=now)
    store_rows(Member.of({"id": DARA}))

    response = tap(DARA, ben)

    assert response.status_code == 404
    assert response.json() == {
        "message": "You have no profile yet, so nobody can connect with you. Create"
        " your profile first."
    }


@pytest.mark.parametrize(
    ("hidden", "called", "name"),
    [
        (["fname"], "Li", "Li"),
        (["lname"], "Ben", "Ben"),
        (["fname", "lname"], "BizTech Member", "BizTech Member"),
    ],
)
def test_tap_tells_only_the_name_that_is_shown(
    now: int, hidden: list[str], called: str, name: str
) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    toggle(ben, major=False, **dict.fromkeys(hidden, False))

    response = tap(AMIRA, ben)

    assert response.json() == {
        "message": f"Connection created with {called}",
        "name": name,
    }


def test_twenty_taps_at_once_from_both_sides_create_one_connection(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    taps = [(AMIRA, ben), (BEN, amira)] * 10

    with ThreadPoolExecutor(len(taps)) as pool:
        answers = list(pool.map(lambda each: tap(*each), taps))

    first, *others = sorted(answer.json()["message"] for answer in answers)
    assert {answer.status_code for answer in answers} == {200}
    assert first in ("Connection created with Ben", "Connection created with Amira")
    assert others == ["Connection has already been made"] * 19
    assert len(connections_of(amira)) == len(connections_of(ben)) == 1
    assert len(wall_entries()) == 1


def test_tap_with_a_token_costs_two_calls(now: int, database_calls: list[str]) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    # Which event is on by the calendar is looked up beforehand, once a minute.
    current_event(now=now)
    database_calls.clear()

    tap(AMIRA, ben)

    assert database_calls == ["TransactGetItems", "TransactWriteItems"]


def test_disconnect_ends_it_on_both_sides(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    tap(AMIRA, ben)

    response = disconnect(BEN, {"profileID": amira})

    assert response.status_code == 200
    assert response.json() == {
        "message": "You are no longer connected with this person."
    }
    assert connections_of(amira) == [] == connections_of(ben)
    assert wall_entries() == []


def test_disconnect_with_a_token_costs_five_calls(
    now: int, database_calls: list[str]
) -> None:
    ben = join(BEN, now=now)
    join(AMIRA, now=now)
    tap(AMIRA, ben)
    database_calls.clear()

    disconnect(AMIRA, {"profileID": ben})

    assert database_calls == [
        "GetItem",
        "TransactGetItems",
        "GetItem",
        "GetItem",
        "TransactWriteItems",
    ]


def test_disconnect_from_nobody_or_oneself_is_not_found(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)

    for profile_id in (ben, amira, "CalmOttersSing"):
        response = disconnect(AMIRA, {"profileID": profile_id})

        assert response.status_code == 404
        assert response.json() == {"message": "You are not connected with this person."}


@pytest.mark.parametrize("body", [{}, {"profileID": ""}, {"profileID": None}])
def test_disconnect_without_whom_names_it(body: dict[str, Any]) -> None:
    response = disconnect(AMIRA, body)

    assert response.status_code == 406
    assert response.json() == {
        "message": "'profileID' is missing from the request body",
        "data": body,
    }


@pytest.mark.parametrize(
    "whom", ["Calm Otters", 7, [], "https://example.org/profile/a"]
)
def test_disconnect_from_what_names_no_profile_is_refused(whom: Any) -> None:
    response = disconnect(AMIRA, {"profileID": whom})

    assert response.status_code == 406
    assert response.json() == {
        "message": "'profileID' in the request body is invalid:"
        " expected a profile's id, or the address on a profile's card.",
        "data": {"profileID": whom},
    }
