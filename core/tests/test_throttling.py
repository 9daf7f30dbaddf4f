"""How often one caller may call, by purpose."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    send,
    store_user,
)
from biztech.tests.test_serve import free_port

Limit = Callable[..., None]


@pytest.fixture
def limit(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Return a function that sets limits by purpose; time stands still meanwhile."""
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)

    def set_limits(**purposes: int) -> None:
        rates = {name.replace("_", "-"): rate for name, rate in purposes.items()}
        known = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
        settings.REST_FRAMEWORK = {
            **settings.REST_FRAMEWORK,
            "DEFAULT_THROTTLE_RATES": {**known, **rates},
        }

    return set_limits


def codes(count: int, client: Any, method: str, path: str, body: Any = None) -> Any:
    """Return the statuses of that many requests."""
    return [send(client, method, path, body).status_code for _ in range(count)]


@pytest.mark.parametrize(
    ("purpose", "method", "path", "body"),
    [
        ("sign_up", "POST", "/users", {"email": "zz"}),
        ("existence_check", "GET", "/users/check/zz", None),
        ("registration", "POST", "/registrations", {"email": "zz"}),
        ("existence_check", "GET", "/registrations?email=zz", None),
        ("leaderboard", "GET", "/registrations/leaderboard", None),
        ("anonymous", "GET", "/profiles/profile/Nobody", None),
    ],
)
def test_call_too_many_of_an_address_is_refused(
    limit: Limit, purpose: str, method: str, path: str, body: Any
) -> None:
    limit(**{purpose: 2})
    client = anonymous()

    answered = codes(2, client, method, path, body)
    refused = send(client, method, path, body)

    assert 429 not in answered
    assert refused.status_code == 429
    assert refused.json() == {"message": "Too many requests. Try again in a minute."}
    assert 1 <= int(refused["Retry-After"]) <= 60


def test_call_too_many_of_a_person_is_refused_to_them_alone(limit: Limit) -> None:
    limit(signed_in=2)
    store_user(AMIRA)

    assert codes(3, caller(AMIRA), "GET", "/users/self") == [200, 200, 429]
    assert codes(1, caller(CHLOE), "GET", "/users/self") == [404]


def test_call_too_many_of_one_purpose_leaves_the_others(limit: Limit) -> None:
    limit(existence_check=0, sign_up=0)

    assert codes(1, anonymous(), "GET", "/users/check/zz") == [429]
    assert codes(1, anonymous(), "POST", "/users", {}) == [429]
    assert codes(1, anonymous(), "GET", "/profiles/profile/Nobody") == [404]
    assert codes(1, caller(BEN), "GET", "/users") == [200]


def test_tap_too_many_of_a_person_leaves_them_the_rest(limit: Limit) -> None:
    limit(tap=2)

    assert codes(3, caller(AMIRA), "POST", "/interactions") == [406, 406, 429]
    assert codes(1, caller(AMIRA), "GET", "/interactions/journal") == [200]
    assert codes(1, caller(CHLOE), "POST", "/interactions") == [406]


def test_call_in_the_next_minute_is_served_again(
    limit: Limit, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(existence_check=1)
    client = anonymous()
    before = codes(2, client, "GET", "/users/check/zz")

    next_minute = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: next_minute)

    assert before == [200, 429]
    assert codes(1, client, "GET", "/users/check/zz") == [200]


def test_call_from_another_address_is_counted_by_itself(limit: Limit) -> None:
    limit(existence_check=1)
    client = anonymous()

    assert codes(2, client, "GET", "/users/check/zz") == [200, 429]
    assert client.get("/users/check/zz", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_call_through_a_proxy_is_counted_by_the_address_it_saw(
    limit: Limit, settings: Settings
) -> None:
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    limit(existence_check=1)

    answered = [
        anonymous().get("/users/check/zz", HTTP_X_FORWARDED_FOR=forwarded).status_code
        for forwarded in ("10.0.0.1", "made-up, 10.0.0.1", "10.0.0.2")
    ]

    assert answered == [200, 429, 200]


def test_call_is_counted_without_keeping_the_address(limit: Limit) -> None:
    store_user(AMIRA)

    caller(AMIRA).get("/users/self")

    kept = list(cache._cache)  # type: ignore[attr-defined] # of the one in memory
    assert len(kept) == 1
    assert AMIRA not in kept[0]


def test_call_is_served_when_redis_is_gone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        }
    }

    response = anonymous().get("/users/check/zz")

    assert response.status_code == 200
    assert "throttle.uncounted error=ConnectionError" in caplog.text


def test_call_is_served_when_nothing_is_cached(settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }

    response = anonymous().get("/users/check/zz")

    assert response.status_code == 200
