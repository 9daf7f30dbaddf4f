"""What things cost, and what they are called."""

from typing import Any

import pytest

from events.models import Event
from payments.errors import NoPrice
from payments.prices import Price, dollars, event_price, membership_price
from payments.tests.people import AMIRA


def gala(**values: Any) -> Event:
    return Event.of({"id": "gala", "year": 2026, "ename": "Gala", **values})


@pytest.mark.parametrize(
    ("education", "cents"),
    [("UBC", 1200), ("UNI", 1500), ("NA", 1500), ("ubc", 1500), ("", 1500)],
)
def test_membership_costs_less_at_ubc_only(education: str, cents: int) -> None:
    price = Price(name="BizTech Membership", cents=cents)

    assert membership_price(education) == price


@pytest.mark.parametrize(
    ("pricing", "is_member", "price"),
    [
        ({"members": 10, "nonMembers": 15}, True, ("Gala ", 1000)),
        ({"members": 10, "nonMembers": 15}, False, ("Gala (Non-member)", 1500)),
        ({"members": 12.35, "nonMembers": 12.35}, False, ("Gala ", 1235)),
        ({"nonMembers": 0.5}, False, ("Gala (Non-member)", 50)),
    ],
)
def test_event_is_named_and_priced_by_membership(
    pricing: dict[str, float], is_member: bool, price: tuple[str, int]
) -> None:
    found = event_price(gala(pricing=pricing), AMIRA, is_member=is_member)

    assert (found.name, found.cents) == price


@pytest.mark.parametrize(
    "pricing",
    [
        None,
        "10",
        {},
        {"members": 0},
        {"members": -1},
        {"members": "10"},
        {"members": True},
    ],
)
def test_event_without_a_price_cannot_be_paid(pricing: Any) -> None:
    values = {} if pricing is None else {"pricing": pricing}

    with pytest.raises(NoPrice):
        event_price(gala(**values), AMIRA, is_member=True)


def test_place_costs_an_address_of_the_club_nothing() -> None:
    event = gala(pricing={"members": 10, "nonMembers": 10})

    with pytest.raises(NoPrice):
        event_price(event, "ben@ubcbiztech.com", is_member=True)


def test_event_without_a_name_goes_by_its_id_and_shows_its_picture() -> None:
    image = "https://example.org/gala.png"
    event = gala(ename=None, imageUrl=image, pricing={"members": 1})

    found = event_price(event, AMIRA, is_member=True)

    assert (found.name, found.image) == ("gala ", image)


@pytest.mark.parametrize(
    ("cents", "currency", "text"),
    [
        (1500, None, "$15.00"),
        (1500, "cad", "$15.00"),
        (123456, "usd", "1,234.56 USD"),
    ],
)
def test_amount_is_written_as_people_write_it(
    cents: int, currency: str | None, text: str
) -> None:
    assert dollars(cents, currency) == text
