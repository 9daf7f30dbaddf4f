"""Whether the money is real."""

from django.conf import settings


def is_live() -> bool:
    """Tell whether our key, secret or restricted, is of Stripe's live mode."""
    return "_live_" in settings.STRIPE_SECRET_KEY
