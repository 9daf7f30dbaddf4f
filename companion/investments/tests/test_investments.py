"""Investing: whose money it is, and that it is spent once."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.at_once import (
    at_once,
    at_once_in_two_processes,
    just_before_the_commit,
)
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    change_row,
    send,
    store_profile,
)
from companion.investments.models import Investment
from companion.investments.queries import remainders_of, total
from companion.investments.services import invest
from core.audit.models import Act
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.base import attribute
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.wire import to_wire
from events.models import Registration, Team
from events.services.moving import Wanted, delete_registration, move_registration
from events.services.registering import Application, register
from events.statuses import Status
from events.tests.rows import store_event
from profiles.services import sync_partners

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


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/investments/teamStatus/t2", "Team not found for event"),
        (f"/investments/investorStatus/{CHLOE}", "Investor not found for event"),
    ],
)
def test_status_of_what_is_not_there_is_not_found(path: str, message: str) -> None:
    answer = caller(CHLOE).get(path)

    assert (answer.status_code, answer.json()) == (404, {"message": message})


def test_ten_at_once_never_overspend() -> None:
    post = partial(send, caller(AMIRA), "POST", "/investments/invest", BODY)

    statuses = sorted(answer.status_code for answer in at_once(*[post] * 10))

    assert statuses == [200] + [400] * 9
    assert money() == (40, 60, 1)


def investments(process: int) -> list[Callable[[], object]]:
    """Return five investments of sixty."""
    sixty = partial(invest, AMIRA, "t1", amount=Decimal(60), comment="Mine")
    return [partial(sixty, actor=AMIRA, now=9 + process)] * 5


@pytest.mark.other_process
def test_ten_of_two_processes_never_overspend() -> None:
    answers = at_once_in_two_processes(investments)

    assert answers == ["Invested", *["NotEnoughMoney"] * 9]
    assert money() == (40, 60, 1)


def test_nobody_invests_in_a_team_that_they_join_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    members = attribute("memberIDs").set(to_wire([DAN, AMIRA]))
    join = partial(change_row, Team.get("t1", KEY), members)
    just_before_the_commit(monkeypatch, join)

    answer = send(caller(AMIRA), "POST", "/investments/invest", BODY)

    assert answer.status_code == 400
    assert answer.json()["message"] == "Investor cannot invest in their own team"
    assert money() == (100, 0, 0)


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        (Registration.of({"id": AMIRA, "eventID;year": KEY}), "Investor not found"),
        (Team.of({"id": "t1", "eventID;year": KEY}), "Team not found"),
    ],
)
def test_who_is_gone_meanwhile_is_said(
    monkeypatch: pytest.MonkeyPatch, gone: Registration | Team, message: str
) -> None:
    just_before_the_commit(monkeypatch, partial(remove_rows, gone))

    answer = send(caller(AMIRA), "POST", "/investments/invest", BODY)

    assert message in answer.json()["message"]
    assert Investment.count() == 0


def test_double_tap_invests_once_and_can_be_undone(now: int) -> None:
    post = partial(send, caller(AMIRA), "POST", "/investments/invest")
    answers = at_once(*[partial(post, {**BODY, "nonce": "n"})] * 3)

    assert [answer.status_code for answer in answers] == [200] * 3
    assert money() == (40, 60, 1)
    assert post({**BODY, "amount": 1, "nonce": "n"}).status_code == 409

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert money() == (100, 0, 0)


def put_in(*amounts: int) -> None:
    """Have amira invest, one amount after the other."""
    for at, amount in enumerate(amounts):
        money = Decimal(amount)
        invest(AMIRA, "t1", amount=money, comment="x", actor=AMIRA, now=at)


def test_ticker_has_the_newest_first_and_reads_no_more(
    database_calls: list[str],
) -> None:
    put_in(1, 2, 3)
    database_calls.clear()

    told = caller(CHLOE).get("/investments?limit=2").json()

    assert [each["amount"] for each in told] == [3, 2]
    assert [each["investorName"] for each in told] == ["Amira", "Amira"]
    assert "Scan" not in database_calls


@pytest.mark.parametrize("limit", ["abc", "0", "-1", "1e3", "", "9" * 400])
def test_ticker_without_a_number_has_all(limit: str) -> None:
    put_in(1, 2, 3)

    assert len(caller(CHLOE).get(f"/investments?limit={limit}").json()) == 3


def test_events_that_take_investments_are_chosen(settings: Settings) -> None:
    settings.INVESTMENT_EVENTS = {"gala;2026": 5}
    gala = {"eventID;year": "gala;2026"}
    store_rows(Registration.of({**gala, "id": AMIRA, "balance": 70}))
    store_rows(Team.of({**gala, "id": "t9", "memberIDs": [DAN]}))
    post = partial(send, caller(AMIRA), "POST", "/investments/invest")

    answers = [post({**BODY, "teamId": team_id}) for team_id in ("t9", "t1")]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert Registration.get(AMIRA, "gala;2026").plain()["balance"] == 10
    assert money() == (100, 0, 1)


@pytest.fixture
def registered(now: int) -> None:
    """Register chloe for the event, as an exec."""
    store_event(id="kickstart", year=2025)
    register_chloe(now)


def register_chloe(now: int) -> Act:
    application = Application(email=CHLOE, event_id="kickstart", year=2025)
    return register(application, actor=BEN, by_exec=True, now=now).act


def test_partner_who_is_registered_by_their_profile_gets_money(now: int) -> None:
    store_event(id="kickstart", year=2025)
    partner = {"profileType": "PARTNER", "email": CHLOE, "eventID;year": KEY}
    store_profile("CalmOttersSing", fname="Chloe", **partner)

    sync_partners(actor=BEN, now=now)

    assert chloes_balance() == 50_000


def delete_chloe(now: int) -> Act:
    return delete_registration(
        CHLOE, "kickstart", 2025, actor=CHLOE, by_exec=False, now=now
    ).act


def chloes_balance() -> Any:
    return Registration.get(CHLOE, KEY).plain()["balance"]


@pytest.mark.usefixtures("registered")
def test_money_of_who_registers_is_given_once(now: int) -> None:
    assert chloes_balance() == 50_000
    send(caller(CHLOE), "POST", "/investments/invest", BODY)

    for status in (Status.CANCELLED, Status.REGISTERED, Status.CHECKED_IN):
        wanted = Wanted(status=status)
        move_registration(
            CHLOE, "kickstart", 2025, wanted, actor=BEN, by_exec=True, now=now
        )

    assert chloes_balance() == 49_940


@pytest.mark.usefixtures("registered")
def test_who_registers_anew_has_what_was_left_and_no_more(now: int) -> None:
    send(caller(CHLOE), "POST", "/investments/invest", BODY)

    for turn in range(2):
        delete_chloe(now + turn)
        register_chloe(now + turn)

    assert chloes_balance() == 49_940
    send(caller(CHLOE), "POST", "/investments/invest", {**BODY, "amount": 40})
    delete_chloe(now + 2)
    register_chloe(now + 2)
    assert chloes_balance() == 49_900


@pytest.mark.usefixtures("registered")
def test_deletion_and_what_follows_it_are_undone_with_their_money(now: int) -> None:
    send(caller(CHLOE), "POST", "/investments/invest", BODY)

    undo(CHLOE, delete_chloe(now).act_id, actor=BEN, now=now + 1)

    assert (chloes_balance(), remainders_of(CHLOE)) == (49_940, [])
    delete_chloe(now + 2)
    undo(CHLOE, register_chloe(now + 3).act_id, actor=BEN, now=now + 4)
    register_chloe(now + 5)
    assert chloes_balance() == 49_940


@pytest.mark.usefixtures("registered")
def test_who_invested_nothing_leaves_nothing(now: int) -> None:
    delete_chloe(now)

    assert Investment.count() == 0
    register_chloe(now)
    assert chloes_balance() == 50_000


@pytest.mark.usefixtures("registered")
def test_money_is_left_once_however_the_three_meet(now: int) -> None:
    post = partial(send, caller(CHLOE), "POST", "/investments/invest", BODY)

    at_once(
        *[post] * 3,
        *(partial(delete_chloe, now + turn) for turn in range(2)),
        *(partial(register_chloe, now + turn) for turn in range(2)),
    )

    if Registration.find(CHLOE, KEY) is None:
        register_chloe(now)
    spent = total(Investment.by_investor.query(CHLOE))
    assert chloes_balance() == 50_000 - spent
