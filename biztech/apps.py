"""The ground that all apps share: its commands and its checks."""

import logging
from functools import partial

from django.apps import AppConfig
from django.conf import settings


class BiztechConfig(AppConfig):
    """The ground that all apps share."""

    name = "biztech"

    def ready(self) -> None:
        """Register system checks, log what libraries warn of, relay what is written."""
        from biztech import checks  # noqa: F401 - registers by import
        from biztech.fault_reports import begin_to_report
        from biztech.tracing import tracer
        from core.dynamo import signals
        from core.relay import relay

        logging.captureWarnings(capture=True)
        if settings.SENTRY_DSN:
            begin_to_report()
        tracer()
        relay.listen("writes", signals.hear)
        if settings.REDIS_URL:
            signals.send_with(partial(relay.send, "writes"))
