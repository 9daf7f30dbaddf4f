"""Investing: whose money it is, and that it is spent once."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once
from biztech.tests.callers import AMIRA, BEN, CHLOE, anonymous, caller, send
from companion.investments.models import Investment
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Registration, Team
from events.services.moving import Wanted, move_registration
from events.services.registering import Application, register
from events.statuses import Status
from events.tests.rows import store_event

KEY = "kickstart;2025"
DAN = "dan@example.org"
BODY = {"teamId": "t1", "amount": 60, "comment": "A secret comment"}
FOR_AMIRA = {**BODY, "investorId": AMIRA}
TEAM = "/investments/teamStatus/t1"
HERS = f"/investments/investorStatus/{AMIRA}"
CALLERS: list[Callable[[], APIClient]] = [
    anonymous,
    *(partial(caller, who) for who in (CHLOE, DAN, AMIRA, BEN)),
]
# Then the answer to anonymous, a stranger, a member of the team, the investor, an exec.
ROUTES = [
    (
        "POST",
        "/investments/invest",
        FOR_AMIRA,
        401,
        403,
        403,
        200,
        200,
    ),
    ("GET", TEAM, None, 401, 200, 200, 200, 200),
    ("GET", HERS, None, 401, 403, 403, 200, 200),
    ("GET", "/investments", None, 401, 200, 200, 200, 200),
]


@pytest.fixture(autouse=True)
def kickstart() -> None:
    """Store a team of dan's, and amira's money."""
    row = {"eventID;year": KEY, "balance": 100, "fname": "Amira"}
    store_rows(Registration.of({**row, "id": AMIRA}))
    store_rows(Registration.of({**row, "id": DAN, "fname": "Dan"}))
    team = {"id": "t1", "eventID;year": KEY, "memberIDs": [DAN], "funding": 0}
    store_rows(Team.of(team))


def money() -> tuple[Any, Any, int]:
    """Return amira's balance, the team's funding, and how many investments are."""
    balance = Registration.get(AMIRA, KEY).plain()["balance"]
    return balance, Team.get("t1", KEY).plain()["funding"], Investment.count()


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(route: tuple[Any, ...], number: int) -> None:
    method, path, body, *statuses = route
    send(caller(AMIRA), "POST", "/investments/invest", {**BODY, "amount": 1.25})

    response = send(CALLERS[number](), method, path, body)

    assert response.status_code == statuses[number]
    # Who invested, and why, is for the team, the investor and execs.
    said = response.content.decode()
    whole = response.status_code == 200 and method == "GET" and number > 2
    assert (
        (AMIRA in said)
        is ("secret" in said)
        is (whole or (number == 2 and path == TEAM))
    )


@pytest.mark.parametrize(
    ("who", "body", "status", "message"),
    [
        (AMIRA, {"amount": -500}, 406, "'amount'"),
        (AMIRA, {"amount": 0}, 406, "'amount' is missing"),
        (AMIRA, {"amount": 1.234}, 406, "'amount'"),
        (AMIRA, {"comment": ""}, 406, "'comment' is missing"),
        (AMIRA, {"amount": 100.01}, 400, "Investor does not have enough balance"),
        (AMIRA, {"teamId": "t2"}, 404, "Team not found for event"),
        (CHLOE, {}, 400, "Investor not found or not registered for event"),
        (DAN, {}, 400, "Investor cannot invest in their own team"),
    ],
)
def test_refusals_leave_the_money(
    who: str, body: dict[str, Any], status: int, message: str
) -> None:
    response = send(caller(who), "POST", "/investments/invest", {**BODY, **body})

    assert response.status_code == status
    assert message in response.json()["message"]
    assert money() == (100, 0, 0)


def test_ten_at_once_never_overspend() -> None:
    post = partial(send, caller(AMIRA), "POST", "/investments/invest", BODY)

    statuses = sorted(answer.status_code for answer in at_once(*[post] * 10))

    assert statuses == [200] + [400] * 9
    assert money() == (40, 60, 1)


def test_double_tap_invests_once_and_can_be_undone(now: int) -> None:
    post = partial(send, caller(AMIRA), "POST", "/investments/invest")
    answers = at_once(*[partial(post, {**BODY, "nonce": "n"})] * 3)

    assert [answer.status_code for answer in answers] == [200] * 3
    assert money() == (40, 60, 1)
    assert post({**BODY, "amount": 1, "nonce": "n"}).status_code == 409

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert money() == (100, 0, 0)


def test_ticker_has_the_newest_first() -> None:
    for amount in (1, 2, 3):
        send(caller(AMIRA), "POST", "/investments/invest", {**BODY, "amount": amount})

    told = caller(CHLOE).get("/investments?limit=2").json()

    assert [each["investorName"] for each in told] == ["Amira", "Amira"]
    assert len(told) == 2


def test_money_of_who_registers_is_given_once(now: int) -> None:
    store_event(id="kickstart", year=2025)
    application = Application(email=CHLOE, event_id="kickstart", year=2025)
    register(application, actor=BEN, by_exec=True, now=now)
    assert Registration.get(CHLOE, KEY).plain()["balance"] == 50_000
    send(caller(CHLOE), "POST", "/investments/invest", BODY)

    for status in (Status.CANCELLED, Status.REGISTERED, Status.CHECKED_IN):
        wanted = Wanted(status=status)
        move_registration(
            CHLOE, "kickstart", 2025, wanted, actor=BEN, by_exec=True, now=now
        )

    assert Registration.get(CHLOE, KEY).plain()["balance"] == 49_940
