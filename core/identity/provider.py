"""Sign-in at the identity provider: OpenID Connect code flow with PKCE.

Authlib keeps ``state``, ``nonce`` and the code verifier in the session and checks them;
the ID token that comes back goes through our own verifier like any other.
"""

from functools import cache
from typing import Any

from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]
from authlib.integrations.django_client import OAuth  # type: ignore[import-untyped]
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from joserfc.errors import JoseError
from requests import RequestException

from core.identity import cognito
from core.identity.errors import KeysUnavailable, SignInFailed
from core.identity.tokens import LEEWAY, Claims, verify

_TIMEOUT = 5.0


def redirect_to_provider(request: HttpRequest, callback: str) -> HttpResponseBase:
    """Return the redirect that starts a sign-in, or raise ``KeysUnavailable``."""
    try:
        redirect: HttpResponseBase = _client().authorize_redirect(request, callback)
    except (RequestException, AuthlibBaseError, RuntimeError) as error:
        raise KeysUnavailable from error
    return redirect


def claims_from_callback(request: HttpRequest) -> Claims:
    """Return what the provider's answer proves.

    Raises ``SignInFailed`` for an answer to nothing that this browser started here,
    ``TokenRefused`` for a token that is wrong, ``KeysUnavailable`` when the provider
    cannot be reached.
    """
    try:
        answer = _client().authorize_access_token(request, leeway=LEEWAY)
    except RequestException as error:
        raise KeysUnavailable from error
    except (AuthlibBaseError, JoseError, RuntimeError, ValueError) as error:
        raise SignInFailed from error
    if "userinfo" not in answer:
        # Without an ID token Authlib has checked no nonce.
        raise SignInFailed
    return verify(answer["id_token"])


def _client() -> Any:
    return _registered(
        cognito.issuer(), settings.COGNITO_CLIENT_ID, settings.COGNITO_CLIENT_SECRET
    )


@cache
def _registered(issuer: str, client_id: str, client_secret: str) -> Any:
    options: dict[str, Any] = {
        "scope": "openid email",
        "code_challenge_method": "S256",
        "default_timeout": _TIMEOUT,
    }
    if not client_secret:
        options["token_endpoint_auth_method"] = "none"  # noqa: S105 - no password
    return OAuth().register(
        "cognito",
        client_id=client_id,
        client_secret=client_secret or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs=options,
    )
