"""Credits: who may book and read them, and that nobody spends what they have not."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    send,
    store_user,
)
from companion.credits.errors import NotEnoughCredits, SoldOut
from companion.credits.models import Balance, CreditEntry, Prize
from companion.credits.queries import entries_of, total
from companion.credits.services import (
    Booked,
    book,
    create_prize,
    edit_prize,
    redeem,
)
from companion.credits.services.readdressing import readdressed_credits
from core.audit.errors import UndoRefused
from core.audit.reversal import undo
from core.audit.trail import history
from core.doctor.examining import examine
from core.dynamo.rows import store_rows

PRIZE = {"id": "hoodie", "name": "Hoodie", "price": 30}
ENTRY = {"userId": AMIRA, "reason": "Workshop", "credits": 50}
MINE = f"/transactions/?userId={AMIRA}"

# Method, path, body; then the answer to anonymous, a stranger, the owner, an exec.
ROUTES = [
    ("GET", "/prizes/", None, 401, 200, 200, 200),
    ("POST", "/prizes/", {**PRIZE, "id": "cap"}, 401, 403, 403, 201),
    ("PATCH", "/prizes/hoodie", {"price": 0}, 401, 403, 403, 200),
    ("DELETE", "/prizes/hoodie", None, 401, 403, 403, 200),
    ("GET", "/transactions/", None, 401, 200, 200, 200),
    ("GET", MINE, None, 401, 403, 200, 200),
    ("POST", "/transactions/", ENTRY, 401, 403, 403, 201),
]
CALLERS: list[Callable[[], APIClient]] = [
    anonymous,
    *(partial(caller, who) for who in (CHLOE, AMIRA, BEN)),
]


@pytest.fixture(autouse=True)
def shop(now: int) -> None:
    """Store amira, who has 100 credits of former years, and a prize."""
    store_user(AMIRA)
    store_rows(CreditEntry.of({"id": "old", "userId": AMIRA, "credits": 100}))
    create_prize("hoodie", PRIZE, actor=BEN, now=now)


def balance() -> Decimal:
    row = Balance.find(*Balance.key(AMIRA), consistent=True)
    assert row is not None and row.balance == total(entries_of(AMIRA))
    return row.balance


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_route_serves_whom_it_is_for(route: tuple[Any, ...], number: int) -> None:
    method, path, body, *statuses = route

    response = send(CALLERS[number](), method, path, body)

    assert response.status_code == statuses[number]
    told = number == 3 or (number == 2 and method == "GET")
    assert told or AMIRA not in response.content.decode()


def test_own_ledger_is_told_with_its_sum() -> None:
    told = caller(AMIRA).get(MINE).json()

    assert (told["count"], told["totalCredits"]) == (1, 100)


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_execs_walk_through_everybodys_entries_and_meet_each_once(limit: int) -> None:
    for number in range(3):
        store_rows(CreditEntry.of({"id": f"e{number}", "userId": CHLOE, "credits": 1}))
    client = caller(BEN)

    page = client.get("/transactions/", {"limit": limit})
    met = page.json()
    while cursor := page.get("X-Next-Cursor"):
        page = client.get(f"/transactions/?limit={limit}&cursor={cursor}")
        assert len(page.json()) <= limit
        met += page.json()

    whole = client.get("/transactions/").json()
    assert len(met) == len(whole) == 4
    assert {entry["id"] for entry in met} == {entry["id"] for entry in whole}


def test_members_read_their_own_entries_whatever_page_they_ask_for() -> None:
    store_rows(CreditEntry.of({"id": "hers", "userId": CHLOE, "credits": 1}))

    told = caller(CHLOE).get("/transactions/", {"limit": 1}).json()

    assert [entry["id"] for entry in told] == ["hers"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        ("GET", "/transactions/?limit=0", None, 406, "'limit' must be"),
        ("GET", "/transactions/?cursor=x", None, 406, "'cursor' is not valid"),
        ("POST", "/prizes/", {"id": "cap"}, 406, "'name' is missing"),
        ("POST", "/prizes/", {**PRIZE, "price": -1}, 406, "'price'"),
        ("POST", "/prizes/", PRIZE, 409, "same 'id' already exists!"),
        ("PATCH", "/prizes/cap", {"price": 3}, 404, "'cap' could not be found"),
        ("PATCH", "/prizes/hoodie", {"id": "cap"}, 406, "Cannot update id"),
        ("DELETE", "/prizes/cap", None, 404, "'cap' could not be found"),
        ("POST", "/transactions/", {**ENTRY, "credits": 0}, 406, "'credits' is miss"),
        ("POST", "/transactions/", {**ENTRY, "userId": 12345}, 404, "'12345'"),
        ("POST", "/transactions/", {**ENTRY, "credits": -101}, 202, "enough credits!"),
    ],
)
def test_refusals_are_flat(
    method: str, path: str, body: Any, status: int, message: str
) -> None:
    response = send(caller(BEN), method, path, body)

    assert response.status_code == status
    assert message in response.json()["message"]
    assert [entry.id for entry in entries_of(AMIRA)] == ["old"]


def test_unknown_names_of_a_prize_are_not_stored() -> None:
    made = send(caller(BEN), "POST", "/prizes/", {**PRIZE, "id": "cap", "evil": 1})

    assert "evil" not in made.json()["item"]
    assert {each["id"] for each in caller(AMIRA).get("/prizes").json()} == {
        "cap",
        "hoodie",
    }


def test_prize_may_cost_nothing() -> None:
    free = {**PRIZE, "id": "sticker", "price": 0}

    made = send(caller(BEN), "POST", "/prizes/", free)

    assert (made.status_code, made.json()["item"]["price"]) == (201, 0)


def test_same_key_books_once() -> None:
    for _ in range(2):
        header = {"HTTP_IDEMPOTENCY_KEY": "k"}
        answer = send(caller(BEN), "POST", "/transactions/", ENTRY, **header)
        assert answer.status_code == 201
    other = {**ENTRY, "credits": 51, "nonce": "k"}

    assert send(caller(BEN), "POST", "/transactions", other).status_code == 409
    assert balance() == 150


def test_booking_through_the_api_is_undone(now: int) -> None:
    send(caller(BEN), "POST", "/transactions/", ENTRY)

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert balance() == 100


def test_twenty_at_once_never_go_below_zero(now: int) -> None:
    buy = partial(redeem, "hoodie", AMIRA, actor=BEN, now=now)

    answers = at_once(*[buy] * 20)

    assert sum(isinstance(each, Booked) for each in answers) == 3
    refused = [each for each in answers if not isinstance(each, Booked)]
    assert all(isinstance(each, NotEnoughCredits) for each in refused), refused
    assert balance() == 10


def test_last_one_is_sold_once_and_comes_back(now: int) -> None:
    create_prize("cap", {"name": "Cap", "price": 10, "stock": 1}, actor=BEN, now=now)
    bought = redeem("cap", AMIRA, actor=BEN, now=now, key="k")
    assert bought.act is not None

    assert redeem("cap", AMIRA, actor=BEN, now=now, key="k").act is None
    with pytest.raises(SoldOut):
        redeem("cap", AMIRA, actor=BEN, now=now)
    assert balance() == 90

    undo(AMIRA, bought.act.act_id, actor=BEN, now=now)

    assert balance() == 100
    assert Prize.get("cap").stock == 1


def test_last_one_that_the_same_key_buys_meanwhile_is_bought(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    create_prize("cap", {"name": "Cap", "price": 10, "stock": 1}, actor=BEN, now=now)
    buy = partial(redeem, "cap", AMIRA, actor=BEN, now=now, key="k")
    find = Prize.find

    def bought_just_before(*key: str, consistent: bool = False) -> Prize | None:
        monkeypatch.setattr(Prize, "find", find)
        buy()
        return find(*key, consistent=consistent)

    monkeypatch.setattr(Prize, "find", bought_just_before)

    assert buy().act is None
    assert balance() == 90
    assert Prize.get("cap").stock == 0


def test_last_credits_that_the_same_key_takes_meanwhile_are_taken_once(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    everything = Decimal(-100)
    take = partial(
        book, AMIRA, amount=everything, reason="x", actor=BEN, now=now, key="k"
    )
    reading = "companion.credits.services.balances.entries_of"

    def taken_just_before(person: str) -> list[CreditEntry]:
        monkeypatch.setattr(reading, entries_of)
        take()
        return entries_of(person)

    monkeypatch.setattr(reading, taken_just_before)

    assert take().act is None
    assert balance() == 0


def test_prize_costs_what_it_costs_when_it_is_bought(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    just_before_the_commit(
        monkeypatch, lambda: edit_prize("hoodie", {"price": 70}, actor=BEN, now=now)
    )

    redeem("hoodie", AMIRA, actor=BEN, now=now)

    assert balance() == 30


def test_last_one_that_somebody_else_buys_meanwhile_is_sold_out(
    monkeypatch: pytest.MonkeyPatch, now: int
) -> None:
    store_user(CHLOE)
    store_rows(CreditEntry.of({"id": "hers", "userId": CHLOE, "credits": 100}))
    create_prize("cap", {"name": "Cap", "price": 10, "stock": 1}, actor=BEN, now=now)
    just_before_the_commit(
        monkeypatch, lambda: redeem("cap", CHLOE, actor=BEN, now=now)
    )

    with pytest.raises(SoldOut):
        redeem("cap", AMIRA, actor=BEN, now=now)
    assert Prize.get("cap").stock == 0
    assert [entry.id for entry in entries_of(AMIRA)] == ["old"]


def test_credits_that_were_spent_are_not_taken_back(now: int) -> None:
    given = book(AMIRA, amount=Decimal("0.5"), reason="x", actor=BEN, now=now)
    book(AMIRA, amount=Decimal("-100.5"), reason="y", actor=BEN, now=now)
    assert given.act is not None

    with pytest.raises(UndoRefused, match="spent since"):
        undo(AMIRA, given.act.act_id, actor=BEN, now=now)
    assert balance() == 0


def test_credits_go_along_with_another_address(now: int) -> None:
    book(AMIRA, amount=Decimal(1), reason="x", actor=BEN, now=now)

    along = readdressed_credits(AMIRA, CHLOE, now)

    kinds = sorted((change.label, change.kind) for change in along.changes)
    assert kinds == [
        ("credit balance", "removed"),
        ("credit entry", "changed"),
        ("credit entry", "changed"),
    ]


def test_balance_that_is_wrong_is_found(now: int) -> None:
    store_rows(Balance.of({"id": AMIRA, "balance": 7}))

    found = [each for each in examine(now=now) if each.code == "credits-miscounted"]

    assert [each.subject for each in found] == [AMIRA]
