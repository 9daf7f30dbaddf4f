"""How much one address is sent: anybody can register it for everything there is."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from core.redis import redis_errors

_HOUR = 60 * 60


def is_flooded(email: str) -> bool:
    """Count a mail to an address, and tell whether it is one too many in an hour."""
    named = f"mails:{hashlib.sha256(email.encode()).hexdigest()}"
    try:
        cache.add(named, 0, timeout=_HOUR)
        return bool(cache.incr(named) > settings.MAILS_PER_HOUR)
    except ValueError:
        # The hour ended just now.
        return False
    except redis_errors():
        # Without Redis mails go.
        return False
