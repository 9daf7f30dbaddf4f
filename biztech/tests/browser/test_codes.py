"""Codes in a real browser: an exec makes one, prints it, and takes it out of use."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.callers import AMIRA, store_user
from companion.scanning.services import scan_code
from core.dynamo.rows import store_rows
from events.models import Registration
from events.tests.rows import store_event
from profiles.models import QR

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

CODES = "/admin/companion/gala/2026/codes/"


@pytest.fixture(autouse=True)
def gala(now: int) -> None:
    """Store an event, and a code that amira scanned."""
    store_event()
    store_user(AMIRA)
    of_event = {"eventID;year": "gala;2026"}
    store_rows(QR.of({**of_event, "id": "booth", "type": "Booth", "points": 5}))
    store_rows(QR.of({**of_event, "id": "closed", "isActive": False}))
    came = {"id": AMIRA, "registrationStatus": "checkedIn", "fname": "Amira"}
    store_rows(Registration.of({**of_event, **came}))
    scan_code("booth", AMIRA, "gala", 2026, confirmed=True, actor=AMIRA, now=now)


@widths
def test_every_page_of_codes_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    for address in (CODES, f"{CODES}new/", f"{CODES}code/booth/"):
        page.goto(address)
        check_the_page(page)


def test_code_is_made_printed_and_taken_out_of_use(open_page: OpenPage) -> None:
    page = open_page(390)
    page.goto(CODES)
    page.get_by_role("link", name="Make a code").click()
    page.get_by_label("Name").fill("Photo Corner")
    page.get_by_label("Points").fill("15")
    page.get_by_role("button", name="Make it").click()

    expect(page.get_by_text("The code is made.")).to_be_visible()
    picture = page.get_by_role("img", name="QR code of")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
    with page.expect_download() as printed:
        page.get_by_role("link", name="QR to print").click()
    assert printed.value.suggested_filename.endswith("-photo-corner.png")

    page.get_by_label("In use").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The code is changed.")).to_be_visible()
    expect(page.get_by_text("Out of use", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Everything is as before.")).to_be_visible()
    expect(page.get_by_text("Out of use", exact=True)).to_have_count(0)
