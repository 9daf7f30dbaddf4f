"""Somebody asks for their data in a real browser, and an exec sees it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from core.plans.deciding import ask_for_plan
from core.plans.working import work_on
from core.privacy.erasing import ERASE
from core.privacy.models import Wish
from core.privacy.requests import ask, hand_over
from memberships.tests.people import AMIRA, BEN, make_member

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.other_process]


@widths
def test_member_asks_and_takes_back(open_page: OpenPage, width: int) -> None:
    page = open_page(width)

    page.goto("/privacy/")
    check_the_page(page)
    page.get_by_role("button", name="Ask to be erased").click()

    expect(page.get_by_text("You asked on")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Ask to be erased")).to_be_visible()


@widths
def test_member_downloads_what_was_handed_over(open_page: OpenPage, width: int) -> None:
    make_member(BEN)
    ask(BEN, Wish.EXPORT, now=now_ms())
    hand_over(BEN, actor="ada.exec@ubcbiztech.com", now=now_ms())
    page = open_page(width)

    page.goto("/privacy/")
    check_the_page(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()

    assert download.value.suggested_filename == "personal-data.zip"


@widths
def test_exec_sees_who_asks_and_what_would_go(open_page: OpenPage, width: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.EXPORT, now=now_ms())
    ask(AMIRA, Wish.ERASE, now=now_ms())
    asked = ask_for_plan(ERASE, {"email": AMIRA}, actor=BEN, now=now_ms())
    work_on(asked.plan_id)
    page = open_page(width)

    page.goto("/admin/plans/privacy/")
    expect(page.get_by_role("button", name=f"Download for {AMIRA}")).to_be_visible()
    check_the_page(page)
    page.goto(f"/admin/plans/{asked.plan_id}/")
    expect(page.get_by_text("Account: 1 row of biztechUsers.")).to_be_visible()
    check_the_page(page)
