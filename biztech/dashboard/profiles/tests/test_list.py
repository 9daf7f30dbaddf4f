"""The profile list, and who may open the pages about profiles."""

from typing import Any
from urllib.parse import quote

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, CHLOE, ben, visitor
from biztech.tests.callers import store_member, store_profile

LIST = "/admin/profiles/profile/"
HERS = "SillyPandasDeny"
ONE = f"{LIST}{HERS}/"
EVERY = ["OldKeysRust", "acme", HERS, "BoldCatsRun", "LoneFoxesSing", "PatsPensWrite"]
READ = [
    LIST,
    f"{LIST}add-partner/",
    f"{LIST}add-company/",
    f"{ONE}change/",
    f"{ONE}edit/",
    f"{ONE}picture/",
    f"{ONE}link/",
    f"{ONE}unlink/",
    f"/admin/memberships/person/{AMIRA}/card/",
    f"/admin/memberships/person/{AMIRA}/lost-card/",
]
WRITTEN = [
    f"{ONE}card-written/",
    f"{ONE}undo/",
    f"/admin/memberships/person/{AMIRA}/card-written/",
]


@pytest.fixture
def shelf() -> None:
    """Store a profile in each state."""
    store_member(AMIRA, profileID=HERS)
    store_profile(HERS, profileType="ATTENDEE", fname="Amira", lname="Kay")
    store_profile("BoldCatsRun", profileType="EXEC", fname="Ben", hiddenAt=5)
    store_profile("LoneFoxesSing", profileType="ATTENDEE", fname="Fox")
    store_profile("OldKeysRust", profileType="REPLACED", replacedAt=5, hiddenAt=5)
    store_profile("PatsPensWrite", profileType="PARTNER", fname="Pat", lname="Lee")
    store_profile("acme", profileType="COMPANY", fname="Acme", lname="")


def listed(query: str) -> list[str]:
    changelist = ben().get(f"{LIST}?{query}").context["cl"]
    return [row.profile_id for row in changelist.result_list]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", EVERY),
        ("q=kay", [HERS]),
        ("q=sillypandas", [HERS]),
        ("q=nobody", []),
        ("type=ATTENDEE", [HERS, "LoneFoxesSing"]),
        ("type=COMPANY", ["acme"]),
        ("type=REPLACED", ["OldKeysRust"]),
        ("state=member", [HERS]),
        ("state=orphan", ["LoneFoxesSing"]),
        ("state=outside", ["acme", "PatsPensWrite"]),
        ("state=hidden", ["BoldCatsRun"]),
        ("state=replaced", ["OldKeysRust"]),
        ("type=ATTENDEE&state=orphan", ["LoneFoxesSing"]),
    ],
)
def test_profile_list_narrowed_shows(query: str, found: list[str]) -> None:
    assert listed(query) == found


@pytest.mark.parametrize("profiles", [1, 60])
def test_profile_list_costs_the_session_alone_whatever_its_size(
    database_calls: list[str], profiles: int
) -> None:
    for number in range(profiles):
        store_profile(f"Profile{number}", profileType="ATTENDEE", fname="P")
    browser = ben()
    browser.get(LIST)
    database_calls.clear()

    answer = browser.get(f"{LIST}?type=ATTENDEE&state=orphan&q=p")

    assert answer.context["cl"].result_count == profiles
    assert len(answer.context["cl"].result_list) == min(profiles, 25)
    assert database_calls == ["GetItem"]


@pytest.mark.parametrize("address", READ + WRITTEN)
def test_page_for_a_stranger_leads_to_sign_in(address: str) -> None:
    answers = [visitor(None).get(address), visitor(None).post(address)]

    expected = (302, f"/sign-in/?next={quote(address)}")
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]


@pytest.mark.parametrize("address", READ + WRITTEN)
@pytest.mark.parametrize("email", [AMIRA, CHLOE])
def test_page_for_a_member_is_refused_and_says_nothing(
    address: str, email: str
) -> None:
    store_member(AMIRA, profileID=HERS)
    store_profile(HERS, fname="Amira")
    browser = visitor(email)

    answers = [browser.get(address), browser.post(address)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not any("Amira" in answer.text for answer in answers)


@pytest.mark.parametrize("address", READ)
def test_page_for_an_exec_opens(address: str) -> None:
    store_member(AMIRA, profileID=HERS)
    store_profile(HERS, fname="Amira", profileType="PARTNER")

    assert ben().get(address).status_code == 200


@pytest.mark.parametrize("address", WRITTEN)
def test_writing_by_a_mere_link_is_refused(address: str) -> None:
    assert ben().get(address).status_code == 405


@pytest.mark.parametrize("address", READ[1:] + WRITTEN)
def test_writing_without_a_csrf_token_is_refused(address: str) -> None:
    browser = ben()
    browser.handler.enforce_csrf_checks = True

    assert browser.post(address).status_code == 403


@pytest.mark.parametrize("page", ["change", "edit", "picture", "link", "unlink"])
def test_page_of_an_unknown_profile_is_not_found(page: str) -> None:
    assert ben().get(f"{LIST}NoOneHere/{page}/").status_code == 404


@pytest.mark.parametrize("page", ["link", "unlink"])
def test_linking_is_for_partners_and_companies(page: str) -> None:
    store_profile(HERS, fname="Amira", profileType="ATTENDEE")

    assert ben().get(f"{ONE}{page}/").status_code == 404


def test_stock_pages_of_a_profile_are_absent() -> None:
    store_profile(HERS, fname="Amira")
    answers = [ben().get(f"{LIST}add/"), ben().get(f"{ONE}delete/")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_stored_text_is_shown_and_never_run() -> None:
    bad = "<script>alert(1)</script>"
    row: dict[str, Any] = {"fname": bad, "hobby1": bad, "linkedIn": f"https://x/{bad}"}
    store_profile(HERS, **row, profilePictureURL="javascript:alert(1)")

    pages = [ben().get(a).content.decode() for a in (LIST, f"{ONE}change/")]

    assert ["<script>alert" in page for page in pages] == [False, False]
    assert 'src="javascript' not in pages[1]
    assert 'href="javascript' not in pages[1]
