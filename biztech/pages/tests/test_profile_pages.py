"""The page that a tapped card opens: what each reader sees of whom."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from biztech.tests.callers import store_connection, store_member, store_profile
from core.identity.tests.signing_in import signed_in
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, toggle
from profiles.models import Profile
from profiles.policy import everything_visible

OF_AMIRA = {
    "profileType": "ATTENDEE",
    "fname": "Amira",
    "lname": "Haddad",
    "pronouns": "She/Her/Hers",
    "year": 3,
    "major": "Statistics",
    "hobby1": "Bouldering",
    "hobby2": "Chess",
    "funQuestion1": "I once met a walrus",
    "funQuestion2": "Tea before coffee",
    "linkedIn": "https://www.linkedin.com/in/amira-haddad",
    "additionalLink": "https://amira.example/work",
    "profilePictureURL": "https://pictures.example/amira.png",
    "description": "I count things.\n\nAnd people.",
}
# What a row may hold beside, which no toggle shows.
SECRET = {"email": AMIRA, "studentNumber": "12345678", "diet": "Vegan"}
PAGE = "/profile/SillyPandasDeny"


def open_page(client: Client | None = None, address: str = PAGE) -> Any:
    return (client or Client()).get(address)


def preview_of(answer: Any) -> dict[str, str]:
    """Return the page's preview tags by their names."""
    return dict(
        re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', answer.text)
    )


@pytest.fixture
def amira() -> None:
    """Store Amira's profile with everything filled in."""
    store_member(AMIRA, profileID="SillyPandasDeny", firstName="Amira")
    store_profile("SillyPandasDeny", **OF_AMIRA, **SECRET)


@pytest.fixture
def few_calls() -> Iterator[None]:
    """Let an address call twice a minute."""
    rates = dict.fromkeys(settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], 2)
    known = settings.REST_FRAMEWORK
    with override_settings(REST_FRAMEWORK={**known, "DEFAULT_THROTTLE_RATES": rates}):
        yield


@pytest.mark.usefixtures("amira")
@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/", f"{PAGE}?scan=true"])
def test_page_for_a_stranger_shows_the_person_in_one_call(
    address: str, database_calls: list[str]
) -> None:
    database_calls.clear()

    answer = open_page(address=address)

    assert answer.status_code == 200
    assert database_calls == ["GetItem"]
    for text in (
        "<h1>Amira Haddad</h1>",
        "She/Her/Hers",
        "Year 3 · Statistics",
        "Bouldering",
        "Chess",
        "I once met a walrus",
        "Tea before coffee",
        "<p>And people.</p>",
        'src="https://pictures.example/amira.png"',
        'href="https://www.linkedin.com/in/amira-haddad" rel="noopener',
        "<span>amira.example</span>",
        "Connect with Amira",
        'href="/profiles/profile/SillyPandasDeny/card.vcf"',
    ):
        assert text in answer.text
    assert not any(text in answer.text for text in SECRET.values())


@pytest.mark.usefixtures("amira")
def test_page_is_kept_out_of_caches_frames_and_search_engines() -> None:
    answer = open_page()

    assert '<meta name="robots" content="noindex">' in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert "<script" not in answer.text


@pytest.mark.usefixtures("amira")
def test_page_previews_for_messengers() -> None:
    tags = preview_of(open_page())

    assert {name: tags[name] for name in tags if name[:3] in ("og:", "twi")} == {
        "og:type": "profile",
        "og:site_name": "UBC BizTech",
        "og:title": "Amira Haddad",
        "og:description": "Year 3 · Statistics. Open to connect at UBC BizTech.",
        "og:url": "http://testserver/profile/SillyPandasDeny",
        "og:image": "https://pictures.example/amira.png",
        "twitter:card": "summary",
    }


@pytest.mark.parametrize("name", [*OF_AMIRA])
def test_page_hides_what_its_owner_hides_also_in_the_preview(name: str) -> None:
    marked = {key: f"Marked{key}" for key in OF_AMIRA if not key.endswith("URL")}
    marked |= {
        "profileType": "PARTNER",
        "linkedIn": "https://marked.example/linkedIn",
        "additionalLink": "https://marked.example/additionalLink",
        "profilePictureURL": "https://marked.example/profilePictureURL",
    }
    store_profile(
        "SillyPandasDeny",
        **marked,
        viewableMap={**everything_visible(), name: False},
    )

    page = open_page().text

    shown = {
        key
        for key in OF_AMIRA
        if f"Marked{key}<" in page
        or f"Marked{key} " in page
        or f"marked.example/{key}" in page
        or f"Marked{key}." in page
    }
    hidden = "Partner" if name == "profileType" else str(marked[name])
    assert hidden not in page
    assert shown == {*OF_AMIRA} - {name, "profileType"}


def test_page_with_everything_hidden_names_nobody() -> None:
    store_profile(
        "SillyPandasDeny", **OF_AMIRA, viewableMap=dict.fromkeys(OF_AMIRA, False)
    )

    answer = open_page()

    tags = preview_of(answer)
    assert "<h1>BizTech Member</h1>" in answer.text
    assert tags["og:title"] == "BizTech Member"
    assert tags["og:description"] == "Open to connect at UBC BizTech."
    assert tags["og:image"] == "http://testserver/static/profiles/preview.png"
    assert not any(
        str(value) in answer.text for value in (*OF_AMIRA.values(),) if value != 3
    )


def test_page_with_addresses_that_are_no_pages_leaves_them_out() -> None:
    store_profile(
        "SillyPandasDeny",
        fname="<b>Amira</b>",
        linkedIn="javascript:alert(1)",
        additionalLink="data:text/html,x",
        profilePictureURL="//evil.example/x.png",
        hobby1='"><script>alert(1)</script>',
    )

    page = open_page().text

    assert "javascript:" not in page
    assert "data:text" not in page
    assert "evil.example" not in page
    assert "<script" not in page
    assert "<b>" not in page


def test_page_with_odd_values_of_old_rows_is_shown() -> None:
    store_profile("SillyPandasDeny", fname="Amira", year=True, hobby1=["Chess"])

    answer = open_page()

    assert answer.status_code == 200
    assert "True" not in answer.text
    assert "Chess" not in answer.text


def test_page_of_a_company_shows_its_people_in_two_calls(
    database_calls: list[str],
) -> None:
    toggles = everything_visible(partner=True)
    store_profile(
        "acme",
        profileType="COMPANY",
        name="Acme",
        description="We make everything.",
        links=["https://acme.example/jobs", "javascript:alert(1)"],
        delegateProfileIDs=["TwoBusesTell", "NoMoreHere", "HiddenOne"],
        viewableMap=toggles,
    )
    store_profile(
        "TwoBusesTell",
        profileType="PARTNER",
        fname="Dara",
        lname="Okafor",
        company="Acme",
        position="Recruiter",
        companyProfileID="acme",
        viewableMap={**toggles, "lname": False},
    )
    store_profile("HiddenOne", fname="Nobody", hiddenAt=1)
    database_calls.clear()

    answer = open_page(address="/profile/acme")

    assert database_calls == ["GetItem", "BatchGetItem"]
    for text in (
        "<h1>Acme</h1>",
        "We make everything.",
        "<span>acme.example</span>",
        'href="/profile/TwoBusesTell"',
        "<strong>Dara</strong>",
        "Recruiter at Acme",
    ):
        assert text in answer.text
    for text in ("Okafor", "Nobody", "NoMoreHere", "javascript"):
        assert text not in answer.text
    assert 'href="/profile/acme"' in open_page(address="/profile/TwoBusesTell").text


@pytest.mark.usefixtures("amira")
def test_page_for_a_member_offers_to_connect(
    now: int, database_calls: list[str]
) -> None:
    join(DARA, now=now)
    client = signed_in(DARA)
    database_calls.clear()

    answer = open_page(client)

    assert database_calls == ["GetItem", "GetItem", "TransactGetItems", "GetItem"]
    assert "Connect with Amira" in answer.text
    assert "You sign in next" not in answer.text
    assert f"signed in as {DARA}" in answer.text
    assert AMIRA not in answer.text
    assert "og:title" not in preview_of(answer)


@pytest.mark.usefixtures("amira")
def test_page_for_somebody_connected_says_so(now: int) -> None:
    store_connection(join(DARA, now=now), "SillyPandasDeny")

    answer = open_page(signed_in(DARA))

    assert "You are connected." in answer.text
    assert "Connect with" not in answer.text


@pytest.mark.usefixtures("amira")
def test_page_for_its_owner_says_so_and_leads_to_the_editor() -> None:
    answer = open_page(signed_in(AMIRA))

    assert "This is you." in answer.text
    assert 'src="/profiles/profile/SillyPandasDeny/qr.svg"' in answer.text
    assert 'href="https://app.ubcbiztech.com/profile/edit"' in answer.text
    assert "Connect with" not in answer.text


@pytest.mark.usefixtures("amira")
@pytest.mark.parametrize("email", [CHLOE, BEN])
def test_page_for_somebody_who_is_no_member_is_the_public_one(email: str) -> None:
    toggle("SillyPandasDeny", hobby1=False)

    answer = open_page(signed_in(email))

    assert "Connect with Amira" in answer.text
    assert "Bouldering" not in answer.text
    assert AMIRA not in answer.text


@pytest.mark.usefixtures("amira")
def test_page_address_alone_claims_no_connection(now: int) -> None:
    join(DARA, now=now)

    for client in (Client(), signed_in(DARA)):
        answer = open_page(client, f"{PAGE}?connected=now")

        assert "You are connected" not in answer.text


@pytest.mark.parametrize("values", [None, {"hiddenAt": 1, "fname": "Amira"}])
@pytest.mark.parametrize("email", [None, DARA, BEN])
def test_page_of_nobody_says_what_to_do(
    email: str | None, values: dict[str, Any] | None, now: int
) -> None:
    if values:
        store_profile("SillyPandasDeny", **values)
    client = signed_in(email) if email else Client()

    answer = open_page(client)

    assert answer.status_code == 404
    assert "Tap the card again" in answer.text
    assert "QR code" in answer.text
    assert "Amira" not in answer.text
    assert ('href="/sign-in/?next=/profile"' in answer.text) is (email is None)


def test_page_of_a_lost_card_says_so() -> None:
    store_profile(
        "SillyPandasDeny", replacedAt=1, replacedBy="TwoBusesTell", hiddenAt=1
    )

    answer = open_page()

    assert answer.status_code == 404
    assert "This card was replaced" in answer.text
    assert "TwoBusesTell" not in answer.text


@pytest.mark.usefixtures("amira", "few_calls")
def test_page_opened_too_often_asks_to_wait(database_calls: list[str]) -> None:
    database_calls.clear()

    answers = [open_page() for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"
    assert "Wait a minute" in answers[2].text
    assert database_calls == ["GetItem", "GetItem"]


@pytest.mark.parametrize("address", ["/profile", "/profile/"])
def test_own_page_leads_each_to_theirs(address: str, now: int) -> None:
    profile_id = join(DARA, now=now)
    store_member(BEN)

    stranger, member = open_page(address=address), open_page(signed_in(DARA), address)
    no_member = open_page(signed_in(CHLOE), address)
    no_profile = open_page(signed_in(BEN), address)

    assert stranger["Location"] == f"/sign-in/?next={address.replace('/', '%2F')}"
    assert member["Location"] == f"/profile/{profile_id}"
    assert (no_member.status_code, no_profile.status_code) == (403, 403)
    assert 'href="/membership"' in no_member.text
    assert "Create your profile" in no_profile.text


def test_page_takes_no_other_method() -> None:
    client = Client()

    answers = [client.post(PAGE), client.delete(PAGE), client.put(f"{PAGE}/connect")]

    assert [answer.status_code for answer in answers] == [405, 405, 405]
    assert Profile.find(*Profile.key("SillyPandasDeny")) is None
