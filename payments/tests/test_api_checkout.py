"""``POST /payments``: a checkout at our price, or a plain refusal before Stripe."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import AMIRA, anonymous, store_user
from core.dynamo.rows import store_rows
from events.models import Event, Registration, event_key
from payments.models import Payment
from tools.stripe.models import LocalStripeObject

SITE = "https://app.ubcbiztech.com"
# As the club's web client sends it.
MEMBERSHIP = {
    "paymentName": "BizTech Membership",
    "paymentImages": ["https://imgur.com/TRiZYtG.png"],
    "paymentType": "OAuthMember",
    "success_url": f"{SITE}/membership/success",
    "cancel_url": f"{SITE}/membership",
    "education": "UBC",
    "student_number": "12345678",
    "fname": "Amira",
    "lname": "Kay",
    "major": "Statistics",
    "email": "Amira@Student.UBC.ca",
    "year": "3rd Year",
    "faculty": "Science",
    "pronouns": "She/Her/Hers",
    "diet": "None",
    "prev_member": False,
    "international": True,
    "referral": "Instagram",
    "topics": "Careers,AI",
}
EVENT = {
    "paymentType": "Event",
    "success_url": f"{SITE}/event/blueprint/2026/register/success",
    "email": AMIRA,
    "fname": "Amira",
    "eventID": "blueprint",
    "year": 2026,
}


def ask(body: Any) -> Any:
    return anonymous().post("/payments", body)


def asked_of_stripe() -> list[Any]:
    return list(LocalStripeObject.read_all())


def only_payment() -> Payment:
    (payment,) = Payment.read_all()
    return payment


@pytest.fixture
def blueprint() -> None:
    """Store a paid event, and a registration for it."""
    pricing = {"members": 20, "nonMembers": 25.5}
    store_rows(
        Event.of(
            {"id": "blueprint", "year": 2026, "ename": "Blueprint", "pricing": pricing}
        )
    )
    key = event_key("blueprint", 2026)
    store_rows(
        Registration.of(
            {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
        )
    )


@pytest.mark.parametrize("path", ["/payments", "/payments/"])
def test_checkout_is_answered_with_its_address_as_a_text(path: str) -> None:
    response = anonymous().post(path, MEMBERSHIP)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert re.search(r"/cs_test_[A-Za-z0-9]+", response.json())


def test_checkout_is_remembered_at_our_price_with_allowed_answers_only() -> None:
    ask({**MEMBERSHIP, "unit_amount": 1, "injected": "x"})

    payment = only_payment()
    assert (payment.state, payment.expected, payment.email) == ("open", 1200, AMIRA)
    assert payment.metadata == {
        "paymentType": "OAuthMember",
        "email": AMIRA,
        "fname": "Amira",
        "lname": "Kay",
        "education": "UBC",
        "student_number": "12345678",
        "pronouns": "She/Her/Hers",
        "year": "3rd Year",
        "faculty": "Science",
        "major": "Statistics",
        "international": "true",
        "prev_member": "false",
        "diet": "None",
        "topics": "Careers,AI",
        "referral": "Instagram",
    }


@pytest.mark.parametrize("payment_type", ["UserMember", "OAuthMember", "Member"])
@pytest.mark.parametrize(
    ("education", "cents"), [("UBC", 1200), ("UNI", 1500), ("NA", 1500), (None, 1500)]
)
def test_membership_costs_what_the_education_says(
    payment_type: str, education: str | None, cents: int
) -> None:
    ask({**MEMBERSHIP, "paymentType": payment_type, "education": education})

    assert only_payment().expected == cents


@pytest.mark.usefixtures("blueprint")
@pytest.mark.parametrize(("is_member", "cents"), [(True, 2000), (False, 2550)])
def test_event_costs_what_its_payer_is(is_member: bool, cents: int) -> None:
    store_user(AMIRA, isMember=is_member)

    response = ask(EVENT)

    assert response.status_code == 200
    payment = only_payment()
    assert (payment.expected, payment.event_id, payment.event_year) == (
        cents,
        "blueprint",
        2026,
    )
    registration = Registration.get(AMIRA, event_key("blueprint", 2026))
    assert registration.plain()["checkoutLink"] == response.json()


@pytest.mark.parametrize(
    ("changes", "status", "message"),
    [
        (
            {"paymentType": "Gift"},
            406,
            "'paymentType' must be one of UserMember, OAuthMember, Member, Event.",
        ),
        (
            {"paymentType": None},
            406,
            "'paymentType' is missing from the request body",
        ),
        (
            {"paymentType": ["Member"]},
            406,
            "'paymentType' in the request body is invalid: Not a valid string.",
        ),
        ({"email": "zz"}, 406, "Invalid email"),
        ({"email": None}, 406, "Invalid email"),
        ({"email": {"$ne": 1}}, 406, "Invalid email"),
        (
            {"success_url": ""},
            406,
            "'success_url' is missing from the request body",
        ),
        (
            {"fname": "x" * 501},
            406,
            (
                "'fname' in the request body is invalid:"
                " Ensure this field has no more than 500 characters."
            ),
        ),
        (
            {"topics": ["x" * 300, "y" * 300]},
            406,
            (
                "'topics' in the request body is invalid:"
                " expected at most 500 characters in all."
            ),
        ),
        (
            {"paymentType": "Event", "eventID": "nope", "year": 2026},
            404,
            (
                "event with id 'nope' could not be found."
                " Make sure you have provided the correct id."
            ),
        ),
        (
            {"paymentType": "Event", "year": 2026},
            406,
            "'eventID' is missing from the request body",
        ),
        (
            {"paymentType": "Event", "eventID": "blueprint", "year": None},
            406,
            "'year' is missing from the request body",
        ),
        (
            {"paymentType": "Event", "eventID": "blueprint", "year": "3rd Year"},
            406,
            "'year' in the request body is invalid: expected the event's year.",
        ),
        (
            {"paymentType": "Event", "eventID": "blueprint", "year": 2025},
            404,
            (
                "event with id 'blueprint' could not be found."
                " Make sure you have provided the correct id."
            ),
        ),
    ],
)
@pytest.mark.usefixtures("blueprint")
def test_checkout_that_cannot_be_is_refused_before_stripe_hears_of_it(
    changes: dict[str, Any], status: int, message: str
) -> None:
    response = ask({**MEMBERSHIP, **changes})

    assert response.status_code == status
    assert response.json()["message"] == message
    assert asked_of_stripe() == []


@pytest.mark.parametrize("name", ["success_url", "cancel_url"])
@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example.org/x",
        "//evil.example.org",
        "javascript:alert(1)",
        f"{SITE}@evil.example.org/",
        f"{SITE}\\@evil.example.org/",
        f"{SITE}/ x",
        "https://[",
        "membership",
    ],
)
def test_checkout_that_leads_elsewhere_is_refused(name: str, address: str) -> None:
    response = ask({**MEMBERSHIP, name: address})

    assert response.status_code == 406
    assert response.json() == {
        "message": f"'{name}' must be an address of the club's own site."
    }
    assert asked_of_stripe() == []


@pytest.mark.usefixtures("blueprint")
def test_event_without_a_registration_is_a_conflict_before_stripe_hears_of_it() -> None:
    response = ask({**EVENT, "email": "chloe@example.org"})

    assert response.status_code == 409
    assert response.json() == {
        "message": "Register for the event first, then pay for it."
    }
    assert asked_of_stripe() == []


def test_event_without_a_price_is_refused() -> None:
    store_rows(Event.of({"id": "blueprint", "year": 2026, "ename": "Blueprint"}))
    key = event_key("blueprint", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
    store_rows(Registration.of(row))

    response = ask(EVENT)

    assert response.status_code == 406
    assert response.json() == {
        "message": "This event has no price, so there is nothing to pay."
    }


def test_checkout_without_stripe_says_to_try_again(settings: Settings) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    response = ask(MEMBERSHIP)

    assert response.status_code == 503
    assert response.json() == {
        "message": "Paying is not possible right now. Please try again."
    }
    assert list(Payment.read_all()) == []


@pytest.mark.usefixtures("blueprint")
@pytest.mark.parametrize("body", [MEMBERSHIP, EVENT], ids=["membership", "event"])
def test_two_clicks_at_once_are_one_checkout(body: dict[str, Any]) -> None:
    with ThreadPoolExecutor(4) as pool:
        responses = list(pool.map(ask, [body] * 4))

    # Around the turn of a minute there may be two, each with its own entry.
    addresses = {response.json() for response in responses}
    assert [response.status_code for response in responses] == [200] * 4
    assert len(list(Payment.read_all())) == len(addresses) <= 2


def test_checkout_counts_as_its_own_purpose(settings: Settings) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "checkout": 0}
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": rates,
    }

    response = ask(MEMBERSHIP)

    assert response.status_code == 429
    assert response.json() == {"message": "Too many requests. Try again in a minute."}
    assert asked_of_stripe() == []


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [(SITE, SITE), ("https://evil.example.org", None)],
)
def test_checkout_is_for_the_clubs_own_sites(origin: str, allowed: str | None) -> None:
    preflight = APIClient().options(
        "/payments",
        HTTP_ORIGIN=origin,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="content-type",
    )
    response = anonymous().post("/payments", MEMBERSHIP, HTTP_ORIGIN=origin)

    assert preflight.headers.get("Access-Control-Allow-Origin") == allowed
    assert response.headers.get("Access-Control-Allow-Origin") == allowed


def test_checkout_ignores_a_token_and_needs_none() -> None:
    response = anonymous().post("/payments", MEMBERSHIP, HTTP_AUTHORIZATION="Bearer zz")

    assert response.status_code == 200


def test_checkout_in_a_browser_offers_its_form() -> None:
    response = Client().get("/payments", headers={"Accept": "text/html"})

    assert response.status_code == 405
    assert "paymentType" in response.text
