"""The table explorer in a real browser: looked up, read, downloaded."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.dashboard.framework.tests.visitors import AMIRA
from biztech.tests.browser.accessibility import check_the_page, widths
from core.dynamo.client import shared_client
from core.dynamo.wire import to_item

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser


@widths
def test_exec_looks_a_row_up_and_takes_the_table_away(
    open_page: OpenPage, width: int
) -> None:
    for project in ("apple", "pear"):
        row = {"userId": AMIRA, "projectId": project, "shares": 3, "token": "hush"}
        shared_client().put_item(TableName="bizBtxHoldings", Item=to_item(row))
    page = open_page(width)
    page.goto("/admin/tables/")
    check_the_page(page)

    page.get_by_role("link", name="bizBtxHoldings").click()
    check_the_page(page)
    page.get_by_label("First part").fill(AMIRA)
    page.get_by_label("Second part").fill("pe")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    check_the_page(page)
    page.get_by_role("link", name=f"{AMIRA} · pear").click()
    page.get_by_text("As JSON").click()
    expect(page.get_by_text('"projectId": "pear"')).to_be_visible()
    expect(page.get_by_role("link", name=AMIRA)).to_be_visible()
    expect(page.get_by_text("hush")).to_have_count(0)
    check_the_page(page)

    page.get_by_role("navigation", name="Way back").get_by_role(
        "link", name="bizBtxHoldings"
    ).click()
    page.get_by_role("link", name="Download").click()
    check_the_page(page)
    page.get_by_label("Purpose").fill("A report")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".jsonl")
