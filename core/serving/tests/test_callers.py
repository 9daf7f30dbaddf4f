"""Whom a call is counted for."""

import pytest
from pytest_django import Settings

from core.serving.callers import caller_address, caller_in


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "10.0.0.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "10.0.0.1", "10.0.0.1"),
        (1, "made-up, 10.0.0.1", "10.0.0.1"),
        (2, "made-up, 10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (2, "10.0.0.1", "10.0.0.1"),
    ],
)
def test_address_is_what_the_outermost_trusted_proxy_saw(
    settings: Settings, proxies: int, forwarded: str, address: str
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": proxies}

    assert caller_address(peer="192.0.2.1", forwarded=forwarded) == address
    headers = [(b"x-forwarded-for", part.encode()) for part in forwarded.split(",")]
    scope = {"client": ("192.0.2.1", 1234), "headers": headers}
    assert caller_in(scope) == address


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_addresses_that_one_caller_has_by_the_million_are_one(
    peer: str, address: str
) -> None:
    assert caller_address(peer=peer, forwarded="") == address


def test_connection_without_an_address_is_counted_as_one() -> None:
    assert caller_in({"client": None}) == ""
