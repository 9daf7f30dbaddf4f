"""Plans in a real browser, from a sheet to its undoing; the server does the work."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from interactions.tests.people import join
from memberships.people import person

OpenPage = Callable[..., Page]

pytestmark = [pytest.mark.browser, pytest.mark.other_process]

EMAIL = "new1@example.org"


@widths
def test_exec_imports_a_sheet_and_takes_it_back(
    open_page: OpenPage, width: int, tmp_path: Path
) -> None:
    sheet = tmp_path / "clubs day.csv"
    people = "".join(f"new{number}@example.org,New,Arts\n" for number in range(6))
    sheet.write_text(f"Email,First name,Faculty,Shoe\n{people}nobody,,,\n")
    page = open_page(width)

    page.goto("/admin/plans/")
    check_the_page(page)
    page.get_by_role("link", name="Import members from a sheet").click()
    check_the_page(page)
    page.get_by_label("Sheet").set_input_files(sheet)
    page.get_by_label("Reason").fill("Paid in cash")
    page.get_by_role("button", name="Show what would happen").click()

    expect(page.locator("#how-far")).to_have_text("Waits to be applied")
    expect(page.get_by_text("These columns are not read: Shoe.")).to_be_visible()
    expect(page.get_by_text("'nobody' is no e-mail address.")).to_be_visible()
    check_the_page(page)
    assert not person(EMAIL).is_member
    page.get_by_role("button", name="Apply to 6").click()

    # The page looks again by itself.
    expect(page.locator("#how-far")).to_have_text("Applied")
    assert person(EMAIL).is_member
    page.reload()
    page.get_by_role("button", name="Undo what it did").click()

    expect(page.locator("#how-far")).to_have_text("Undone")
    assert not person(EMAIL).is_member


@widths
def test_exec_makes_two_people_one_and_two_again(
    open_page: OpenPage, width: int, now: int
) -> None:
    old, kept = "amira@students.ubc.ca", "amira@student.ubc.ca"
    join(old, now=now, faculty="Arts")
    join(kept, now=now, faculty="Science")
    page = open_page(width)

    page.goto("/admin/plans/merge/")
    check_the_page(page)
    page.get_by_role("link", name="Who may be twice?").click()
    check_the_page(page)
    page.get_by_role("link", name="Compare and merge").click()
    check_the_page(page)
    page.get_by_label("Arts", exact=True).check()
    page.get_by_role("button", name="Show what would happen").click()

    expect(page.locator("#how-far")).to_have_text("Waits to be applied")
    expect(page.get_by_text("Faculty: Arts stays, Science goes.")).to_be_visible()
    page.get_by_role("button", name="Apply to 1").click()
    expect(page.locator("#how-far")).to_have_text("Applied")
    assert not person(old).is_member
    page.reload()
    page.get_by_role("button", name="Undo what it did").click()

    expect(page.locator("#how-far")).to_have_text("Undone")
    assert person(old).is_member


def test_membership_year_fits_and_is_planned(open_page: OpenPage) -> None:
    page = open_page(390)

    page.goto("/admin/plans/year/")
    check_the_page(page)
    page.get_by_role("button", name="Show what would happen").click()

    expect(page.locator("#how-far")).to_have_text("Waits to be applied")
    expect(page.get_by_text("From then on 2027 is the membership year")).to_be_visible()
