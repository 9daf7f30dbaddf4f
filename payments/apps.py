"""What people pay for, and what comes of it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """What people pay for, and what comes of it."""

    name = "payments"
