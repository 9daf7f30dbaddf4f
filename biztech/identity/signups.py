"""Creating sign-ins for people who pay: at the identity provider, or locally.

A password is handed on to the provider and kept nowhere.
"""

from functools import cache
from typing import Any, Protocol

import boto3
from botocore.exceptions import ClientError
from django.conf import settings

from biztech.errors import Invalid


class SignUpRefused(Invalid):
    """The provider does not accept the password."""

    code = "sign_up_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)


class SignUps(Protocol):
    """Where sign-ins are created."""

    def create(self, email: str, *, password: str, name: str) -> None:
        """Create a sign-in; one that exists already is success."""

    def invite(self, email: str, *, name: str) -> None:
        """Let the provider invite somebody to choose a password; once is enough."""


def sign_ups() -> SignUps:
    """Return the configured place."""
    return LocalSignUps() if settings.LOCAL_IDENTITY else CognitoSignUps(_cognito())


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
        """Sign the person up; ``SignUpRefused`` for a password the pool refuses."""
        try:
            self._client.sign_up(
                ClientId=settings.COGNITO_CLIENT_ID,
                Username=email,
                Password=password,
                UserAttributes=[
                    {"Name": "email", "Value": email},
                    {"Name": "name", "Value": name or email},
                ],
            )
        except self._client.exceptions.UsernameExistsException:
            return
        except self._client.exceptions.InvalidPasswordException as error:
            # Not chained: the pool's error may quote the password's rules only, but
            # nothing of this request belongs in a log.
            message = error.response["Error"]["Message"]
            raise SignUpRefused(f"'password' is not accepted: {message}") from None

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


@cache
def _cognito() -> Any:
    region = settings.COGNITO_USER_POOL_ID.partition("_")[0]
    return boto3.client("cognito-idp", region_name=region)
