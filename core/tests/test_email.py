"""Addresses: one spelling, and a clear refusal for everything else."""

from typing import Any

import pytest

from core.email import is_exec_email, normalize_email, one_spelling
from core.errors import InvalidEmail


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("amira@student.ubc.ca", "amira@student.ubc.ca"),
        ("  Amira@Student.UBC.ca ", "amira@student.ubc.ca"),
        ("o'neil+club@x-y.org", "o'neil+club@x-y.org"),
    ],
)
def test_address_has_one_spelling(given: str, stored: str) -> None:
    assert normalize_email(given) == stored


def test_no_other_letter_becomes_one_of_an_address() -> None:
    letters = [chr(point) for point in range(0x80, 0x110000)]

    assert not [one for one in letters if one_spelling(one).isascii() and one.strip()]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "zz",
        "a@b",
        "a@b.c",
        "a b@c.de",
        "a@b..ca",
        ".a@b.ca",
        "a@-b.ca",
        "a@b.ca\n@c.de",
        "PROFILE#x",
        "a" * 250 + "@b.ca",
        12,
        True,
        ["a@b.ca"],
        {"S": "a@b.ca"},
        # The first is a KELVIN SIGN, whose lower case is a "k" of ASCII.
        "\u212ai@student.ubc.ca",
        "ki@student.ubc.c\u00e0",
        "\uff4bi@student.ubc.ca",
        "k\u0130@student.ubc.ca",
    ],
)
def test_anything_else_is_refused_with_what_was_given(given: Any) -> None:
    with pytest.raises(InvalidEmail, match=r"^Invalid email$") as refused:
        normalize_email(given)

    assert refused.value.facts == {"data": given}


def test_missing_address_is_refused_without_an_echo() -> None:
    with pytest.raises(InvalidEmail) as refused:
        normalize_email(None)

    assert refused.value.facts == {}


@pytest.mark.parametrize(
    ("email", "is_exec"),
    [
        ("ben@ubcbiztech.com", True),
        ("ben@sub.ubcbiztech.com", False),
        ("ben@notubcbiztech.com", False),
        ("ben@ubcbiztech.com.evil.org", False),
        ("ubcbiztech.com@evil.org", False),
    ],
)
def test_exec_is_exactly_the_clubs_domain(email: str, is_exec: bool) -> None:
    assert is_exec_email(email) is is_exec
