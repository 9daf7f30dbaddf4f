"""The profiles of the dashboard in a real browser, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from biztech.dashboard.framework.tests.visitors import AMIRA
from biztech.tests.browser.accessibility import check_the_page, widths
from core.clock import now_ms
from memberships.facts import MembershipFacts
from memberships.services import grant_membership, replace_card, revoke_membership
from profiles.services import link_partner
from profiles.tests.partners import new_company, new_partner, store_event

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

PROFILES = "/admin/profiles/profile/"
HER = f"/admin/memberships/person/{AMIRA}/"
DANA = "dana@ubcbiztech.com"


@pytest.fixture
def hers() -> str:
    """Make amira a member; return the id of her profile."""
    return _join(AMIRA, "Amira")


@pytest.fixture
def pair() -> tuple[str, str]:
    """Create a partner and a company that are not linked."""
    store_event()
    return new_partner(now=now_ms()), new_company(now=now_ms(), picture="")


def _join(email: str, first_name: str) -> str:
    facts = MembershipFacts(email=email, first_name=first_name, last_name="Kay")
    return grant_membership(facts, actor=DANA, now=now_ms()).profile_id


@widths
def test_exec_looks_as_others_edits_and_undoes(
    open_page: OpenPage, hers: str, width: int
) -> None:
    page = open_page(width)
    page.goto(PROFILES)
    page.get_by_placeholder("Search by name or id").fill("amira")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("Amira Kay")).click()
    expect(page.get_by_text("Anybody who opens the link")).to_be_visible()
    page.get_by_role("link", name="The owner").click()
    expect(page.get_by_text("sees the whole row")).to_be_visible()

    page.get_by_role("link", name="Edit profile").click()
    page.get_by_label("Hobby 1").first.fill("Chess")
    page.get_by_label("LinkedIn").first.fill("javascript:alert(1)")
    page.get_by_role("group", name="Shown to others").get_by_label("Hobby 2").uncheck()
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("starts with https:// or http://")).to_be_visible()
    check_the_page(page)
    page.get_by_label("LinkedIn").first.fill("linkedin.com/in/amira")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("This is what will change")).to_be_visible()
    expect(page.get_by_text("https://linkedin.com/in/amira")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_text("The profile of Amira Kay is changed.")).to_be_visible()
    expect(page.get_by_text("Hidden by a toggle")).to_have_count(1)
    check_the_page(page)

    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone. Everything is as before.")).to_be_visible()
    expect(page.get_by_text("Hidden by a toggle")).to_have_count(0)


@widths
def test_exec_writes_a_card_replaces_it_and_undoes(
    open_page: OpenPage, hers: str, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{PROFILES}{hers}/change/")
    code = page.get_by_alt_text("QR code of the tap address")
    page.wait_for_function("document.querySelector('.bt-qr').naturalWidth > 0")
    expect(code).to_be_visible()

    page.get_by_role("button", name="Card written").click()
    expect(page.get_by_text("1 card written.")).to_be_visible()
    page.get_by_role("link", name="Lost card").click()
    expect(page.get_by_text("this card was replaced")).to_be_visible()
    page.get_by_role("button", name="Replace the card").click()
    expect(page.get_by_text("Say why")).to_be_visible()
    check_the_page(page)
    page.get_by_label("Reason").fill("Lost on the bus")
    page.get_by_role("button", name="Replace the card").click()

    expect(page.get_by_text(f"{hers} is replaced.")).to_be_visible()
    expect(page.locator(".bt-address")).not_to_contain_text(hers)
    expect(page.get_by_text("No card is written yet.")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone. The records")).to_be_visible()


@widths
def test_exec_creates_a_company_and_links_its_people(
    open_page: OpenPage, pair: tuple[str, str], width: int
) -> None:
    page = open_page(width)
    page.goto(PROFILES)
    page.get_by_role("link", name=re.compile("Company$", re.IGNORECASE)).click()
    page.get_by_label("Name", exact=False).first.fill("Umbrella")
    page.get_by_label("About").fill("Keeps the rain away.")
    page.get_by_label(re.compile("^Event")).fill("blueprint")
    page.get_by_label("Year of the event").fill("2026")
    page.get_by_role("button", name="Create company").click()
    expect(page.get_by_text("Its id is umbrella.")).to_be_visible()

    page.get_by_role("link", name="Link a partner").click()
    page.get_by_label("Partner").select_option(label=f"Pat Lee ({pair[0]})")
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("Pat Lee will stand for Umbrella")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_text("Pat Lee stands for Umbrella.")).to_be_visible()

    page.get_by_role("link", name="Unlink Pat Lee").click()
    expect(page.get_by_text("Pat Lee will stand for Umbrella no more")).to_be_visible()
    check_the_page(page)
    page.get_by_role("button", name="Unlink them").click()
    expect(page.get_by_text("Nobody stands for this company yet.")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("link", name="Pat Lee", exact=True)).to_be_visible()


@widths
def test_every_page_of_profiles_is_accessible_and_fits(
    open_page: OpenPage, hers: str, pair: tuple[str, str], width: int
) -> None:
    partner, company = pair
    link_partner(partner, company, actor=DANA, now=now_ms())
    lost = _join("dara@student.ubc.ca", "Dara")
    replace_card(
        "dara@student.ubc.ca", lost_id=lost, reason="Lost", actor=DANA, now=now_ms()
    )
    hidden = _join("eve@student.ubc.ca", "Eve")
    revoke_membership(
        "eve@student.ubc.ca",
        reason="Left",
        keep_profile=True,
        actor=DANA,
        now=now_ms(),
    )
    page = open_page(width)

    for address in (
        PROFILES,
        f"{PROFILES}?state=member",
        f"{PROFILES}?q=nobody",
        f"{PROFILES}add-partner/",
        f"{PROFILES}add-company/",
        f"{PROFILES}{hers}/change/?as=self",
        f"{PROFILES}{hers}/edit/",
        f"{PROFILES}{hers}/picture/",
        f"{PROFILES}{partner}/change/",
        f"{PROFILES}{partner}/edit/",
        f"{PROFILES}{partner}/unlink/",
        f"{PROFILES}{company}/change/",
        f"{PROFILES}{company}/link/",
        f"{PROFILES}{lost}/change/",
        f"{PROFILES}{hidden}/change/",
        f"{HER}card/",
        f"{HER}lost-card/",
    ):
        page.goto(address)
        check_the_page(page)
