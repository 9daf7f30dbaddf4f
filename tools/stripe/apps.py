"""The stand-in for Stripe as Django sees it: an app of local settings alone."""

from django.apps import AppConfig


class StandInConfig(AppConfig):
    """What plays Stripe's part while there is no key."""

    name = "tools.stripe"
    label = "local_stripe"

    def ready(self) -> None:
        """Add its table to those of this machine."""
        from core.dynamo.registry import add_local_table
        from tools.stripe.models import TABLE

        add_local_table(TABLE)
