"""Payments in the dashboard: listed, found, counted."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from botocore.exceptions import ConnectionClosedError
from django.http import HttpRequest
from django.test import Client

from biztech.dashboard.framework.tests.visitors import CHLOE, ben, visitor
from biztech.dashboard.payments.tiles import PAYMENT_TILES
from payments.models import Payment
from payments.services.fulfilment import settle
from payments.services.webhooks import apply_event
from payments.tests.people import AMIRA, METADATA, charge, event, seen

LIST = "/admin/memberships/payment/"
ONE = f"{LIST}cs_test_1/"
PAGE = f"{ONE}change/"
DORA = "dora@student.ubc.ca"


def text_of(browser: Client, address: str = PAGE) -> str:
    return " ".join(browser.get(address).content.decode().split())


def ids_in(address: str) -> list[str]:
    return [line.id for line in ben().get(address).context["payments"]]


@pytest.mark.parametrize(
    "address",
    [
        LIST,
        f"{LIST}?show=attention",
        PAGE,
        f"{ONE}retry/",
        f"{ONE}attach/",
        f"{ONE}revoke/",
        f"{ONE}keep/",
    ],
)
def test_payment_page_for_anybody_but_an_exec_stays_closed(address: str) -> None:
    expected = (302, f"/sign-in/?next={quote(address)}")
    stranger = visitor(None)
    answers = [stranger.get(address), stranger.post(address)]
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]

    for member in (visitor(AMIRA), visitor(CHLOE)):
        statuses = [member.get(address).status_code, member.post(address).status_code]
        assert statuses == [403, 403]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?show=attention", PAGE])
def test_payment_page_for_an_exec_opens(now: int, address: str) -> None:
    apply_event(event(), now=now)

    assert ben().get(address).status_code == 200


def test_list_shows_who_what_how_much_and_what_came_of_it(now: int) -> None:
    apply_event(event(), now=now)

    page = text_of(ben(), f"{LIST}?month=2026-11")

    assert "Payments of November 2026" in page
    assert "1 payment begun, $15.00 came in." in page
    (row,) = re.findall(r"<tbody.*?<tr.*?>(.*)</tr>", page)
    assert re.sub(r"(<[^>]+>|\s)+", " ", row.replace("<wbr>", "")).strip() == (
        f"{AMIRA} Membership , $15.00, 20 Nov 2026, 02:20 $15.00 Paid"
        " Membership granted 20 Nov 2026, 02:20"
    )


@pytest.mark.parametrize(
    ("changes", "state", "outcome"),
    [
        ({"payment_status": "unpaid"}, "Waiting for the bank", "Nothing yet"),
        (
            {"payment_status": "unpaid", "status": "expired"},
            "Checkout expired",
            "Nothing was paid",
        ),
        (
            {"payment_status": "unpaid", "status": "open"},
            "Checkout open",
            "Waiting for the payer",
        ),
        ({"amount_subtotal": 100}, "Paid", "Not the amount we asked for"),
        ({}, "Paid", "Membership granted"),
    ],
)
def test_list_says_state_and_outcome_in_words(
    now: int, changes: dict[str, Any], state: str, outcome: str
) -> None:
    settle(seen(**changes), now=now)

    (line,) = ben().get(f"{LIST}?month=2026-11").context["payments"]

    assert (line.state, line.outcome) == (state, outcome)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"q={AMIRA}", ["cs_test_1"]),
        ("q=%20Amira@Student.UBC.ca%20", ["cs_test_1"]),
        ("q=cs_test_2", ["cs_test_2"]),
        ("q=pi_2", ["cs_test_2"]),
        ("q=nothing", []),
        (f"q={CHLOE}", []),
        ("show=attention", ["cs_test_2"]),
        ("month=2026-11", ["cs_test_2", "cs_test_1"]),
        ("month=2026-10", []),
    ],
)
def test_list_searched_or_narrowed_shows(
    now: int, query: str, found: list[str]
) -> None:
    settle(seen(), now=now)
    later = {"id": "cs_test_2", "payment_intent": "pi_2", "created": 1_795_170_001}
    other = {**METADATA, "email": DORA}
    settle(seen(**later, metadata=other, amount_subtotal=100), now=now)

    assert ids_in(f"{LIST}?{query}") == found


def test_list_pages_within_a_month_and_on_to_the_next(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biztech.dashboard.payments.listing.PER_PAGE", 2)
    monkeypatch.setattr("biztech.dashboard.payments.listing.now_ms", lambda: now)
    for number in range(3):
        settle(seen(id=f"cs_{number}", created=1_795_170_000 + number), now=now)
    settle(seen(id="cs_old", created=1_793_000_000), now=now)
    browser, address, visited = ben(), LIST, []

    for _ in range(3):
        answer = browser.get(address)
        visited.append([line.id for line in answer.context["payments"]])
        address = answer.context["neighbours"].older
    newer = answer.context["neighbours"].newer

    assert visited == [["cs_2", "cs_1"], ["cs_0"], ["cs_old"]]
    assert browser.get(newer).context["month"] == "2026-11"
    assert browser.get(LIST).context["neighbours"].newer == ""


@pytest.mark.parametrize("asked", ["2026-13", "yesterday", "", "٢٠٢٦-11"])
def test_list_of_a_month_that_is_none_shows_this_month(
    now: int, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr("biztech.dashboard.payments.listing.now_ms", lambda: now)

    answer = ben().get(LIST, {"month": asked, "page": "x"})

    assert answer.context["month"] == "2026-11"


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("", ["GetItem", "Query"]),
        ("month=2026-11", ["GetItem", "Query"]),
        (f"q={AMIRA}", ["GetItem", "Query"]),
        ("q=cs_test_1", ["GetItem", "Query"]),
        ("q=pi_1", ["GetItem", "Query", "Query"]),
        ("show=attention", ["GetItem", *["Query"] * 6]),
    ],
)
def test_list_costs_a_fixed_number_of_database_calls(
    now: int, database_calls: list[str], query: str, calls: list[str]
) -> None:
    apply_event(event(), now=now)
    browser = ben()
    database_calls.clear()

    browser.get(f"{LIST}?{query}")

    assert database_calls == calls


def test_person_page_lists_payments_with_state_and_link(now: int) -> None:
    apply_event(event(), now=now)

    page = text_of(ben(), f"/admin/memberships/person/{AMIRA}/change/")

    assert f'href="{PAGE}"' in page
    assert "Membership granted" in page


def test_person_known_by_a_payment_alone_has_a_page(now: int) -> None:
    settle(seen(amount_subtotal=100), now=now)

    answer = ben().get(f"/admin/memberships/person/{AMIRA}/change/")

    assert answer.status_code == 200


def test_home_tiles_count_what_their_lists_show(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biztech.dashboard.payments.tiles.now_ms", lambda: now)
    settle(seen(), now=now)
    settle(seen(id="cs_test_2", metadata={**METADATA, "email": DORA}), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now)

    tiles = {
        tile.title: figure for tile, figure in ben().get("/admin/").context["tiles"]
    }

    waiting, month = tiles["Payments to decide"], tiles["Payments"]
    assert (waiting.number, month.number) == (1, 2)
    assert month.sentence == "this month; $15.00 came in."
    assert len(ids_in(waiting.link)) == 1
    assert len(ids_in(month.link)) == 2


def test_home_tiles_of_payments_cost_seven_queries(database_calls: list[str]) -> None:
    for tile in PAYMENT_TILES:
        tile.read(HttpRequest())

    assert database_calls == ["Query"] * 7


def test_home_tile_of_payments_that_fails_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable() -> list[Payment]:
        raise ConnectionClosedError(endpoint_url="http://nowhere")

    monkeypatch.setattr(
        "biztech.dashboard.payments.tiles.waiting_for_attention", unreadable
    )

    tiles = {
        tile.title: figure for tile, figure in ben().get("/admin/").context["tiles"]
    }

    assert tiles["Payments to decide"] is None
    assert tiles["Payments"].number == 0
