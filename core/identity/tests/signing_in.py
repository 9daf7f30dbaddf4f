"""A browser that has signed in."""

from typing import Any

from django.conf import settings
from django.test import Client

from core.identity.links import one_time_link
from core.identity.models import Session


def signed_in(email: str, **headers: Any) -> Client:
    """Return a browser in which that person has signed in with a link."""
    client = Client(headers=headers or None)
    link = one_time_link(email).removeprefix(settings.PUBLIC_URL)
    assert client.get(link).status_code == 302
    return client


def cookie(client: Client) -> str:
    """Return the value of the browser's session cookie."""
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def stored(client: Client) -> Session:
    """Return the row of the browser's session."""
    row = Session.find(*Session.key(cookie(client)), consistent=True)
    assert row is not None
    return row


def is_in(client: Client) -> bool:
    """Tell whether the server takes the browser for somebody."""
    # The sign-out page asks only those who are signed in.
    return client.get("/sign-out/").status_code == 200
