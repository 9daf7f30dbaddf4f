"""What people take home of a profile: its code, and its owner as a contact."""

import io
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import vobject
from PIL import Image
from pytest_django import Settings

from biztech.tests.callers import anonymous, send, store_profile
from profiles.policy import everything_visible

AMIRA = "SillyPandasDeny"
PATHS = ["qr.svg", "qr.png", "card.vcf"]
# The code of that address, with four on each side that stay white.
MODULES = 41


@pytest.fixture(autouse=True)
def profile(empty_tables: None, settings: Settings) -> None:
    """Store a profile, whose card leads to the club's web client."""
    settings.TAP_URL = "https://app.ubcbiztech.com/profile/"
    store_profile(AMIRA, fname="Amira", lname="Haddad")


def get(path: str, profile_id: str = AMIRA) -> Any:
    """Ask for a file of a profile without a token."""
    return send(anonymous(), "GET", f"/profiles/profile/{profile_id}/{path}")


def card_of(**values: Any) -> Any:
    """Store a profile, and return its contact as a phone reads it."""
    store_profile("TwoBusesTell", **values)
    response = get("card.vcf", "TwoBusesTell")
    assert response.status_code == 200
    (card,) = vobject.readComponents(response.content.decode())
    return card


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(
    ("path", "media_type", "disposition"),
    [
        ("qr.svg", "image/svg+xml", 'inline; filename="SillyPandasDeny.svg"'),
        ("qr.png", "image/png", 'inline; filename="SillyPandasDeny.png"'),
        ("card.vcf", "text/vcard", 'attachment; filename="SillyPandasDeny.vcf"'),
    ],
)
def test_file_of_a_profile_is_open_to_everybody(
    path: str, media_type: str, disposition: str, slash: str
) -> None:
    response = get(path + slash)

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response["Content-Disposition"] == disposition


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "values", [None, {"hiddenAt": 1}, {"replacedAt": 1, "replacedBy": AMIRA}]
)
def test_file_of_a_profile_that_nobody_sees_is_not_found(
    path: str, values: dict[str, Any] | None
) -> None:
    if values is not None:
        store_profile("Gone", fname="Gone", **values)

    response = get(path, "Gone")

    assert response.status_code == 404
    assert "message" in response.json()


def test_svg_is_a_square_within_the_size_asked_for() -> None:
    root = ET.fromstring(get("qr.svg?size=450").content)  # noqa: S314 - our own

    assert (root.attrib["width"], root.attrib["height"]) == ("410", "410")
    assert {child.tag.rpartition("}")[2] for child in root.iter()} == {
        "svg",
        "title",
        "g",
        "path",
    }


def test_png_is_sharp_black_on_white_with_a_quiet_zone() -> None:
    picture = Image.open(io.BytesIO(get("qr.png?size=500").content)).convert("L")

    assert picture.size == (MODULES * 12, MODULES * 12)
    assert [level for _, level in picture.getcolors() or ()] == [0, 255]
    black = picture.point(lambda level: 255 - level).getbbox()
    assert black == (48, 48, MODULES * 12 - 48, MODULES * 12 - 48)


@pytest.mark.parametrize(
    "size", ["99", "2001", "-100", "1e3", "big", "", "٣٠٠", "9" * 50]
)
@pytest.mark.parametrize("path", ["qr.svg", "qr.png"])
def test_code_in_another_size_is_refused(path: str, size: str) -> None:
    response = get(f"{path}?size={size}")

    assert response.status_code == 406
    assert response.json() == {
        "message": "'size' is invalid: send a whole number of pixels from 100 to 2000."
    }


def test_codes_of_two_profiles_differ() -> None:
    store_profile("TwoBusesTell", fname="Pat")

    assert get("qr.png").content != get("qr.png", "TwoBusesTell").content


def test_contact_holds_what_people_may_take_home() -> None:
    card = card_of(
        fname="Pat",
        lname="Lee",
        pronouns="They/Them",
        year=3,
        company="Acme",
        position="Recruiter",
        linkedIn="https://www.linkedin.com/in/pat",
        hobby1="Chess",
        profilePictureURL="https://acme.example/pat.png",
        email="pat@acme.example",
    )

    assert card.fn.value == "Pat Lee"
    assert (card.n.value.given, card.n.value.family) == ("Pat", "Lee")
    assert card.org.value == ["Acme"]
    assert card.title.value == "Recruiter"
    assert [url.value for url in card.contents["url"]] == [
        "https://www.linkedin.com/in/pat",
        "https://app.ubcbiztech.com/profile/TwoBusesTell?scan=true",
    ]
    assert card.note.value == "Pronouns: They/Them; Year: 3"
    assert set(card.contents) == {"version", "fn", "n", "org", "title", "url", "note"}


def test_contact_leaves_out_what_is_hidden() -> None:
    toggles = dict.fromkeys(everything_visible(), False)

    card = card_of(
        fname="Pat",
        lname="Lee",
        company="Acme",
        linkedIn="https://www.linkedin.com/in/pat",
        viewableMap=toggles,
    )

    assert card.fn.value == "BizTech Member"
    assert set(card.contents) == {"version", "fn", "n", "url"}
    assert len(card.contents["url"]) == 1


@pytest.mark.parametrize(
    "odd",
    [
        "Pat\r\nTEL:1",
        "Pat\nTEL:1",
        "Pat;Lee,X\\nTEL:1",
        "Pat\u2028TEL:1",
        "Pat\x85TEL:1",
        "Pat\x00\x0bTEL:1",
        "END:VCARD\r\nBEGIN:VCARD",
        "é" * 400,
    ],
)
def test_contact_cannot_be_broken_out_of(odd: str) -> None:
    card = card_of(fname=odd, lname=odd, company=odd, position=odd, major=odd)

    assert set(card.contents) == {"version", "fn", "n", "org", "title", "url", "note"}
    assert all(len(lines) == 1 for lines in card.contents.values())
    assert "\n" not in card.n.value.given
    assert card.n.value.family == card.n.value.given
