"""The doctor in a real browser: examined, repaired; the server does the work."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.sick_records import DORA, Club
from core.clock import HOUR, now_ms
from memberships.people import person

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.other_process]


@widths
def test_exec_examines_everything_and_repairs_it(
    open_page: OpenPage, width: int
) -> None:
    club = Club(at=now_ms() - 2 * HOUR)
    club.edit_user(isMember=False)
    page = open_page(width)

    page.goto("/admin/problems/")
    check_the_page(page)
    page.get_by_role("button", name="Examine now").click()

    # The page looks again by itself.
    expect(page.locator("#examined")).to_contain_text("Examined on")
    page.get_by_text("What it means").click()
    expect(page.get_by_text("pays as others do")).to_be_visible()
    expect(page.get_by_text("Show whom, and plan the repair")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Plan the repairs").click()

    expect(page.locator("#how-far")).to_have_text("Waits to be applied")
    page.get_by_role("button", name="Apply to 1").click()
    expect(page.locator("#how-far")).to_have_text("Applied")
    assert person(DORA).problems == ()
