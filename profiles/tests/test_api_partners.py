"""The partners' routes: whom they serve, what they answer, and what they never tell."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send, store_user
from profiles.models import Profile
from profiles.tests.partners import (
    PAT,
    all_rows,
    new_company,
    new_partner,
    profile_row,
    store_event,
)

PARTNER = {
    "email": "Quinn@Acme.example",
    "eventID": "blueprint",
    "year": 2026,
    "fname": "Quinn",
    "lname": "Roy",
    "company": "Acme",
    "role": "Recruiter",
}
COMPANY = {
    "name": "Acme Labs",
    "description": "Makes everything.",
    "profilePictureURL": "https://acme.example/logo.png",
    "eventID": "blueprint",
    "year": 2026,
}
# Method, path, body; then the answer to anonymous, a member, an exec, by setting.
ROUTES = [
    ("/profiles/partner/partial", PARTNER, 201),
    ("/profiles/company", COMPANY, 201),
    ("/profiles/company/link-partner", None, 200),
    ("/profiles/sync-partner-data", {}, 200),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "member": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}
REFUSED = {"anonymous": 401, "member": 403}

either_slash = pytest.mark.parametrize("slash", ["", "/"])
each_route = pytest.mark.parametrize(
    ("path", "body", "served"), ROUTES, ids=[path for path, *_ in ROUTES]
)


@pytest.fixture(autouse=True)
def club(empty_tables: None) -> None:
    """Store a member and the event."""
    store_user(AMIRA, fname="Amira", isMember=True)
    store_event()


@pytest.fixture
def pat(now: int) -> str:
    """Create a partner."""
    return new_partner(now=now)


@pytest.fixture
def acme(now: int) -> str:
    """Create a company."""
    return new_company(now=now)


def link(pat: str, acme: str, **changed: Any) -> dict[str, Any]:
    """Return the body that links the two."""
    body = {
        "partnerProfileID": pat,
        "companyProfileID": acme,
        "eventID": "blueprint",
        "year": 2026,
    }
    return {**body, **changed}


@either_slash
@each_route
@pytest.mark.parametrize("who", CALLERS)
def test_public_partner_route_serves_everybody(
    who: str, path: str, body: Any, served: int, slash: str, pat: str, acme: str
) -> None:
    sent = link(pat, acme) if body is None else body

    response = send(CALLERS[who](), "POST", path + slash, sent)

    assert response.status_code == served
    assert response["Content-Type"] == "application/json"


@either_slash
@each_route
@pytest.mark.parametrize("who", CALLERS)
def test_exec_partner_route_serves_execs_alone(
    who: str,
    path: str,
    body: Any,
    served: int,
    slash: str,
    pat: str,
    acme: str,
    settings: Settings,
) -> None:
    settings.PARTNER_WRITES = "exec"
    sent = link(pat, acme) if body is None else body
    before = all_rows()

    response = send(CALLERS[who](), "POST", path + slash, sent)

    assert response.status_code == REFUSED.get(who, served)
    assert (all_rows() == before) is (who != "exec")


def test_partner_route_answers_what_is_stored() -> None:
    response = send(anonymous(), "POST", "/profiles/partner/partial", PARTNER)

    body = response.json()
    profile_id = body["profile"]["profileID"]
    assert body["message"] == (
        "Created partial partner profile and NFC for quinn@acme.example for event"
        " blueprint;2026"
    )
    assert body["profile"] == profile_row(profile_id)
    assert body["nfc"] == {
        "id": profile_id,
        "eventID;year": "blueprint;2026",
        "type": "NFC_ATTENDEE",
        "isUnlimitedScans": True,
        "data": {"email": "quinn@acme.example"},
    }


def test_partner_route_twenty_times_at_once_makes_one() -> None:
    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(
            pool.map(
                lambda _: (
                    send(
                        anonymous(), "POST", "/profiles/partner/partial", PARTNER
                    ).status_code
                ),
                range(20),
            )
        )

    assert statuses == [201] + [409] * 19
    assert len(list(Profile.read_all())) == 1


def test_partner_route_again_says_so() -> None:
    send(anonymous(), "POST", "/profiles/partner/partial", PARTNER)

    response = send(anonymous(), "POST", "/profiles/partner/partial", PARTNER)

    assert response.status_code == 409
    assert response.json() == {
        "message": "A database entry with the same 'Partner Profile' already exists!",
        "data": "quinn@acme.example",
    }


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        ({"email": ""}, 406, "'email' is missing from the request body"),
        ({"email": "quinn"}, 406, "Invalid email"),
        ({"year": 0}, 406, "'year' is missing from the request body"),
        (
            {"year": "2026"},
            406,
            (
                "'year' in the request body is invalid, expected type 'number' but got"
                " 'string'"
            ),
        ),
        (
            {"role": ["Recruiter"]},
            406,
            (
                "'role' in the request body is invalid, expected type 'string' but got"
                " 'object'"
            ),
        ),
        ({"lname": "  "}, 406, "'lname' is missing from the request body"),
        (
            {"linkedIn": "javascript:alert(1)"},
            406,
            (
                "'linkedIn' in the request body is invalid: send a web address that"
                " starts with https:// or http://, or an empty text."
            ),
        ),
        (
            {"year": 2027},
            404,
            (
                "event with id 'blueprint' and secondaryKey '2027' could not be found."
                " Make sure you have provided them correctly."
            ),
        ),
    ],
)
def test_partner_route_refuses_in_the_documented_words(
    changed: dict[str, Any], status: int, message: str
) -> None:
    before = all_rows()

    response = send(
        anonymous(), "POST", "/profiles/partner/partial", {**PARTNER, **changed}
    )

    assert response.status_code == status
    assert response.json()["message"] == message
    assert all_rows() == before


def test_company_route_answers_what_is_stored(pat: str) -> None:
    sent = {**COMPANY, "links": ["acme.example"], "delegateProfileIDs": [pat]}

    response = send(anonymous(), "POST", "/profiles/company", sent)

    body = response.json()
    assert body["message"] == "Created company profile and QR for Acme Labs"
    assert body["profile"] == profile_row("acmelabs")
    assert body["profile"]["links"] == ["https://acme.example"]
    assert body["profile"]["delegateProfileIDs"] == [pat]
    assert body["qr"] == {
        "id": "acmelabs",
        "eventID;year": "blueprint;2026",
        "type": "NFC_COMPANY",
        "isUnlimitedScans": True,
        "data": {"companyId": "acmelabs"},
    }
    assert PAT not in response.content.decode()


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        ({"links": "https://acme.example"}, 400, "links must be an array"),
        ({"delegateProfileIDs": {}}, 400, "delegateProfileIDs must be an array"),
        ({"description": None}, 406, "'description' is missing from the request body"),
        (
            {"delegateProfileIDs": ["Nobody"]},
            404,
            (
                "Partner Profile with id 'Nobody' could not be found."
                " Make sure you have provided the correct id."
            ),
        ),
        (
            {"name": "!!!"},
            406,
            (
                "'name' in the request body is invalid: give it at least one letter"
                " from a to z, or a digit."
            ),
        ),
        (
            {"name": "ACME inc"},
            409,
            "A database entry with the same 'Company Profile' already exists!",
        ),
    ],
)
def test_company_route_refuses_in_the_documented_words(
    changed: dict[str, Any], status: int, message: str, acme: str
) -> None:
    response = send(anonymous(), "POST", "/profiles/company", {**COMPANY, **changed})

    assert response.status_code == status
    assert response.json()["message"] == message
    assert Profile.find(*Profile.key("acmelabs")) is None


def test_link_route_tells_everybody_what_everybody_sees(pat: str, acme: str) -> None:
    response = send(
        anonymous(), "POST", "/profiles/company/link-partner", link(pat, acme)
    )

    body = response.json()
    assert body["message"] == f"Linked partner {pat} to company acmeinc"
    assert body["partnerProfile"]["profileID"] == pat
    assert body["partnerProfile"]["companyProfileID"] == "acmeinc"
    assert body["companyProfile"]["profileID"] == "acmeinc"
    assert body["companyProfile"]["delegateProfileIDs"] == [pat]
    assert "compositeID" not in body["partnerProfile"]
    assert PAT not in response.content.decode()


def test_link_route_tells_execs_the_whole_rows(pat: str, acme: str) -> None:
    response = send(
        caller(BEN), "POST", "/profiles/company/link-partner", link(pat, acme)
    )

    assert response.json()["partnerProfile"] == profile_row(pat)
    assert response.json()["companyProfile"] == profile_row("acmeinc")


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        (
            {"companyProfileID": "nothing"},
            404,
            (
                "Company Profile with id 'nothing' could not be found."
                " Make sure you have provided the correct id."
            ),
        ),
        (
            {"partnerProfileID": "acmeinc"},
            400,
            "Provided profile ID is not a partner profile",
        ),
        (
            {"companyProfileID": "PAT"},
            400,
            "Provided profile ID is not a company profile",
        ),
        (
            {"eventID": "unknown"},
            404,
            (
                "event with id 'unknown' and secondaryKey '2026' could not be found."
                " Make sure you have provided them correctly."
            ),
        ),
        (
            {"partnerProfileID": None},
            406,
            "'partnerProfileID' is missing from the request body",
        ),
    ],
)
def test_link_route_refuses_in_the_documented_words(
    changed: dict[str, Any], status: int, message: str, pat: str, acme: str
) -> None:
    named = {name: pat if value == "PAT" else value for name, value in changed.items()}

    response = send(
        anonymous(), "POST", "/profiles/company/link-partner", link(pat, acme, **named)
    )

    assert response.status_code == status
    assert response.json()["message"] == message
    assert "companyProfileID" not in profile_row(pat)


@pytest.mark.parametrize(
    ("who", "told"), [("anonymous", {}), ("member", {}), ("exec", {"email": PAT})]
)
def test_sync_route_tells_addresses_to_execs_alone(
    who: str, told: dict[str, str], pat: str
) -> None:
    responses = [
        send(CALLERS[who](), "POST", "/profiles/sync-partner-data") for _ in range(2)
    ]

    assert [response.json() for response in responses] == [
        {
            "message": "Synced 1 partner profiles",
            "results": [{"profileID": pat, "action": action, **told}],
        }
        for action in ("created_registration", "synced_from_registration")
    ]


def test_sync_route_without_partners_says_so(acme: str) -> None:
    response = send(anonymous(), "POST", "/profiles/sync-partner-data")

    assert response.status_code == 200
    assert response.json() == {"message": "No partner profiles found to sync"}


def test_partner_routes_have_a_limit_of_their_own(settings: Settings) -> None:
    rest = settings.REST_FRAMEWORK
    rates = {**rest["DEFAULT_THROTTLE_RATES"], "partner-write": 2}
    settings.REST_FRAMEWORK = {**rest, "DEFAULT_THROTTLE_RATES": rates}

    responses = [
        send(anonymous(), "POST", path, body or {})
        for path, body, _ in (ROUTES[0], ROUTES[1], ROUTES[3])
    ]

    assert [response.status_code for response in responses] == [201, 201, 429]
    assert responses[2].json() == {
        "message": "Too many requests. Try again in a minute."
    }
