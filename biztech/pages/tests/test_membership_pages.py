"""The pages on which a newcomer becomes a member, without a browser."""

import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from biztech.tests.callers import AMIRA, BEN, change_row, store_user
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import grant_membership, revoke_membership
from payments.ledger import account_of, waiting_for_attention
from payments.models import Payment
from tools.stripe import play
from tools.stripe.models import LocalStripeObject

FORM = {
    "email": "Amira@Student.UBC.ca",
    "first_name": "Amira",
    "last_name": "Kay",
    "pronouns": "She/Her/Hers",
    "education": "UBC",
    "student_number": "12345678",
    "year": "3rd Year",
    "faculty": "Science",
    "major": "Statistics",
    "international": "no",
    "previous_member": "no",
    "diet": "None",
    "heard_from": "Instagram",
    "topics": ["Cyber Security", "E-Commerce"],
}
CHECKOUT = re.compile(r"http://localhost:8000/_local/stripe/checkout/(cs_test_\w+)/?")


def browser() -> Client:
    return Client(raise_request_exception=False)


def apply(**changes: Any) -> Any:
    return browser().post("/membership/", {**FORM, **changes})


def checkout(**changes: Any) -> str:
    """Fill in the form; return the checkout's id."""
    response = apply(**changes)
    found = CHECKOUT.fullmatch(response["Location"])
    assert found
    return found[1]


def welcome(session_id: str) -> Any:
    return browser().get("/membership/welcome", {"session_id": session_id})


def heading(response: Any) -> str:
    """Return what a page is headed, as a person reads it."""
    (found,) = re.findall(r"<h1>(.*?)</h1>", response.content.decode())
    return str(found).replace("&#x27;", "'")


@pytest.mark.parametrize("path", ["/membership", "/membership/"])
def test_form_is_open_to_everybody_and_names_both_prices(path: str) -> None:
    response = browser().get(path)

    page = response.content.decode()
    assert response.status_code == 200
    assert (
        "<strong>$15.00</strong> CAD, for UBC students <strong>$12.00</strong>" in page
    )
    assert "Your price follows from your education." in page
    assert "<script" not in page
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_form_may_lead_to_stripes_checkout_and_nowhere_else() -> None:
    policy = browser().get("/membership/")["Content-Security-Policy"]

    assert (
        "form-action 'self' https://checkout.stripe.com http://localhost:8000" in policy
    )
    assert (
        "checkout.stripe.com"
        not in browser().get("/sign-in/").headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize(
    ("education", "price"), [("UBC", "$12.00"), ("UNI", "$15.00"), ("NA", "$15.00")]
)
def test_price_follows_from_the_education_before_anything_else_is_judged(
    education: str, price: str
) -> None:
    response = browser().post(
        "/membership/", {"education": education, "first_name": "Amira", "quote": "1"}
    )

    page = response.content.decode()
    assert f"You pay <strong>{price}</strong> CAD." in page
    assert f"Pay {price}" in page
    assert 'value="Amira"' in page
    assert "bt-error" not in page
    assert list(LocalStripeObject.read_all()) == []


def test_prices_are_what_settings_say(settings: Settings) -> None:
    settings.MEMBERSHIP_PRICE_CENTS = settings.MEMBERSHIP_PRICE_UBC_CENTS = 999

    page = browser().get("/membership/").content.decode()

    assert "costs\n        <strong>$9.99</strong> CAD." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "zz"}, "This is not an e-mail address."),
        ({"email": ""}, "This field is required."),
        ({"student_number": ""}, "A UBC student number has exactly eight digits."),
        ({"student_number": "1234567a"}, "A UBC student number has exactly eight"),
        ({"education": "Hogwarts"}, "Select a valid choice."),
        ({"faculty": "Magic"}, "Select a valid choice."),
        ({"topics": ["Magic"]}, "Select a valid choice."),
        ({"international": ""}, "This field is required."),
    ],
)
def test_form_that_is_filled_in_wrongly_says_so_and_keeps_what_was_entered(
    changes: dict[str, Any], said: str
) -> None:
    response = apply(**changes)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Not done yet: please check" in page
    assert said in page
    assert 'value="Statistics"' in page
    assert list(LocalStripeObject.read_all()) == []


def test_form_leads_to_a_checkout_with_everything_that_was_entered() -> None:
    session_id = checkout()

    payment = account_of(session_id).payment
    assert payment and payment.expected == 1200
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
        "international": "false",
        "prev_member": "false",
        "diet": "None",
        "topics": "Cyber Security,E-Commerce",
        "heard_from": "Instagram",
    }


@pytest.mark.parametrize(
    ("has_user", "password", "payment_type"),
    [
        (False, "", "OAuthMember"),
        (True, "", "Member"),
        (False, "correct horse", "UserMember"),
        (True, "correct horse", "UserMember"),
    ],
)
def test_payment_type_follows_from_what_is_known(
    has_user: bool, password: str, payment_type: str
) -> None:
    if has_user:
        store_user(AMIRA, isMember=False)

    payment = account_of(checkout(password=password)).payment

    assert payment and payment.payment_type == payment_type
    # Stripe puts the checkout's id where it finds this.
    assert payment.success_url.endswith("?session_id={CHECKOUT_SESSION_ID}")


def test_exec_may_pay_too(now: int) -> None:
    session_id = checkout(email=BEN)
    play.pay(session_id, now=now)

    assert heading(welcome(session_id)) == "Welcome, Amira!"
    ben = person(BEN)
    assert ben.is_member and ben.profile and ben.profile.profile_type == "EXEC"


def test_member_has_nothing_to_pay(now: int) -> None:
    grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)

    response = apply()

    assert response.status_code == 409
    assert (
        "This address belongs to a member already. There is nothing to pay."
        in response.content.decode()
    )
    assert list(LocalStripeObject.read_all()) == []


def test_form_without_stripe_is_kept_with_what_was_entered(settings: Settings) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    response = apply()

    page = response.content.decode()
    assert response.status_code == 503
    assert "Paying is not possible right now. Please try again." in page
    assert 'value="Statistics"' in page


def test_form_counts_as_a_checkout(settings: Settings) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "checkout": 0}
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": rates,
    }

    assert apply().status_code == 429
    assert welcome("cs_test_aaaaaaaa").status_code == 429
    assert list(LocalStripeObject.read_all()) == []


def test_form_refuses_a_post_from_elsewhere() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/membership/", FORM).status_code == 403


def test_welcome_fulfils_by_itself_before_any_event(now: int) -> None:
    session_id = checkout()
    play.pay(session_id, now=now)

    response = welcome(session_id)

    member = Member.get(AMIRA)
    page = response.content.decode()
    assert response.status_code == 200
    assert heading(response) == "Welcome, Amira!"
    assert "You are a member of UBC BizTech." in page
    assert f'href="/profile/{member.profile_id}"' in page
    assert "Kay" not in page and AMIRA not in page
    assert person(AMIRA).problems == ()


def test_welcome_again_asks_neither_stripe_nor_writes(
    now: int, settings: Settings, database_calls: list[str]
) -> None:
    session_id = checkout()
    play.pay(session_id, now=now)
    welcome(session_id)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    database_calls.clear()

    response = welcome(session_id)

    assert heading(response) == "Welcome, Amira!"
    assert database_calls == ["Query", "GetItem", "GetItem"]


def test_welcome_of_a_delayed_payment_waits_for_the_bank(now: int) -> None:
    session_id = checkout()
    play.pay_later(session_id, now=now)

    waiting = welcome(session_id)
    play.settle_later(session_id, succeeded=True, now=now)
    arrived = welcome(session_id)

    assert heading(waiting) == "We are waiting for your bank"
    assert heading(arrived) == "Welcome, Amira!"


def test_welcome_before_paying_says_so() -> None:
    assert heading(welcome(checkout())) == "Not paid yet"
    assert person(AMIRA).is_member is False


def test_welcome_of_an_expired_checkout_offers_another(now: int) -> None:
    session_id = checkout()
    play.expire(session_id, now=now)

    response = welcome(session_id)

    assert heading(response) == "The payment did not go through"
    assert 'href="/membership"' in response.content.decode()


def test_welcome_of_a_second_payment_tells_nothing_of_the_member(now: int) -> None:
    session_id = checkout(first_name="Mallory")
    facts = MembershipFacts(email=AMIRA, first_name="Amira")
    grant_membership(facts, actor=BEN, now=now)
    play.pay(session_id, now=now)

    response = welcome(session_id)

    page = response.content.decode()
    assert heading(response) == "You were a member already"
    assert "Amira" not in page
    assert str(Member.get(AMIRA).profile_id) not in page
    assert [payment.attention for payment in waiting_for_attention()] == ["paid-twice"]


def test_welcome_after_a_revocation_says_that_it_counts_no_more(now: int) -> None:
    session_id = checkout()
    play.pay(session_id, now=now)
    welcome(session_id)
    revoke_membership(AMIRA, reason="Refund", keep_profile=True, actor=BEN, now=now)

    assert heading(welcome(session_id)) == "This payment was refunded"


def test_welcome_of_a_wrong_amount_says_that_the_club_looks_into_it(
    now: int, settings: Settings
) -> None:
    session_id = checkout()
    payment = account_of(session_id).payment
    assert payment
    change_row(payment, Payment.expected.set(999))
    play.pay(session_id, now=now)

    response = welcome(session_id)

    assert heading(response) == "We are looking into your payment"
    assert person(AMIRA).is_member is False


@pytest.mark.parametrize(
    "session_id",
    ["", "cs_test_aaaaaaaaaaaaaaaaaaaa", "cs_test_../../v1/charges", "pi_1", "é" * 9],
)
def test_welcome_of_a_guessed_id_tells_nothing(session_id: str) -> None:
    response = welcome(session_id)

    assert response.status_code == 404
    assert heading(response) == "We do not know this payment"


def test_welcome_without_stripe_asks_to_look_again(settings: Settings) -> None:
    session_id = checkout()
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    response = welcome(session_id)

    assert response.status_code == 503
    assert heading(response) == "We cannot look up your payment right now"


@pytest.mark.parametrize("path", ["/membership/cancelled", "/membership/cancelled/"])
def test_cancelled_page_says_that_nothing_was_paid(path: str) -> None:
    response = browser().get(path)

    assert response.status_code == 200
    assert heading(response) == "Nothing was paid"


@pytest.mark.parametrize("path", ["/membership/welcome", "/membership/cancelled"])
def test_pages_after_the_checkout_take_no_posts(path: str) -> None:
    assert browser().post(path).status_code == 405
