"""Mail in a real browser: found from the first page, read, sent again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.dashboard.framework.tests.visitors import AMIRA
from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from core.dynamo.rows import store_rows
from core.dynamo.transactions import write_transaction
from core.mail.delivery import TOO_LATE, deliver_due
from core.mail.suppression import Reason, suppress
from events.mails import enqueue_for
from events.models import Event, Registration

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

OUTBOX = "/admin/mail/"


@pytest.fixture
def outbox() -> None:
    """Store a mail that was given up, and an address that takes none."""
    now = now_ms()
    event = {
        "id": "blueprint",
        "year": 2026,
        "ename": "Blueprint",
        "elocation": "Sage Hall",
        "startDate": "2026-11-21T02:00:00.000Z",
    }
    store_rows(Event.of(event))
    row = {
        "id": AMIRA,
        "eventID;year": "blueprint;2026",
        "registrationStatus": "registered",
        "fname": "Amira",
    }
    with write_transaction() as writes:
        enqueue_for(writes, None, Registration.of(row), act_id="act", now=now)
    assert list(deliver_due(clock=lambda: now + TOO_LATE + 1))
    suppress("chloe@example.org", Reason.COMPLAINED, now=now)


@pytest.mark.usefixtures("outbox")
@widths
def test_exec_reads_a_mail_and_sends_it_again(open_page: OpenPage, width: int) -> None:
    page = open_page(width)
    page.goto("/admin/")

    page.get_by_role("link", name=re.compile("^Mails given up 1")).click()
    page.get_by_role("link", name=re.compile("^Registered to")).click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Hi Amira,")).to_be_visible()
    ticket = letter.get_by_role("img", name="Your ticket: a QR code")
    expect(ticket).to_have_js_property("complete", value=True)
    with page.expect_download() as download:
        page.get_by_role("link", name="ticket.png").click()
    assert download.value.suggested_filename == "ticket.png"
    page.get_by_role("button", name="Send again").click()

    expect(page.get_by_text("The mail is sent again within a minute.")).to_be_visible()


@pytest.mark.usefixtures("outbox")
@widths
def test_every_page_of_mail_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    for address in (
        OUTBOX,
        f"{OUTBOX}?show=given-up",
        f"{OUTBOX}?show=waiting",
        f"{OUTBOX}kinds/",
        f"{OUTBOX}kinds/promoted/",
        f"{OUTBOX}suppressed/",
        f"{OUTBOX}mailbox/",
    ):
        page.goto(address)
        check_the_page(page)
    page.goto(f"{OUTBOX}?show=given-up")
    page.get_by_role("link", name=re.compile("^Registered to")).click()
    check_the_page(page)
