"""Who opens the dashboard in tests."""

from django.test import Client

from core.identity.users import SessionUser

BEN = "ben@ubcbiztech.com"
AMIRA = "amira@student.ubc.ca"
CHLOE = "chloe@example.org"

_BACKEND = "core.identity.backends.SessionBackend"


def visitor(email: str | None) -> Client:
    """Return the browser of somebody signed in, or of a stranger."""
    client = Client()
    if email:
        client.force_login(SessionUser(email=email), backend=_BACKEND)
    return client


def ben() -> Client:
    """Return the browser of a signed-in exec."""
    return visitor(BEN)
