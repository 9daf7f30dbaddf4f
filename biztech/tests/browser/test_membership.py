"""A newcomer becomes a member in a real browser, and what can come between."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from memberships.models import Member
from memberships.people import person
from payments.ledger import account_of, waiting_for_attention
from tools.stripe import play

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

AMIRA = "amira@student.ubc.ca"


def fill_in(page: Page, **answers: str) -> None:
    """Fill in the membership form, as a student of UBC."""
    page.goto("/membership/")
    page.get_by_label("E-mail").fill(AMIRA)
    page.get_by_label("First name").fill("Amira")
    page.get_by_label("Last name").fill("Kay")
    page.get_by_label("Pronouns").select_option("She/Her/Hers")
    page.get_by_label("Education").select_option(answers.get("education", "UBC"))
    page.get_by_label("Student number").fill("12345678")
    page.get_by_label("Level of study").select_option("3rd Year")
    page.get_by_label("Faculty").select_option("Science")
    page.get_by_label("Major").fill("Statistics")
    for question in ("international student", "member in an earlier year"):
        page.get_by_role("group", name=re.compile(question)).get_by_label("No").check()
    page.get_by_label("How did you hear of us").select_option("Instagram")
    page.get_by_label("Cyber Security").check()


def to_checkout(page: Page) -> str:
    """Send the form; return the checkout's id."""
    page.get_by_role("button", name=re.compile("^(Pay|Go to payment)")).click()
    expect(page.get_by_role("button", name=re.compile("^Pay"))).to_be_visible()
    found = re.search(r"cs_test_\w+", page.url)
    assert found, page.url
    return found[0]


def pay(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Pay")).click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@widths
def test_newcomer_pays_and_is_a_member(open_page: OpenPage, width: int) -> None:
    page = open_page(width, signed_in=False)

    fill_in(page)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Show my price").click()
    expect(page.get_by_text("You pay $12.00 CAD.")).to_be_visible()
    to_checkout(page)
    pay(page)

    heading(page, "Welcome, Amira!")
    profile_id = str(Member.get(AMIRA).profile_id)
    page.get_by_role("link", name="See what others see of it").click()
    expect(page).to_have_url(re.compile(f"/profile/{profile_id}$"))
    assert person(AMIRA).problems == ()


def test_newcomer_who_pays_twice_is_told_and_the_club_too(open_page: OpenPage) -> None:
    page, other = (open_page(signed_in=False) for _ in range(2))
    fill_in(page)
    to_checkout(page)
    fill_in(other, education="UNI")
    to_checkout(other)

    pay(page)
    heading(page, "Welcome, Amira!")
    pay(other)
    heading(other, "You were a member already")

    assert [payment.attention for payment in waiting_for_attention()] == ["paid-twice"]


def test_newcomer_whose_card_is_declined_can_try_again(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    fill_in(page)
    to_checkout(page)

    page.get_by_role("button", name="Decline the card").click()
    expect(page.get_by_text("The bank declined the card.")).to_be_visible()
    assert person(AMIRA).is_member is False
    pay(page)

    heading(page, "Welcome, Amira!")


def test_newcomer_is_a_member_while_the_webhook_is_held_back(
    open_page: OpenPage,
) -> None:
    page = open_page(signed_in=False)
    fill_in(page)
    session_id = to_checkout(page)
    play.hold_webhooks(session_id, now=now_ms())

    pay(page)

    heading(page, "Welcome, Amira!")
    assert person(AMIRA).is_member is True
    assert account_of(session_id).events == ()


def test_newcomer_whose_webhook_is_lost_is_healed_by_reconciling(
    open_page: OpenPage,
) -> None:
    page = open_page(signed_in=False)
    fill_in(page)
    session_id = to_checkout(page)
    play.hold_webhooks(session_id, now=now_ms())
    # Paid, and the hall's network went before the way back.
    play.pay(session_id, now=now_ms())
    page.goto("about:blank")
    assert person(AMIRA).is_member is False

    call_command("reconcile_payments", "--apply", stdout=StringIO())

    assert person(AMIRA).problems == ()
    assert person(AMIRA).is_member is True
    page.goto(f"/membership/welcome?session_id={session_id}")
    heading(page, "Welcome, Amira!")


def test_newcomer_whose_money_comes_later_is_told_to_wait(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    fill_in(page)
    session_id = to_checkout(page)

    page.get_by_role("button", name="Delayed payment").click()
    heading(page, "We are waiting for your bank")
    check_the_page(page)
    play.settle_later(session_id, succeeded=True, now=now_ms())
    page.get_by_role("link", name="Look again").click()

    heading(page, "Welcome, Amira!")


def test_newcomer_who_leaves_the_checkout_has_paid_nothing(open_page: OpenPage) -> None:
    page = open_page(signed_in=False)
    fill_in(page)
    to_checkout(page)

    page.get_by_role("link", name="Abandon").click()

    heading(page, "Nothing was paid")
    page.get_by_role("link", name="try again").click()
    heading(page, "Become a member")


def test_newcomer_without_script_becomes_a_member(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()

    fill_in(page)
    to_checkout(page)
    pay(page)

    heading(page, "Welcome, Amira!")
    context.close()


@widths
def test_membership_pages_are_accessible_and_fit(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width, signed_in=False)

    page.goto("/membership/")
    check_the_page(page)
    page.get_by_role("button", name="Go to payment").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_the_page(page)
    page.goto("/membership/cancelled")
    check_the_page(page)
    fill_in(page)
    to_checkout(page)
    pay(page)
    heading(page, "Welcome, Amira!")
    check_the_page(page)
