"""What cards hold, and how it is read back."""

from typing import Any

import pytest
from pytest_django import Settings

from profiles.taps import profile_id_in, tap_url


def test_tap_url_asks_for_a_scan(settings: Settings) -> None:
    settings.TAP_URL = "https://app.ubcbiztech.com/profile/"

    address = tap_url("TwoBusesTell")

    assert address == "https://app.ubcbiztech.com/profile/TwoBusesTell?scan=true"


def test_tap_url_of_an_odd_id_stays_one_address(settings: Settings) -> None:
    settings.TAP_URL = "https://app.ubcbiztech.com/profile/"

    address = tap_url("a/b?c")

    assert address == "https://app.ubcbiztech.com/profile/a%2Fb%3Fc?scan=true"


@pytest.mark.parametrize(
    "scanned",
    [
        "TwoBusesTell",
        " TwoBusesTell\n",
        "https://app.ubcbiztech.com/profile/TwoBusesTell?scan=true",
        "https://dev.app.ubcbiztech.com/profile/TwoBusesTell?scan=true",
        "HTTPS://APP.ubcbiztech.com/profile/TwoBusesTell/",
        "http://localhost:3000/profile/TwoBusesTell",
        "https://id.example.org/profile/TwoBusesTell?scan=true#top",
        "https://tap.example.org/cards/profile/TwoBusesTell?scan=true",
        {"profileID": "TwoBusesTell"},
        {"profileID": "https://app.ubcbiztech.com/profile/TwoBusesTell"},
    ],
)
def test_profile_id_is_found_in_what_is_scanned(
    scanned: Any, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://id.example.org"
    settings.TAP_URL = "https://tap.example.org/cards/profile/"

    assert profile_id_in(scanned) == "TwoBusesTell"


@pytest.mark.parametrize(
    "scanned",
    [
        "",
        "   ",
        None,
        7,
        [],
        {},
        {"profileID": 7},
        {"profileID": {"profileID": "TwoBusesTell"}},
        "Two Buses",
        "Two#Buses",
        "x" * 201,
        "amira@student.ubc.ca",
        "https://evil.example.org/profile/TwoBusesTell",
        "https://app.ubcbiztech.com.evil.example.org/profile/TwoBusesTell",
        "https://app.ubcbiztech.com@evil.example.org/profile/TwoBusesTell",
        "javascript://app.ubcbiztech.com/profile/TwoBusesTell",
        "https://app.ubcbiztech.com/profile/",
        "https://app.ubcbiztech.com/profile/a%2Fb",
        "https://app.ubcbiztech.com/events/TwoBusesTell",
        "https://[broken/profile/TwoBusesTell",
    ],
)
def test_profile_id_in_anything_else_is_none(scanned: Any) -> None:
    assert profile_id_in(scanned) is None


def test_tap_url_leads_back_to_its_profile() -> None:
    assert profile_id_in(tap_url("TwoBusesTell")) == "TwoBusesTell"
