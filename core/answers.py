"""Answers that belong to no app: unknown addresses, faults, outages."""

from functools import cache
from http import HTTPStatus
from typing import Any

from corsheaders.middleware import CorsMiddleware
from csp.middleware import CheckableLazyObject, CSPMiddleware
from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import get_resolver
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.schemas.generators import is_api_view

from core.api import INTERNAL_ERROR, UNKNOWN_ROUTE, postponed
from core.errors import Unavailable
from core.routes import first_parts

_FAULTS = {HTTPStatus.NOT_FOUND, HTTPStatus.INTERNAL_SERVER_ERROR}


def is_page(request: HttpRequest) -> bool:
    """Tell whether the address is one that people open, not programs.

    The routes say so: what the API does not answer itself is a page, and with it
    everything below the first part of its address.
    """
    return is_page_at(request.path_info)


def is_page_at(path: str) -> bool:
    """Tell the same of an address alone."""
    first = path.lstrip("/").partition("/")[0]
    return first in _parts_of_pages(settings.ROOT_URLCONF)


class ApiCors(CorsMiddleware):
    """Lets pages of the club's other origins read the API, and none of our pages."""

    def is_enabled(self, request: HttpRequest) -> bool:
        """Tell whether another origin may read the answer."""
        return not is_page(request)


class PolicyHeaders(CSPMiddleware):
    """Django-csp's own, which writes the policy of an answer like most others once.

    An answer is not like them where its view changes the policy or its page has a
    nonce, and where Django's page about a fault may have none.
    """

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        usual = super().process_response(HttpRequest(), HttpResponse())
        del usual["Content-Type"]
        self._usual = dict(usual.items())

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the policy to an answer, unless it has one."""
        if response.status_code in _FAULTS or _is_special(request, response):
            told: HttpResponseBase = super().process_response(request, response)
            return told
        for name, value in self._usual.items():
            response.headers.setdefault(name, value)
        # What asks for a nonce from here on is told that it is too late.
        request.csp_nonce = CheckableLazyObject(  # type: ignore[attr-defined]
            self._csp_nonce_post_response
        )
        return response


def _is_special(request: HttpRequest, response: HttpResponseBase) -> bool:
    return any(name.startswith("_csp") for name in (*vars(request), *vars(response)))


# Nobody has a form for an address that does not exist.
@csrf_exempt
def unknown_route(request: HttpRequest) -> HttpResponse:
    """Answer an address that no route knows, the same with and without ``DEBUG``.

    Programs get what the gateway before this server said. The web client takes a 404
    of any call for "no such user", and loads its first page again.
    Source: contract section 0, Unknown route.
    """
    if is_page(request):
        raise Http404
    return JsonResponse({"message": UNKNOWN_ROUTE}, status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500: a page to a person, JSON to a program."""
    if is_page(request):
        return defaults.server_error(request)
    return JsonResponse({"message": INTERNAL_ERROR}, status=500)


def unavailable(request: HttpRequest, refusal: Unavailable) -> HttpResponse:
    """Answer 503 where a page met it: a page to a person, JSON to a program."""
    said = {"message": refusal.message}
    if is_page(request):
        answer = render(request, "503.html", said, status=503)
    else:
        answer = JsonResponse(said, status=503)
    return postponed(answer, refusal)


@cache
def _parts_of_pages(urlconf: str) -> frozenset[str]:
    """Return the first parts of the addresses of all pages, and of static files."""
    pages = {
        part
        for part, view in first_parts(get_resolver(urlconf).url_patterns)
        if not is_api_view(view)
    }
    return frozenset(pages | {settings.STATIC_URL.split("/")[1]})
