"""Money in a real browser: prizes are handed out, investments appear by themselves."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.callers import AMIRA, BEN, store_user
from companion.credits.queries import balance_of
from companion.credits.services import book, create_prize
from companion.investments.models import Investment
from core.dynamo.rows import store_rows
from events.tests.rows import store_event

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

PAGE = "/admin/companion/kickstart/2025/"
CREDITS = f"{PAGE}credits/"
INVESTMENTS = f"{PAGE}investments/"


def invest(row_id: str, amount: int, team: str, *, at: int) -> None:
    said = {"investorId": AMIRA, "investorName": "Amira", "comment": "A good idea"}
    row = {"eventID;year": "kickstart;2025", "teamId": team, "teamName": team}
    rest = {"id": row_id, "amount": amount, "createdAt": at, "isPartner": True}
    store_rows(Investment.of({**row, **said, **rest}))


@pytest.fixture
def kickstart(now: int) -> None:
    """Store an event, prizes, what amira has and what she gave."""
    store_event(id="kickstart", year=2025, ename="Kickstart")
    store_user(AMIRA)
    for stock in (None, 0, 3):
        prize = {"name": f"Hoodie {stock}", "price": Decimal(30), "stock": stock}
        create_prize(f"hoodie-{stock}", prize, actor=BEN, now=now)
    book(AMIRA, amount=Decimal(50), reason="Workshop", actor=BEN, now=now)
    for number, team in enumerate(("Rockets", "Wheels")):
        invest(team, 100 + 20 * number, team, at=now + number)


@pytest.mark.usefixtures("kickstart")
@widths
def test_every_page_of_money_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    for address in (
        PAGE,
        f"{CREDITS}?person={AMIRA}",
        f"{CREDITS}book/?person={AMIRA}",
        f"{CREDITS}prizes/hoodie-3/edit/",
        f"{CREDITS}prizes/hoodie-3/withdraw/",
        INVESTMENTS,
    ):
        page.goto(address)
        check_the_page(page)


@pytest.mark.usefixtures("kickstart")
def test_prize_is_handed_out_at_the_desk_and_taken_back(open_page: OpenPage) -> None:
    page = open_page(390)
    page.goto(f"{CREDITS}?person={AMIRA}")
    page.get_by_role("link", name="Hand out Hoodie 3").click()

    page.get_by_role("button", name="Check it").click()
    page.get_by_role("button", name="Hand out").click()

    expect(page.get_by_text("The prize is paid for.")).to_be_visible()
    assert balance_of(AMIRA) == 20
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Everything is as before.")).to_be_visible()
    assert balance_of(AMIRA) == 50


@pytest.mark.usefixtures("kickstart")
def test_new_investment_appears_by_itself(open_page: OpenPage, now: int) -> None:
    page = open_page(1280)
    page.goto(INVESTMENTS)
    expect(page.get_by_text("$220 in 2 investments.")).to_be_visible()

    invest("late", 7, "Rockets", at=now + 9)

    expect(page.get_by_text("$227 in 3 investments.")).to_be_visible(timeout=20_000)
    expect(
        page.get_by_role("listitem").filter(has_text="$7 for Rockets")
    ).to_have_count(1)
