"""Payments in a real browser: found from the first page, shown, decided about."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.dashboard.framework.tests.visitors import AMIRA
from biztech.tests.browser.accessibility import check_the_page, widths
from payments.errors import UnidentifiedPayment
from payments.services.webhooks import apply_event
from payments.tests.people import METADATA, charge, event

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

LIST = "/admin/memberships/payment/"
REFUNDED = f"{LIST}cs_test_1/"
UNCLEAR = f"{LIST}cs_test_2/"


@pytest.fixture
def ledger(now: int) -> None:
    """Store a payment that was refunded, and one of nobody known."""
    apply_event(event(), now=now)
    apply_event(charge("evt_2", refunded=1500), now=now + 1)
    told = {name: METADATA[name] for name in ("fname", "lname")}
    with pytest.raises(UnidentifiedPayment):
        apply_event(
            event("evt_3", id="cs_test_2", payment_intent="pi_2", metadata=told),
            now=now + 2,
        )


@pytest.mark.usefixtures("ledger")
@widths
def test_exec_is_led_to_a_refund_and_revokes(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    page.goto("/admin/")

    page.get_by_role("link", name=re.compile("^Payments to decide 2")).click()
    page.get_by_role("link", name=re.compile("^Membership")).click()
    expect(page.get_by_text("The money was refunded.")).to_be_visible()
    page.get_by_role("link", name="Revoke membership").click()
    page.get_by_label("Reason").fill("Refunded")
    page.get_by_role("button", name="Revoke membership").click()

    expect(page.get_by_text(f"{AMIRA} is no longer a member.")).to_be_visible()
    expect(page.get_by_text("Membership revoked")).to_be_visible()


@pytest.mark.usefixtures("ledger")
@widths
def test_every_page_of_payments_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    for address in (
        "/admin/",
        f"{LIST}?month=2026-11",
        f"{LIST}?show=attention",
        f"{LIST}?q=nobody",
        f"{REFUNDED}change/",
        f"{REFUNDED}revoke/",
        f"{UNCLEAR}change/",
        f"/admin/memberships/person/{AMIRA}/change/",
    ):
        page.goto(address)
        check_the_page(page)
    page.goto(f"{UNCLEAR}change/")
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Keep as it is").click()
    expect(page.get_by_text("Everything stays as it is.")).to_be_visible()
    check_the_page(page)
