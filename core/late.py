"""Views that are rarely asked for: loaded, with all that they need, when they are."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string
from django.views import View
from rest_framework.views import APIView


class LateView(View):
    """Answers as the view does that ``view`` names: a module, and its name there."""

    view = ""

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Have the other view answer."""
        answer: HttpResponseBase = import_string(self.view)(request, *args, **kwargs)
        return answer


class LateRoute(LateView, APIView):
    """The same for what belongs to the API."""
