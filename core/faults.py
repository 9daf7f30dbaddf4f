"""What Django's own page about a fault shows to a developer."""

from collections.abc import ItemsView
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class SecretiveFilter(SafeExceptionReporterFilter):
    """Shows nothing that came with a request whose view declares it sensitive.

    Neither its body nor a variable on the way, also while ``DEBUG`` is on, where
    Django itself would show both.
    """

    def is_active(self, request: HttpRequest | None) -> bool:
        """Tell whether anything is left out for this request."""
        return _is_sensitive(request) or super().is_active(request)

    def get_traceback_frame_variables(
        self, request: HttpRequest | None, tb_frame: FrameType
    ) -> ItemsView[str, Any]:
        """Return the variables of one step of the traceback, if they may be shown."""
        if _is_sensitive(request):
            return {}.items()
        return super().get_traceback_frame_variables(request, tb_frame)


def _is_sensitive(request: HttpRequest | None) -> bool:
    return bool(getattr(request, "sensitive_post_parameters", None))
