"""A Discord account in a real browser: taken from a person, given back by undo."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from memberships.models import Member
from memberships.services.discord import link_account, new_state, read_state
from memberships.tests.people import AMIRA, make_member

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

ACCOUNT = "123456789012345678"


@pytest.fixture
def linked() -> None:
    """Make amira a member with a Discord account."""
    now = now_ms()
    make_member(AMIRA, now=now)
    state = read_state(new_state(ACCOUNT, now=now), now=now)
    link_account(AMIRA, state, actor=AMIRA, now=now)


def account() -> str | None:
    return Member.get(*Member.key(AMIRA)).discord_id


@pytest.mark.usefixtures("linked")
@widths
def test_account_is_unlinked_and_linked_again_by_undo(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)
    page.goto(f"/admin/memberships/person/{AMIRA}/change/")

    page.get_by_role("link", name="Unlink Discord").click()
    expect(page.get_by_text(ACCOUNT)).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Unlink Discord").click()
    expect(page.get_by_text("The Discord account is unlinked.")).to_be_visible()
    expect(page.get_by_role("link", name="Unlink Discord")).to_have_count(0)
    assert account() is None
    page.get_by_role("button", name="Undo").first.click()

    expect(page.get_by_role("link", name="Unlink Discord")).to_be_visible()
    assert account() == ACCOUNT
