"""An evening at which people meet while a browser shows the wall."""

import re

from playwright.sync_api import Locator, Page, expect

from core.clock import now_ms
from interactions.services import connect
from memberships.facts import MembershipFacts
from memberships.services import grant_membership

EVENT = "DEFAULT"
BEN = "ben@ubcbiztech.com"
GUESTS = ("Amira Kay", "Ben Ito", "Dara Okafor", "Eli Fox", "Farah Okafor", "Gus Wong")


class Evening:
    """Members who tap each other's cards, each called by a full name."""

    def __init__(self, *names: str) -> None:
        self.ids: dict[str, str] = {}
        self.arrive(*(names or GUESTS))

    def arrive(self, *names: str) -> None:
        """Make people members."""
        for name in names:
            first, last = name.split()
            facts = MembershipFacts(
                email=_email(name), first_name=first, last_name=last, major="Statistics"
            )
            granted = grant_membership(facts, actor=BEN, now=now_ms())
            self.ids[name] = granted.profile_id

    def meet(self, one: str, other: str) -> None:
        """Let two people meet."""
        connect(_email(one), self.ids[other], now=now_ms())


def _email(name: str) -> str:
    first = name.partition(" ")[0].lower()
    return BEN if first == "ben" else f"{first}@student.ubc.ca"


def open_wall(page: Page, address: str = "/wall/") -> None:
    """Open the wall and wait for its first answer."""
    page.goto(address)
    expect(page.locator("#line")).to_have_text("Live")


def totals(page: Page) -> Locator:
    """Return what says how many people and connections there are."""
    return page.locator(".totals")


def expect_totals(page: Page, *, people: int, connections: int) -> None:
    """Wait until the wall shows so many people and connections."""
    one, many = (
        f"{people} {'person' if people == 1 else 'people'}",
        f"{connections} connection{'' if connections == 1 else 's'}",
    )
    expect(totals(page)).to_have_text(re.compile(rf"^\s*{one}\s+{many}\s*$"))


def whole_wall(page: Page) -> dict[str, list[str]]:
    """Return everything that the wall shows in words: whom everybody met."""
    page.get_by_role("button", name="People as a list").click()
    rows = page.locator("#everyone > li")
    found = {
        row.locator("button").inner_text(): _names_in(row.locator("p").inner_text())
        for row in rows.all()
    }
    page.keyboard.press("Escape")
    return found


def _names_in(sentence: str) -> list[str]:
    return sorted(sentence.removeprefix("Met ").split(", "))
