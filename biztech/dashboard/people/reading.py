"""The reading of the three tables that all parts of one page share."""

from django.http import HttpRequest

from biztech.dashboard.framework.request_cache import cached_on
from memberships.people import Person, Problem, people_and_problems


def everyone(request: HttpRequest) -> list[Person]:
    """Return all people; read at most once per request."""
    return _reading(request)[0]


def all_problems(request: HttpRequest) -> list[Problem]:
    """Return all problems, from the same reading."""
    return _reading(request)[1]


def _reading(request: HttpRequest) -> tuple[list[Person], list[Problem]]:
    return cached_on(request, "people", people_and_problems)
