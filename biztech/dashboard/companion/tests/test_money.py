"""Money in the dashboard: who sees it, what is done with prizes and credits."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE, ben, visitor
from biztech.tests.callers import store_user
from companion.credits.models import CreditEntry, Prize
from companion.credits.queries import balance_of
from companion.credits.services import book, create_prize
from companion.investments.models import Investment
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.tests.rows import store_event

CREDITS = "/admin/companion/gala/2026/credits/"
REDEEM = f"{CREDITS}prizes/hoodie/redeem/"
INVESTMENTS = "/admin/companion/kickstart/2025/investments/"
PAGES = [
    CREDITS,
    REDEEM,
    INVESTMENTS,
    f"{CREDITS}new/",
    f"{CREDITS}book/",
    f"{CREDITS}prizes/hoodie/edit/",
    f"{CREDITS}prizes/hoodie/withdraw/",
]


@pytest.fixture(autouse=True)
def shop(now: int) -> None:
    """Store two events, a prize, and amira, who has 50 credits."""
    store_event()
    store_event(id="kickstart", year=2025)
    store_user(AMIRA)
    prize = {"name": "Hoodie", "price": Decimal(30), "stock": 4}
    create_prize("hoodie", prize, actor=BEN, now=now)
    book(AMIRA, amount=Decimal(50), reason="Workshop", actor=BEN, now=now)


def confirmed(path: str, **values: Any) -> str:
    """Send a form and its review; return what the page after it says."""
    values = {"nonce": "n", **values}
    review = ben().post(path, values)
    assert "This is what will happen" in review.content.decode()
    done = ben().post(path, {**values, "confirmed": "yes"}, follow=True)
    return done.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_money_is_for_execs_alone(path: str) -> None:
    stranger = visitor(None).get(path)
    members = [visitor(email).get(path) for email in (AMIRA, CHLOE)]

    assert stranger["Location"] == f"/sign-in/?next={quote(path)}"
    assert [answer.status_code for answer in members] == [403, 403]
    assert ben().get(path).status_code == 200


def test_prize_is_made_changed_and_withdrawn() -> None:
    made = confirmed(f"{CREDITS}new/", id="cap", name="Cap", price="12.5")
    changed = confirmed(
        f"{CREDITS}prizes/cap/edit/",
        name="Blue cap",
        price="12.5",
        stock="",
        **{"initial-name": "Cap", "initial-price": "12.5", "initial-stock": ""},
    )

    assert "The prize is made." in made
    assert "The prize is changed." in changed
    assert Prize.get("cap").plain()["name"] == "Blue cap"
    assert Prize.get("cap").plain()["price"] == 12.5

    assert "The prize is withdrawn." in confirmed(f"{CREDITS}prizes/cap/withdraw/")
    assert Prize.find("cap", consistent=True) is None


def test_stock_that_was_bought_meanwhile_is_not_put_back() -> None:
    page = ben().get(f"{CREDITS}prizes/hoodie/edit/").content.decode()
    assert 'name="initial-stock" value="4"' in page
    confirmed(REDEEM, person=AMIRA)

    confirmed(
        f"{CREDITS}prizes/hoodie/edit/",
        name="Hoody",
        price="30",
        stock="4",
        **{"initial-name": "Hoodie", "initial-price": "30", "initial-stock": "4"},
    )

    assert (Prize.get("hoodie").name, Prize.get("hoodie").stock) == ("Hoody", 3)


def test_prize_is_handed_out_once_though_it_is_sent_twice(now: int) -> None:
    assert "The prize is paid for." in confirmed(REDEEM, person=AMIRA.upper())
    assert "Nothing was changed." in confirmed(REDEEM, person=AMIRA)
    assert [balance_of(AMIRA), Prize.get("hoodie").stock] == [20, 3]

    undo(AMIRA, history(AMIRA)[0].act_id, actor=BEN, now=now)

    assert [balance_of(AMIRA), Prize.get("hoodie").stock] == [50, 4]


def test_balance_is_corrected_and_never_below_nothing() -> None:
    book_at = f"{CREDITS}book/"

    said = confirmed(book_at, person=AMIRA, credits="-50.5", reason="Oops")
    assert "does not have enough credits" in said
    said = confirmed(book_at, person=AMIRA, credits="-49.5", reason="Oops")

    assert "The credits are booked." in said
    assert "Oops" in said and "0.5 credits" in said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"person": "nobody", "credits": "1", "reason": "x"}, "Invalid email"),
        ({"person": AMIRA, "credits": "0", "reason": "x"}, "more than 0, or less"),
        ({"person": AMIRA, "credits": "1.234", "reason": "x"}, "2 decimal places"),
        ({"person": AMIRA, "credits": "1", "reason": ""}, "Say what for."),
    ],
)
def test_wrong_entry_is_told_and_books_nothing(
    values: dict[str, str], said: str
) -> None:
    page = ben().post(f"{CREDITS}book/", {"nonce": "n", **values, "confirmed": "yes"})

    assert said in page.content.decode()
    assert CreditEntry.count() == 1


def test_unknown_prize_is_not_found() -> None:
    assert ben().get(f"{CREDITS}prizes/cap/edit/").status_code == 404


def test_ticker_tells_who_invested_in_whom() -> None:
    row = {"eventID;year": "kickstart;2025", "teamId": "t1", "teamName": "Rockets"}
    for number, amount in enumerate((10, Decimal("20.5"))):
        said = {"investorId": AMIRA, "investorName": "Amira", "comment": "<b>Good</b>"}
        sent = {"id": f"i{number}", "amount": amount, "createdAt": number}
        store_rows(Investment.of({**row, **said, **sent}))

    page = ben().get(INVESTMENTS)

    assert page.context["total"] == "$30.5"
    (bar,) = page.context["chart"].bars
    assert (bar.label, bar.number) == ("Rockets", 30)
    newest = page.context["newest"]
    assert [(told, each.id) for _, told, each in newest] == [
        ("$20.5", "i1"),
        ("$10", "i0"),
    ]
    assert "<b>" not in page.content.decode()
    elsewhere = INVESTMENTS.replace("kickstart/2025", "gala/2026")
    assert "take investments" in ben().get(elsewhere).content.decode()


def test_overview_has_tiles_of_money() -> None:
    tiles = ben().get("/admin/companion/kickstart/2025/").context["tiles"]

    told = {tile.title: tile.figure for tile in tiles}
    assert told["Credits and prizes"] == (1, "prizes that credits buy.")
    assert told["Investments"] == ("$0", "in 0 investments.")
