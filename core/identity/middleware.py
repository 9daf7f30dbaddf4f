"""Who is calling a page, and what a page says while nobody can tell."""

from functools import partial

from django.contrib.auth import middleware
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from core.answers import unavailable
from core.errors import Unavailable
from core.identity.backends import person_of


class SessionMiddleware(sessions.SessionMiddleware):
    """Django's own, which answers 503 where the session or the page meets an outage."""

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn an outage that the page did not expect into an answer."""
        if isinstance(exception, Unavailable):
            return unavailable(request, exception)
        return None

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """Store the session, if there is something to store."""
        try:
            return super().process_response(request, response)
        except Unavailable as outage:
            return unavailable(request, outage)


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, with our people: ``request.user`` is never of another kind."""

    def process_request(self, request: HttpRequest) -> None:
        """Put whoever is signed in on the request; the session is read when asked."""
        super().process_request(request)
        person = SimpleLazyObject(partial(person_of, request.session))
        request.user = person  # type: ignore[assignment] # stands for the person
