"""Who may call a view."""

from typing import TYPE_CHECKING, cast

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    # The framework loads this module while it is still defining its views.
    from rest_framework.views import APIView

    from core.identity.users import Caller


class IsSignedIn(BasePermission):
    """Anybody with a verified identity."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Tell whether the caller is known."""
        return request.user.is_authenticated


class IsExec(BasePermission):
    """Verified people of the club's own domain.

    Others who are signed in get the sentence that the view names in ``exec_refusal``.
    """

    message = "unauthorized for this action"

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Tell whether the caller is an exec."""
        self.message = getattr(view, "exec_refusal", type(self).message)
        return bool(getattr(request.user, "is_exec", False))


def caller_of(request: Request) -> "Caller":
    """Return who calls."""
    return cast("Caller", request.user)
