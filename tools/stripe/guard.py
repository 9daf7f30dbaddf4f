"""Nothing of the stand-in works but locally."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def require_local_payments() -> None:
    """Stop with a reason unless this is a local start without a Stripe key."""
    if not settings.LOCAL_PAYMENTS:
        raise ImproperlyConfigured(
            "The local stand-in for Stripe is off. It works only with DEBUG on and"
            " without STRIPE_SECRET_KEY; set STRIPE_SECRET_KEY to take payments."
        )
