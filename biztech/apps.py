"""The ground that all apps share: its commands and its checks."""

import logging
import sys
from functools import partial
from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings

# Installed for others, which need them now and then. Django REST framework loads them
# wherever they are, for what nobody asks of it here.
_NOT_FOR_THE_API = frozenset({"requests", "yaml"})


class BiztechConfig(AppConfig):
    """The ground that all apps share."""

    name = "biztech"

    def ready(self) -> None:
        """Register system checks, log what libraries warn of, relay what is written."""
        _load_framework_of_the_api()
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


def _load_framework_of_the_api() -> None:
    modules: dict[str, Any] = sys.modules
    hidden = _NOT_FOR_THE_API - modules.keys()
    # To Python a module that is None is one that is not installed.
    modules.update(dict.fromkeys(hidden))
    import_module("rest_framework.compat")
    for name in hidden:
        del modules[name]
