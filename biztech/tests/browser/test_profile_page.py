"""A card is tapped: the page in a real browser, wide and narrow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from biztech.tests.browser.accessibility import check_the_page, widths
from biztech.tests.callers import store_member, store_profile
from interactions.queries import connections_of
from memberships.facts import MembershipFacts
from memberships.services import grant_membership
from profiles.policy import everything_visible

OpenPage = Callable[..., Page]

pytestmark = pytest.mark.browser

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
CHLOE = "chloe@example.org"
PANDAS = "SillyPandasDeny"
PAGE = f"/profile/{PANDAS}?scan=true"


@pytest.fixture(autouse=True)
def _amira() -> None:
    store_member(AMIRA, profileID=PANDAS, firstName="Amira", lastName="Haddad")
    store_profile(
        PANDAS,
        profileType="ATTENDEE",
        fname="Amira",
        lname="Haddad",
        pronouns="She/Her/Hers",
        year="3rd Year",
        major="Statistics",
        hobby1="Bouldering",
        hobby2="Finding the city's best dumplings",
        funQuestion1="I once taught a parrot to say my student number.",
        funQuestion2="Window seat, always.",
        linkedIn="https://www.linkedin.com/in/amira-haddad-example",
        additionalLink="https://amira.example/work",
        description="I count things for a living, and people for fun.\n\n"
        "Ask me about forecasting the queue at the coffee stand.",
    )


@pytest.fixture
def company() -> None:
    """Store a company with two people."""
    toggles = everything_visible(partner=True)
    store_profile(
        "harbourlight",
        profileType="COMPANY",
        name="Harbourlight Analytics",
        description="We make the numbers of small shops readable.",
        links=["https://harbourlight.example/careers"],
        delegateProfileIDs=["TwoBusesTell", "NineOwlsSing"],
        viewableMap=toggles,
    )
    for profile_id, first, last in (
        ("TwoBusesTell", "Dara", "Okafor"),
        ("NineOwlsSing", "Jun", "Park-Villanueva"),
    ):
        store_profile(
            profile_id,
            profileType="PARTNER",
            fname=first,
            lname=last,
            company="Harbourlight Analytics",
            position="Recruiter",
            companyProfileID="harbourlight",
            viewableMap=toggles,
        )


def join(email: str, first_name: str, *, now: int) -> None:
    facts = MembershipFacts(email=email, first_name=first_name, last_name="Li")
    grant_membership(facts, actor="dana@ubcbiztech.com", now=now)


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in page that opened."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Sign in").click()


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


@widths
def test_stranger_taps_signs_in_and_is_connected(
    open_page: OpenPage, width: int, now: int
) -> None:
    join("dara@student.ubc.ca", "Dara", now=now)
    page = open_page(width, signed_in=False)

    page.goto(PAGE)
    heading(page, "Amira Haddad")
    page.get_by_role("button", name="Connect with Amira").click()
    sign_in(page, "dara@student.ubc.ca")

    expect(page.get_by_role("status")).to_have_text("You are connected with Amira.")
    expect(page).to_have_url(re.compile(rf"/profile/{PANDAS}\?connected=now$"))
    page.reload()
    expect(page.get_by_role("button", name="Connect with Amira")).to_have_count(0)
    assert len(connections_of(PANDAS)) == 1


def test_stranger_without_script_taps_signs_in_and_is_connected(
    browser: Browser, server: str, now: int
) -> None:
    join("dara@student.ubc.ca", "Dara", now=now)
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()

    page.goto(PAGE)
    expect(page.get_by_text("Ask me about forecasting")).to_be_visible()
    page.get_by_role("button", name="Connect with Amira").click()
    sign_in(page, "dara@student.ubc.ca")

    expect(page.get_by_text("You are connected with Amira.")).to_be_visible()
    assert len(connections_of(PANDAS)) == 1
    context.close()


def test_member_connects_by_keyboard(open_page: OpenPage, now: int) -> None:
    join(BEN, "Ben", now=now)
    page = open_page(390)
    page.goto(PAGE)

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Connect with Amira")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_text("You are connected with Amira.")).to_be_visible()


def test_member_presses_twice_on_bad_wifi_and_is_connected_once(
    open_page: OpenPage, now: int
) -> None:
    join(BEN, "Ben", now=now)
    first, second = open_page(390), open_page(390)
    for page in (first, second):
        page.goto(PAGE)

    for page in (first, second):
        page.get_by_role("button", name="Connect with Amira").click()

    expect(first.get_by_text("You are connected with Amira.")).to_be_visible()
    expect(second.get_by_text("were connected already")).to_be_visible()
    assert len(connections_of(PANDAS)) == 1


def test_owner_finds_the_page_and_the_editor(open_page: OpenPage) -> None:
    page = open_page(390, signed_in=False)
    page.goto("/profile/")

    sign_in(page, AMIRA)

    expect(page.get_by_text("This is you.")).to_be_visible()
    expect(page.get_by_role("link", name="Edit your profile")).to_be_visible()
    page.get_by_text("Show my QR code").click()
    code = page.get_by_role("img", name="The QR code of your profile")
    expect(code).to_be_visible()
    assert code.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    check_the_page(page)


def test_visitor_takes_the_contact_home(open_page: OpenPage) -> None:
    page = open_page(390, signed_in=False)
    page.goto(PAGE)

    with page.expect_download() as download:
        page.get_by_role("link", name="Add to contacts").click()

    assert download.value.suggested_filename == f"{PANDAS}.vcf"


@pytest.mark.usefixtures("company")
@widths
def test_profile_pages_are_accessible_and_fit(
    open_page: OpenPage, width: int, now: int
) -> None:
    join(BEN, "Ben", now=now)
    store_profile("LostCard", replacedAt=1, hiddenAt=1)
    stranger = open_page(width, signed_in=False)
    member = open_page(width)

    for page, address in (
        (stranger, PAGE),
        (member, PAGE),
        (stranger, "/profile/harbourlight"),
        (stranger, "/profile/TwoBusesTell"),
        (member, "/profile/"),
    ):
        page.goto(address)
        check_the_page(page)
    member.goto(PAGE)
    member.get_by_role("button", name="Connect with Amira").click()
    expect(member.get_by_role("status")).to_be_visible()
    check_the_page(member)
    stranger.goto("/sign-in/?next=/profile/")
    check_the_page(stranger)


@widths
def test_pages_that_refuse_are_accessible_and_fit(
    open_page: OpenPage, width: int
) -> None:
    store_profile("LostCard", replacedAt=1, hiddenAt=1)
    store_member("dara@student.ubc.ca")
    page = open_page(width, signed_in=False)

    for address, says in (
        ("/profile/NobodyIsHere", "Nobody is here"),
        ("/profile/LostCard", "This card was replaced"),
    ):
        page.goto(address)
        heading(page, says)
        check_the_page(page)
    page.goto("/profile/")
    sign_in(page, CHLOE)
    heading(page, "You are not a member yet")
    check_the_page(page)
    page.get_by_role("link", name="Sign out").first.click()
    page.get_by_role("button", name="Sign out here").click()
    page.goto("/profile/")
    sign_in(page, "dara@student.ubc.ca")
    heading(page, "You have no profile yet")
    check_the_page(page)
