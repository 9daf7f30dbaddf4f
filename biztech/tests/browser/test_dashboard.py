"""The main job in a real browser, wide and narrow, by keyboard."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, CHLOE
from biztech.tests.browser.accessibility import check_the_page, widths
from core.dynamo.rows import store_rows
from core.identity.links import one_time_link
from memberships.facts import MembershipFacts
from memberships.services import grant_membership

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

PEOPLE = "/admin/memberships/person/"
HER = f"{PEOPLE}{AMIRA}/"


@pytest.fixture
def club(now: int) -> None:
    """Store a member with a history, and somebody whose records contradict."""
    facts = MembershipFacts(
        email=AMIRA, first_name="Amira", last_name="Kay", faculty="Science", year="3"
    )
    grant_membership(facts, actor="dana@ubcbiztech.com", now=now)
    store_rows(
        User.of({"id": CHLOE, "fname": "Chloe", "isMember": True, "admin": True})
    )


def fill_grant_form(page: Page) -> None:
    page.get_by_label("E-mail").fill(AMIRA)
    page.get_by_label("First name").fill("Amira")
    page.get_by_label("Last name").fill("Kay")
    page.get_by_label("Pronouns").select_option("She/Her/Hers")
    page.get_by_label("Education").select_option("UBC")
    page.get_by_label("Student number").fill("12345678")
    page.get_by_label("Level of study").select_option("3rd Year")
    page.get_by_label("Faculty").select_option("Science")
    page.get_by_label("Major").fill("Statistics")
    page.get_by_role("group", name="International student").get_by_label("No").check()
    page.get_by_role("group", name="Member in an earlier year").get_by_label(
        "No"
    ).check()
    page.get_by_label("How they heard of the club").select_option("Instagram")
    page.get_by_label("Cyber Security").check()


@widths
def test_exec_grants_revokes_and_undoes(open_page: OpenPage, width: int) -> None:
    page = open_page(width, signed_in=False)
    page.goto(urlsplit(one_time_link(BEN)).path)
    expect(page.get_by_role("heading", name="Home", level=1)).to_be_visible()

    page.goto(PEOPLE)
    page.get_by_role("link", name=re.compile("^Grant")).first.click()
    fill_grant_form(page)
    page.get_by_role("button", name="Grant membership").click()
    expect(page.get_by_text(f"{AMIRA} is now a member.")).to_be_visible()
    for record in ("User", "Member", "Profile"):
        expect(page.get_by_role("heading", name=record, exact=True)).to_be_visible()

    page.goto(PEOPLE)
    page.get_by_placeholder("Search by e-mail, name or profile id").fill("amira")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Revoke").click()
    page.get_by_label("Remove it").check()
    page.get_by_role("button", name="Revoke membership").click()
    expect(page.get_by_text("Say why")).to_be_visible()
    page.get_by_label("Reason").fill("Asked for a refund")
    page.get_by_role("button", name="Revoke membership").click()
    expect(page.get_by_text(f"{AMIRA} is no longer a member.")).to_be_visible()
    expect(page.get_by_text("Reason: Asked for a refund")).to_be_visible()

    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_text("Undone. The records")).to_be_visible()
    expect(page.get_by_text("Member", exact=True).first).to_be_visible()
    expect(page.get_by_text("Linked to profile")).to_be_visible()


@pytest.mark.usefixtures("club")
@widths
def test_every_page_is_accessible_and_fits(open_page: OpenPage, width: int) -> None:
    page = open_page(width)

    for address in (
        "/admin/",
        PEOPLE,
        f"{PEOPLE}?member=yes",
        f"{PEOPLE}?q=nobody",
        f"{PEOPLE}add/",
        f"{PEOPLE}add/?email={AMIRA}",
        f"{HER}change/",
        f"{PEOPLE}{CHLOE}/change/",
        f"{HER}edit/",
        f"{HER}seen/",
        f"{PEOPLE}{CHLOE}/seen/",
        f"{HER}revoke/",
        f"{HER}delete/",
        "/admin/acts/",
        "/admin/problems/",
        "/admin/sessions/",
    ):
        page.goto(address)
        check_the_page(page)


@pytest.mark.usefixtures("club")
@widths
def test_every_answer_to_a_form_is_accessible_and_fits(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)

    page.goto(f"{PEOPLE}add/")
    page.get_by_role("button", name="Grant membership").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_the_page(page)

    page.goto(PEOPLE)
    for box in page.get_by_role("checkbox", name="Select record").all():
        box.check()
    page.get_by_label("Select action to run").select_option("Revoke membership")
    check_the_page(page)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text("2 of 2 selected people will lose")).to_be_visible()
    check_the_page(page)
    page.get_by_label("Reason").fill("End of year")
    page.get_by_role("button", name="Revoke membership of 2").click()
    check_the_page(page)
    page.get_by_role("button", name="Undo all").click()
    expect(page.get_by_text("2 of 2 people changed")).to_be_visible()
    check_the_page(page)


@pytest.mark.usefixtures("club")
@widths
def test_exec_edits_facts_looks_as_the_person_and_undoes(
    open_page: OpenPage, width: int
) -> None:
    page = open_page(width)
    page.goto(f"{HER}change/")

    page.get_by_role("link", name="Edit details").click()
    page.get_by_label("Last name").fill("Kaye")
    page.get_by_label("Student number").fill("123")
    page.get_by_label("Education").select_option("UBC")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text("exactly eight digits")).to_be_visible()
    check_the_page(page)
    page.get_by_label("Student number").fill("12345678")
    page.get_by_role("button", name="Save details").click()
    expect(page.get_by_text(f"The details of {AMIRA} are changed.")).to_be_visible()
    check_the_page(page)

    page.get_by_role("link", name="As this person sees it").click()
    expect(page.get_by_text('"Kaye"')).to_be_visible()
    page.get_by_role("link", name="Back to the person").click()
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_text("Undone. The records")).to_be_visible()
    expect(page.get_by_text("differs from the")).to_have_count(0)


@widths
def test_sign_in_page_is_accessible_and_fits(open_page: OpenPage, width: int) -> None:
    page = open_page(width, signed_in=False)

    page.goto("/admin/acts/")

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    check_the_page(page)


def test_grant_form_is_reached_filled_and_sent_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(PEOPLE)

    tab_to(page, "Grant membership")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Grant membership")).to_be_visible()
    for label, keys in (
        ("E-mail", AMIRA),
        ("First name", "Amira"),
        ("Last name", "Kay"),
        ("Pronouns", "She"),
        ("Education", "Not a"),
        ("Level of study", "Not"),
        ("Faculty", "Not"),
        ("Major", "None"),
        ("International student", " "),
        ("Member in an earlier year", " "),
        ("How they heard", "Other"),
    ):
        tab_to(page, label)
        page.keyboard.type(keys)
    tab_to(page, "Grant membership")
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"{AMIRA} is now a member.")).to_be_visible()


def test_filters_open_apply_and_close_by_keyboard(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(PEOPLE)
    filters = page.get_by_role("button", name="Filters", exact=True)

    filters.press("Enter")
    expect(page.get_by_label("Membership")).to_be_focused()
    page.keyboard.press("Escape")
    expect(filters).to_be_focused()
    filters.press("Enter")
    expect(page.get_by_label("Membership")).to_be_focused()
    # One letter: a slow machine forgets the first before the last is typed.
    page.keyboard.press("n")
    expect(page.get_by_label("Membership")).to_have_value("no")
    page.get_by_role("button", name="Apply Filters").press("Enter")

    expect(page).to_have_url(re.compile("member=no"))


def test_menu_opens_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(390)
    page.goto("/admin/")

    page.get_by_role("button", name="Open the menu").click()
    page.get_by_role("link", name="Problems", exact=True).click()

    expect(page.get_by_role("heading", name="Problems", level=1)).to_be_visible()


def test_menu_on_a_phone_takes_the_focus_and_gives_it_back(
    open_page: OpenPage,
) -> None:
    page = open_page(390)
    page.goto("/admin/")
    opener = page.get_by_role("button", name="Open the menu")

    opener.press("Enter")
    expect(page.get_by_role("button", name="Close the menu")).to_be_focused()
    check_the_page(page)
    page.keyboard.press("Escape")

    expect(opener).to_be_focused()
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()


def test_menu_hidden_stays_hidden(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/admin/")
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_visible()

    page.get_by_role("button", name="Show or hide the menu").press("Enter")
    expect(menu).to_be_hidden()
    page.goto("/admin/acts/")

    expect(page.get_by_role("heading", name="Audit log", level=1)).to_be_visible()
    expect(menu).to_be_hidden()


def test_single_letters_are_no_shortcuts(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(PEOPLE)
    page.get_by_role("button", name="Filters", exact=True).focus()

    for key in "cf[/?":
        page.keyboard.press(key)

    expect(page.get_by_role("button", name="Filters", exact=True)).to_be_focused()
    expect(page.locator("#modal-overlay")).to_be_hidden()


def test_actions_bar_leaves_the_menu_uncovered(open_page: OpenPage, club: None) -> None:
    page = open_page()
    page.goto(PEOPLE)

    page.get_by_role("checkbox", name="Select record").first.check()

    bar = page.get_by_label("Select action to run").bounding_box()
    menu = page.get_by_role("navigation", name="Menu").bounding_box()
    assert bar and menu
    assert bar["x"] >= menu["x"] + menu["width"]


def test_colours_chosen_stay_chosen(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/admin/")
    root = page.locator("html")

    page.get_by_role("button", name="Dark").click()
    page.goto("/admin/acts/")

    expect(root).to_have_class(re.compile("dark"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on the part with that name."""
    named = """name => {
        const on = document.activeElement;
        const group = on.closest("fieldset")?.querySelector("legend");
        const label = on.labels?.[0];
        const begins = part => part?.textContent.trim().startsWith(name);
        return [group, label, on].some(begins);
    }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(named, name):
            return
    pytest.fail(f"The keyboard does not reach {name!r}.")
