"""Creating sign-ins for people who pay: at the identity provider, or locally.

A password is handed on to the provider and kept nowhere.
"""

import base64
import hmac
from functools import cache
from typing import Any, Protocol

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from core.errors import Invalid, Unavailable
from core.identity.errors import SignUpRefused, SignUpUnavailable


class SignUps(Protocol):
    """Where sign-ins are created."""

    def create(self, email: str, *, password: str, name: str) -> None:
        """Create a sign-in; one that exists already is success."""

    def invite(self, email: str, *, name: str) -> None:
        """Let the provider invite somebody to choose a password; once is enough."""


def sign_ups() -> SignUps:
    """Return the configured place."""
    if settings.LOCAL_IDENTITY:
        return LocalSignUps()
    return CognitoSignUps(_cognito(settings.COGNITO_ENDPOINT))


class LocalSignUps:
    """The local issuer signs anybody in without a password: nothing is to do."""

    def create(self, email: str, *, password: str, name: str) -> None:
        """Accept it; the password is dropped."""

    def invite(self, email: str, *, name: str) -> None:
        """Accept it; nobody needs inviting."""


class CognitoSignUps:
    """The club's user pool."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def create(self, email: str, *, password: str, name: str) -> None:
        """Sign the person up.

        Raises ``SignUpRefused`` for a password the pool refuses, and
        ``SignUpUnavailable``; neither keeps what the provider said, which may quote
        the request.
        """
        try:
            self._client.sign_up(
                ClientId=settings.COGNITO_CLIENT_ID,
                Username=email,
                Password=password,
                UserAttributes=[
                    {"Name": "email", "Value": email},
                    {"Name": "name", "Value": name or email},
                ],
                **_proof(email),
            )
        except ClientError as error:
            refusal = _refusal_of(error, password)
            if refusal is not None:
                raise refusal from None
        except BotoCoreError:
            raise SignUpUnavailable from None

    def invite(self, email: str, *, name: str) -> None:
        """Have the pool send an invitation; nothing happens to an existing sign-in."""
        try:
            self._client.admin_create_user(
                UserPoolId=settings.COGNITO_USER_POOL_ID,
                Username=email,
                UserAttributes=[
                    {"Name": "email", "Value": email},
                    {"Name": "email_verified", "Value": "true"},
                    {"Name": "name", "Value": name or email},
                ],
                DesiredDeliveryMediums=["EMAIL"],
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "UsernameExistsException":
                raise


def _refusal_of(error: ClientError, password: str) -> Invalid | Unavailable | None:
    """Return what a refused sign-up means; nothing where there is one already."""
    code, said = (error.response["Error"][part] for part in ("Code", "Message"))
    match code:
        case "UsernameExistsException":
            return None
        case "InvalidPasswordException" if password not in said:
            # The pool's rules, in its own words.
            return SignUpRefused(f"'password' is not accepted: {said}")
        case "InvalidPasswordException" | "InvalidParameterException" if (
            "password" in said
        ):
            return SignUpRefused("'password' is not accepted: choose another one.")
    return SignUpUnavailable()


def _proof(email: str) -> dict[str, str]:
    """Return what the pool asks of an app client that has a secret."""
    secret = settings.COGNITO_CLIENT_SECRET
    if not secret:
        return {}
    said = f"{email}{settings.COGNITO_CLIENT_ID}".encode()
    digest = hmac.digest(secret.encode(), said, "sha256")
    return {"SecretHash": base64.b64encode(digest).decode()}


@cache
def _cognito(endpoint: str | None) -> Any:
    import boto3

    region = settings.COGNITO_USER_POOL_ID.partition("_")[0]
    patience = Config(
        connect_timeout=2,
        read_timeout=10,
        retries={"total_max_attempts": 3, "mode": "standard"},
    )
    return boto3.client(
        "cognito-idp", region_name=region, endpoint_url=endpoint, config=patience
    )
