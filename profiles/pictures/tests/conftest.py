"""What the tests of pictures share: a folder, a member with a profile, and her kit."""

from pathlib import Path

import pytest
from pytest_django import Settings

from biztech.tests.callers import AMIRA, store_member, store_profile

PROFILE = "SillyPandasDeny"
OTHERS = "KindOtterSing"


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Keep the pictures of each test in a folder of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "pictures"},
        },
    }
    return tmp_path / "pictures"


@pytest.fixture
def club(empty_tables: None) -> None:
    """Store amira, a member with a profile, and somebody else's profile."""
    store_member(AMIRA, profileID=PROFILE)
    store_profile(PROFILE, fname="Amira", profilePictureURL="")
    store_profile(OTHERS, fname="Dan", profilePictureURL="")
