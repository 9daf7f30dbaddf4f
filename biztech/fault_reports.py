"""Faults reported to Sentry, if ``SENTRY_DSN`` says where, naming nobody."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.logs import without_addresses


def begin_to_report() -> None:
    """Report what fails from now on, or stop where the library is missing."""
    try:
        import sentry_sdk
    except ImportError as missing:
        raise ImproperlyConfigured(
            "SENTRY_DSN is set and sentry-sdk is not installed. Install it, or remove"
            " SENTRY_DSN."
        ) from missing
    sentry_sdk.init(**options())


def options() -> dict[str, Any]:
    """Return how Sentry is asked to report: kinds, places, and no person."""
    return {
        "dsn": settings.SENTRY_DSN,
        "environment": settings.ENVIRONMENT or "staging",
        "send_default_pii": False,
        # Bodies and variables hold what people sent.
        "max_request_body_size": "never",
        "include_local_variables": False,
        "auto_session_tracking": False,
        "max_breadcrumbs": 0,
        "before_send": without_people,
    }


def without_people(event: Any, hint: Any) -> Any:
    """Return a report without who asked for what, and without addresses in texts."""
    about_people = ("request", "user")
    return _nameless(
        {name: part for name, part in event.items() if name not in about_people}
    )


def _nameless(told: Any) -> Any:
    match told:
        case str():
            return without_addresses(told)
        case dict():
            return {_nameless(name): _nameless(value) for name, value in told.items()}
        case list() | tuple():
            return [_nameless(each) for each in told]
    return told
