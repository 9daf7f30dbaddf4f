"""A profile as a vCard: what is shown of it, and nothing that it smuggles in."""

import pytest

from profiles.vcards import vcard


def test_vcard_holds_what_is_shown() -> None:
    shown = {
        "profileType": "PARTNER",
        "fname": "Zoë",
        "lname": "O'Hara",
        "pronouns": "She/Her",
        "major": "Statistics",
        "year": 3,
        "linkedIn": "https://example.org/zoe",
        "company": "Ink, Pens & Co; Ltd",
        "position": "Engineer",
    }

    card = vcard("SillyPandasDeny", shown, note="Met on 2026-11-20")

    assert card.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:O'Hara;Zoë",
        "FN:Zoë O'Hara",
        "ORG:Ink\\, Pens & Co\\; Ltd",
        "URL:https://example.org/zoe",
        "URL:http://localhost:8000/profile/SillyPandasDeny?scan=true",
        "TITLE:Engineer",
        "NOTE:Statistics\\, 3\\, She/Her\\, Met on 2026-11-20",
        "END:VCARD",
        "",
    ]


def test_vcard_of_somebody_who_hides_everything_has_the_name_that_stands_for_it() -> (
    None
):
    assert vcard("SillyPandasDeny", {}).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Member;BizTech",
        "FN:BizTech Member",
        "URL:http://localhost:8000/profile/SillyPandasDeny?scan=true",
        "END:VCARD",
        "",
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
@pytest.mark.parametrize(
    "name", ["fname", "lname", "pronouns", "major", "year", "company", "position"]
)
def test_vcard_value_with_a_line_end_stays_one_line(name: str, end: str) -> None:
    card = vcard("SillyPandasDeny", {name: f"Ann{end}TEL:+1 604 555 0100"})

    assert not any(line.startswith("TEL") for line in card.splitlines())
    assert "Ann TEL:+1 604 555 0100" in card


def test_vcard_name_with_separators_is_escaped() -> None:
    card = vcard("SillyPandasDeny", {"fname": "A;B\\", "lname": "C,D"})

    assert "N:C\\,D;A\\;B\\\\\r\nFN:A\\;B\\\\ C\\,D\r\n" in card
