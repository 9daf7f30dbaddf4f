"""How often one address may try to sign in."""

from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle
from rest_framework.views import APIView

from core.identity.errors import TooManyAttempts


class SignInAttempts(AnonRateThrottle):
    """Limits how fast one address may start or finish sign-ins.

    Each start stores a session and each finish asks the provider, before anybody is
    known.
    """

    scope = "sign-in"
    rate = "60/min"


def count_attempt(request: HttpRequest) -> None:
    """Count an attempt of this address, or raise ``TooManyAttempts``."""
    # The throttle asks nothing of a request that Django's own lacks.
    if not SignInAttempts().allow_request(request, APIView()):  # type: ignore[arg-type]
        raise TooManyAttempts
