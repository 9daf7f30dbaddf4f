"""What somebody pressed before they were known, to be done once they have signed in.

A press is a POST with a CSRF token, so it is the person's own. The sign-in that follows
throws the session away; the intention alone is carried over, if the same browser
pressed within the last minutes, and is good once. Nobody can have one by a link.
"""

from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import constant_time_compare, salted_hmac

# As long as a session of nobody lasts, in seconds.
GOOD_FOR = 15 * 60

_KEY = "intention"
_SALT = "core.identity.intentions"


def intend(request: HttpRequest, action: str, subject: str) -> None:
    """Note what this browser's person pressed; the latest press counts."""
    sealed = signing.dumps([action, subject, _browser(request)], salt=_SALT)
    request.session[_KEY] = sealed


def fulfil(request: HttpRequest, action: str, subject: str) -> bool:
    """Tell whether that was pressed in this session, and forget it."""
    sealed = request.session.get(_KEY)
    if _opened(sealed)[:2] != [action, subject]:
        return False
    del request.session[_KEY]
    return True


def carried(request: HttpRequest) -> list[Any]:
    """Return the intention of this very browser, for the session that comes next."""
    intended = _opened(request.session.get(_KEY))
    same = intended and constant_time_compare(intended[2], _browser(request))
    return intended if same else []


def carry(request: HttpRequest, intended: list[Any]) -> None:
    """Put an intention into the session that began."""
    if intended:
        action, subject, _ = intended
        intend(request, action, subject)


def _opened(sealed: Any) -> list[Any]:
    try:
        opened: list[Any] = signing.loads(sealed or "", salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return []
    return opened


def _browser(request: HttpRequest) -> str:
    # A planted session comes without the CSRF cookie of the browser that it is put in.
    get_token(request)
    return salted_hmac(_SALT, request.META["CSRF_COOKIE"]).hexdigest()
