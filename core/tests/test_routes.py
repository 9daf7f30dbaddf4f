"""Routes are found by their first part, and are the ones they were."""

from typing import Any

import pytest
from django.urls import Resolver404, include, path

from core.routes import routes_in

MODULES = [
    "accounts.api.urls",
    "biztech.pages.urls",
    "core.identity.urls",
    "core.mail.urls",
    "events.api.urls",
    "interactions.api.urls",
    "memberships.api.urls",
    "payments.api.urls",
    "profiles.api.urls",
]
ADDRESSES = [
    *("users", "users/", "users/self", "users/check/a@b.ca", "users/a/b", "users\n"),
    *("members", "members/grant", "members/email/X", "members/zz/", "member"),
    *("profiles", "profiles/user", "profiles/profile/X/", "profiles/profile/X/qr.png"),
    *("profiles/company/link-partner", "profiles/profile-pic-upload-url", "profile"),
    *("profile/", "profile/X", "profile/X/connect", "pictures/a/b.png", "qr/a/b/2026"),
    *("events", "events/a/2026", "events/getActiveEvent", "event", "event/a/2026"),
    *("event-images/a/b", "_uploads/x", "_uploads/events/x", "registrations/a/b"),
    *("interactions", "interactions/journal", "interactions/wall", "wall", "wallpaper"),
    *("payments", "payments/webhook", "membership/welcome", "mail/notifications"),
    *("sign-in/", "sign-in/link/x/", "sign-out/", "sign-in", "", "/", "/users", "é/x"),
]


def found(resolver: Any, address: str) -> Any:
    try:
        match = resolver.resolve(address)
    except Resolver404:
        return None
    return match.view_name, match.kwargs, match.route


@pytest.mark.parametrize("module", MODULES)
def test_route_is_the_one_that_all_patterns_find(module: str) -> None:
    every_pattern, by_first_part = path("", include(module)), routes_in(module)

    expected = {address: found(every_pattern, address) for address in ADDRESSES}

    assert {address: found(by_first_part, address) for address in ADDRESSES} == expected
    assert any(expected.values())
