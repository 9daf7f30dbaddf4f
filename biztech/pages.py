"""Answers that belong to no app: unknown addresses, faults, the health check."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from biztech.api import INTERNAL_ERROR, UNKNOWN_ROUTE

# Addresses that people open in a browser; all others belong to the API.
PAGES = ("/admin", "/membership/", "/profile/", "/sign-", "/wall", "/static", "/_local")


def is_page(request: HttpRequest) -> bool:
    """Tell whether the address is one that people open, not programs."""
    return request.path == "/" or request.path.startswith(PAGES)


def unknown_route(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer an address that no route knows, the same with and without ``DEBUG``."""
    if is_page(request):
        raise Http404
    return JsonResponse({"message": UNKNOWN_ROUTE}, status=404)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404: a page to a person, JSON to a program."""
    if is_page(request):
        return defaults.page_not_found(request, exception)
    return JsonResponse({"message": UNKNOWN_ROUTE}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer 500: a page to a person, JSON to a program."""
    if is_page(request):
        return defaults.server_error(request)
    return JsonResponse({"message": INTERNAL_ERROR}, status=500)


def health(request: HttpRequest) -> JsonResponse:
    """Say that this process serves; an outage of the database is not its illness."""
    return JsonResponse({"status": "ok"})
