"""Bearer tokens in the API."""

import logging

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core.identity.errors import KeysUnavailable, TokenRefused
from core.identity.tokens import Claims, verify
from core.identity.users import ApiUser

logger = logging.getLogger("core.identity")

SCHEME = "Bearer"


class BearerAuthentication(BaseAuthentication):
    """Knows a caller by ``Authorization: Bearer <ID token>``."""

    def authenticate(self, request: Request) -> tuple[ApiUser, Claims] | None:
        """Return whose token it is, None without one; refuse one that is wrong."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        try:
            claims = verify(token.strip())
        except TokenRefused as refused:
            logger.info("token.refused code=%s", refused.code)
            raise AuthenticationFailed("Unauthorized", code=refused.code) from None
        except KeysUnavailable as unavailable:
            logger.warning("token.unverifiable code=%s", unavailable.code)
            raise
        return ApiUser(claims.email), claims

    def authenticate_header(self, request: Request) -> str:
        """Return the challenge that goes with a 401."""
        return f'{SCHEME} realm="biztech"'
