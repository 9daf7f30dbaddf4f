"""What was pressed before signing in survives it, in the same browser, once."""

from collections.abc import Callable

import pytest
from django.core import signing
from django.http import HttpRequest
from django.test import RequestFactory

from core.identity.intentions import carried, carry, fulfil, intend
from core.identity.sessions import SessionStore

PANDAS = "SillyPandasDeny"


def browser(secret: str = "a" * 32) -> HttpRequest:
    """Return a request of the browser with that CSRF cookie, in a new session."""
    request = RequestFactory().get("/")
    request.META["CSRF_COOKIE"] = secret
    request.session = SessionStore()
    return request


def test_intention_is_fulfilled_once() -> None:
    request = browser()
    intend(request, "connect", PANDAS)

    assert fulfil(request, "connect", PANDAS) is True
    assert fulfil(request, "connect", PANDAS) is False


@pytest.mark.parametrize(
    ("action", "subject"), [("connect", "TwoBusesTell"), ("disconnect", PANDAS)]
)
def test_intention_of_another_kind_is_not_fulfilled(action: str, subject: str) -> None:
    request = browser()
    intend(request, "connect", PANDAS)

    assert fulfil(request, action, subject) is False
    assert fulfil(request, "connect", PANDAS) is True


def test_intention_is_carried_into_the_next_session() -> None:
    request = browser()
    intend(request, "connect", PANDAS)

    kept = carried(request)
    request.session.flush()
    request.META["CSRF_COOKIE"] = "b" * 32
    carry(request, kept)

    assert fulfil(request, "connect", PANDAS) is True


def test_intention_planted_in_another_browser_is_not_carried() -> None:
    attacker, victim = browser(), browser("b" * 32)
    intend(attacker, "connect", PANDAS)
    victim.session = attacker.session

    assert carried(victim) == []


def test_intention_of_nobody_is_not_carried() -> None:
    request = browser()

    carry(request, carried(request))

    assert list(request.session.keys()) == []


@pytest.mark.parametrize(
    "seal",
    [
        lambda: "connect",
        lambda: signing.dumps(["connect", PANDAS, ""], salt="something else"),
    ],
)
def test_intention_not_sealed_here_is_none(seal: Callable[[], str]) -> None:
    request = browser()
    request.session["intention"] = seal()

    assert fulfil(request, "connect", PANDAS) is False
    assert carried(request) == []


def test_intention_too_old_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    request = browser()
    intend(request, "connect", PANDAS)

    monkeypatch.setattr("core.identity.intentions.GOOD_FOR", -1)

    assert fulfil(request, "connect", PANDAS) is False
    assert carried(request) == []
