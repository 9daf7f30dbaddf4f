"""Somebody registers, shows their ticket and says what they thought, in a browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from biztech.pages.tests.test_event_pages import ASKED, GALA, coming
from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import HOUR, iso_text, now_ms
from events.models import Feedback, Registration
from events.tickets import issue

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

AMIRA = "amira@student.ubc.ca"
TICKET = f"/event/ticket/{issue(AMIRA, *GALA)}"


def fill_in(page: Page) -> None:
    page.get_by_label("E-mail").fill(AMIRA)
    page.get_by_label("First name").fill("Amira")
    page.get_by_label("Last name").fill("Kay")
    page.get_by_label("Why?").fill("To meet people")
    page.get_by_label("Workshop").select_option("Rust")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@widths
def test_newcomer_registers_and_gives_feedback(open_page: OpenPage, width: int) -> None:
    coming(registrationQuestions=ASKED, attendeeFeedbackEnabled=True)
    page = open_page(width, signed_in=False)
    page.goto("/event/")
    check_the_page(page)
    page.get_by_role("link", name="Gala").click()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert")).to_contain_text("Not done yet")
    check_the_page(page)

    fill_in(page)
    page.get_by_role("button", name="Register").click()
    heading(page, "You are registered")
    expect(page.get_by_role("img", name="QR code of your ticket")).to_be_visible()
    check_the_page(page)

    page.goto("/event/gala/2026/feedback")
    check_the_page(page)
    page.get_by_label("9", exact=True).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    assert len(list(Feedback.read_all())) == 1


@widths
def test_guest_pays_comes_and_says_what_they_thought(
    open_page: OpenPage, width: int
) -> None:
    now = now_ms()
    coming(
        registrationQuestions=ASKED,
        attendeeFeedbackEnabled=True,
        pricing={"members": 10, "nonMembers": 12.5},
        startDate=iso_text(now - HOUR),
        endDate=iso_text(now + HOUR),
    )
    page = open_page(width, signed_in=False)
    page.goto("/event/gala/2026/")
    fill_in(page)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("button", name="Pay $12.50").click()
    heading(page, "You are registered")

    door = open_page(width)
    door.goto("/admin/events/gala/2026/check-in/")
    door.get_by_placeholder("Name or e-mail").fill("Amira")
    door.get_by_role("button", name="Check in Amira Kay").click()
    expect(door.get_by_role("alert").get_by_text("Come in, Amira Kay")).to_be_visible()

    page.reload()
    heading(page, "You are checked in")
    page.get_by_role("link", name="Tell us what you thought").click()
    page.get_by_label("10", exact=True).check()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you")
    (feedback,) = Feedback.read_all()
    assert feedback.responses == {"overall-rating": 10}


def test_newcomer_without_script_registers_and_cancels(
    browser: Browser, server: str
) -> None:
    coming(registrationQuestions=ASKED)
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/event/gala/2026/")
    fill_in(page)
    page.get_by_role("button", name="Register").click()
    expect(page).to_have_url(re.compile(re.escape(TICKET)))
    page.get_by_role("link", name="Cancel my registration").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    heading(page, "Your registration is cancelled")
    row = Registration.find(*Registration.key(AMIRA, *GALA), consistent=True)
    assert row and row.status == "cancelled"
    context.close()
