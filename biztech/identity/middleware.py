"""Who is calling a page."""

from functools import partial

from django.contrib.auth import middleware
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from biztech.identity.backends import person_of


class AuthenticationMiddleware(middleware.AuthenticationMiddleware):
    """Django's own, with our people: ``request.user`` is never of another kind."""

    def process_request(self, request: HttpRequest) -> None:
        """Put whoever is signed in on the request; the session is read when asked."""
        super().process_request(request)
        person = SimpleLazyObject(partial(person_of, request.session))
        request.user = person  # type: ignore[assignment] # stands for the person
