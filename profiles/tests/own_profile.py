"""Amira and her profile, as the tests of the profiles' routes need them."""

from typing import Any

import pytest

from biztech.tests.callers import AMIRA, store_member, store_profile
from profiles.queries import find_profile

PROFILE_ID = "SillyPandasDeny"
TEXTS = {
    "hobby1": "Chess",
    "hobby2": "Kites",
    "funQuestion1": "Tea",
    "funQuestion2": "Rain",
    "linkedIn": "https://www.linkedin.com/in/amira",
    "profilePictureURL": "https://pictures.example.org/amira.jpg",
    "additionalLink": "",
    "description": "I like rain.",
}

either_slash = pytest.mark.parametrize("slash", ["", "/"])


def with_profile(**values: Any) -> None:
    """Store amira as a member whose profile holds these values."""
    store_member(AMIRA, firstName="Amira", profileID=PROFILE_ID)
    store_profile(PROFILE_ID, fname="Amira", lname="Haddad", **values)


def stored() -> dict[str, Any]:
    """Return amira's profile as it is in the table."""
    profile = find_profile(PROFILE_ID)
    assert profile is not None
    return profile.plain()
