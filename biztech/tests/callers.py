"""Who calls the API in tests, and what a stored club looks like."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import jwt
from pynamodb.expressions.update import Action
from rest_framework.test import APIClient

from accounts.models import User
from core.dynamo.base import Entity
from core.dynamo.errors import Stale
from core.dynamo.rows import store_rows, update_row
from core.identity import local
from core.identity.local import issue_token
from interactions.models import Connection
from memberships.models import Member
from profiles.models import Profile
from profiles.policy import everything_visible

E = TypeVar("E", bound=Entity)

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
CHLOE = "chloe@example.org"


def anonymous() -> APIClient:
    """Return a client without a token."""
    return APIClient(raise_request_exception=False)


def bearer(token: str) -> APIClient:
    """Return a client that sends this token, whatever it is."""
    client = anonymous()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    return client


def caller(email: str, *, verified: bool = True, expires_in: int = 3600) -> APIClient:
    """Return a client with a token of that person."""
    return bearer(issue_token(email, verified=verified, expires_in=expires_in))


def _claims() -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        issue_token(BEN), options={"verify_signature": False}
    )
    return claims


def _signed_for_another_app() -> APIClient:
    claims = {**_claims(), "aud": "another-app"}
    key = local._signing_key()
    return bearer(jwt.encode(claims, key, "RS256", headers={"kid": local.KEY_ID}))


def _tampered() -> APIClient:
    header, _, signature = issue_token(AMIRA).split(".")
    forged = issue_token(BEN).split(".")[1]
    return bearer(f"{header}.{forged}.{signature}")


def _unsigned() -> APIClient:
    return bearer(jwt.encode(_claims(), key="", algorithm="none"))


WITHOUT_VALID_TOKEN: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "unverified exec": lambda: caller(BEN, verified=False),
    "expired": lambda: caller(BEN, expires_in=-60),
    "wrong audience": _signed_for_another_app,
    "tampered": _tampered,
    "unsigned": _unsigned,
    "nonsense": lambda: bearer("nonsense"),
}


def send(
    client: APIClient, method: str, path: str, body: Any = None, **extra: Any
) -> Any:
    """Send a request whose body, if any, is JSON; return the response."""
    text = "" if body is None else json.dumps(body)
    return client.generic(method, path, text, content_type="application/json", **extra)


def store_user(email: str, **values: Any) -> None:
    """Put a user row, as any service may have left it."""
    store_rows(User.of({"id": email, **values}))


def store_member(email: str, **values: Any) -> None:
    """Put a member row, as any service may have left it."""
    store_rows(Member.of({"id": email, **values}))


def store_profile(profile_id: str, **values: Any) -> None:
    """Put a profile row with every toggle on, as any service may have left it."""
    partition, sort_key = Profile.key(profile_id)
    row = {
        "compositeID": partition,
        "type": sort_key,
        "viewableMap": everything_visible(),
        **values,
    }
    store_rows(Profile.of(row))


def change_row(row: E, *actions: Action) -> E:
    """Change attributes of a row as any service may; return it as it is then."""
    return update_row(type(row), row.key_of(), list(actions), otherwise=Stale())


def store_connection(one_id: str, other_id: str) -> None:
    """Put both sides of a meeting."""
    for owner_id, met_id in ((one_id, other_id), (other_id, one_id)):
        partition, sort_key = Connection.key(owner_id, met_id)
        row = {"compositeID": partition, "type": sort_key, "connectionID": met_id}
        store_rows(Connection.of(row))
