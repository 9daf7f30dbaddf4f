"""The local checkout page in a real browser: paying, waiting, refunding, webhooks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.queries import is_member
from biztech.tests.browser.accessibility import check_the_page, widths
from payments.gateway import stripe_client

OpenPage = Callable[..., Page]
OpenCheckout = Callable[[], str]

pytestmark = pytest.mark.browser

AMIRA = "amira@student.ubc.ca"


@pytest.fixture
def open_checkout(server: str) -> OpenCheckout:
    """Return a way to begin a checkout; gives the path of its page."""
    # Another origin than the page's, as the club's web client is.
    seller = server.replace("localhost", "127.0.0.1")

    def open_one() -> str:
        session = stripe_client().v1.checkout.sessions.create(
            {
                "mode": "payment",
                "allow_promotion_codes": True,
                "customer_email": AMIRA,
                "success_url": f"{seller}/membership/?session={{CHECKOUT_SESSION_ID}}",
                "cancel_url": f"{seller}/membership/?abandoned",
                "metadata": {
                    "paymentType": "OAuthMember",
                    "email": AMIRA,
                    "fname": "Amira",
                },
                "line_items": [
                    {
                        "price_data": {
                            "currency": "cad",
                            "unit_amount": 1500,
                            "product_data": {"name": "BizTech Membership"},
                        },
                        "quantity": 1,
                    }
                ],
            }
        )
        return f"/_local/stripe/checkout/{session.id}/"

    return open_one


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def wait_for_webhooks(page: Page, *, delivered: int) -> None:
    """Look again until that many webhooks were taken."""
    for _ in range(100):
        if page.get_by_text("Delivered; sent").count() >= delivered:
            break
        page.wait_for_timeout(100)
        page.get_by_role("link", name="Show what became of them").click()
    expect(page.get_by_text("Delivered; sent")).to_have_count(delivered)


@widths
def test_declined_then_paid_makes_a_member_and_can_be_refunded(
    open_page: OpenPage, open_checkout: OpenCheckout, width: int
) -> None:
    page, path = open_page(width, signed_in=False), open_checkout()

    page.goto(path)
    press(page, "Decline the card")
    expect(page.get_by_role("status")).to_have_text(
        "The bank declined the card. You can try again."
    )
    page.get_by_label("Promotion code").fill("HALF")
    press(page, "Apply")
    press(page, "Pay $7.50 CAD")
    page.wait_for_url(f"**/membership/?session={path.split('/')[-2]}")

    page.goto(path)
    wait_for_webhooks(page, delivered=1)
    assert is_member(AMIRA) is True

    page.get_by_label("Amount to give back").fill("2.50")
    press(page, "Refund")
    expect(page.get_by_text("Empty: all of $5.00 CAD.")).to_be_visible()
    wait_for_webhooks(page, delivered=2)


def test_delayed_payment_makes_a_member_when_the_money_arrives(
    open_page: OpenPage, open_checkout: OpenCheckout
) -> None:
    page, path = open_page(signed_in=False), open_checkout()

    page.goto(path)
    press(page, "Delayed payment")
    page.wait_for_url("**/membership/?session=*")
    page.goto(path)
    wait_for_webhooks(page, delivered=1)
    assert is_member(AMIRA) is False
    press(page, "The money arrives")
    wait_for_webhooks(page, delivered=2)

    assert is_member(AMIRA) is True
    expect(page.get_by_role("heading", name="Paid", exact=True)).to_be_visible()


def test_held_webhooks_arrive_in_any_order_and_again(
    open_page: OpenPage, open_checkout: OpenCheckout
) -> None:
    page, path = open_page(signed_in=False), open_checkout()
    page.goto(path)
    press(page, "Hold webhooks back")
    press(page, "Pay $15.00 CAD")
    page.wait_for_url("**/membership/?session=*")
    page.goto(path)
    press(page, "Refund")
    expect(page.get_by_text("Kept back")).to_have_count(2)

    press(page, "Deliver: charge.refunded")
    wait_for_webhooks(page, delivered=1)
    press(page, "Deliver held webhooks")
    wait_for_webhooks(page, delivered=2)
    press(page, "Deliver again: checkout.session.completed")

    wait_for_webhooks(page, delivered=2)
    assert is_member(AMIRA) is True


def test_abandoned_checkout_leads_back_and_stays_open(
    open_page: OpenPage, open_checkout: OpenCheckout
) -> None:
    page, path = open_page(signed_in=False), open_checkout()

    page.goto(path)
    page.get_by_role("link", name="Abandon").click()

    page.wait_for_url("**/membership/?abandoned")
    page.goto(path)
    expect(page.get_by_role("button", name="Pay $15.00 CAD")).to_be_visible()


def test_page_works_without_a_script(
    browser: Browser, server: str, open_checkout: OpenCheckout
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()

    page.goto(open_checkout())
    press(page, "Pay $15.00 CAD")

    page.wait_for_url("**/membership/?session=*")
    context.close()


@widths
def test_every_state_of_the_page_is_accessible_and_fits(
    open_page: OpenPage, open_checkout: OpenCheckout, width: int
) -> None:
    page, path = open_page(width, signed_in=False), open_checkout()

    page.goto(path)
    check_the_page(page)
    press(page, "Delayed payment")
    page.goto(path)
    check_the_page(page)
    press(page, "The money arrives")
    check_the_page(page)
    press(page, "Dispute")
    check_the_page(page)
    page.goto("/_local/stripe/checkout/")
    check_the_page(page)
