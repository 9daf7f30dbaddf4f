"""How the route of an address is found: by its first part, before any pattern."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.contrib.admindocs.views import (
    extract_views_from_urlpatterns,
    simplify_regex,
)
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


def routes_in(urlconf: str) -> URLResolver:
    """Include a module's routes, tried only for addresses that begin as they do."""
    module = import_module(urlconf)
    parts = frozenset(part for part, _ in first_parts(module.urlpatterns))
    return URLResolver(_FirstPart(parts), module)


def first_parts(patterns: Any) -> Iterator[tuple[str, Any]]:
    """Yield the first part of the address of every view, and the view."""
    for view, route, *_ in extract_views_from_urlpatterns(patterns):
        yield simplify_regex(str(route)).split("/")[1], view


class _FirstPart(RoutePattern):
    """Takes nothing off an address, as an empty one."""

    def __init__(self, parts: frozenset[str]) -> None:
        super().__init__("", is_endpoint=False)
        self._parts = parts

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        """Let an address through that begins with one of the parts."""
        return (path, (), {}) if path.partition("/")[0] in self._parts else None
