"""What is refused before any thread is taken, and how it is answered."""

from http import HTTPStatus
from typing import Any, cast

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.security import SecurityMiddleware

from core.answers import ApiCors, is_page
from core.serving.limits import KB, RETRY_AFTER, BodyLimit


class NotTaken(Exception):
    """A request that will not be dealt with: ``advice`` is for people alone."""

    def __init__(
        self, status: HTTPStatus, message: str, advice: str, *, again: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.advice = advice
        self.headers = {"Retry-After": str(RETRY_AFTER)} if again else {}

    @classmethod
    def too_large(cls, limit: BodyLimit) -> "NotTaken":
        """Refuse a body for its size."""
        return cls(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"The body is larger than {limit.largest // KB} KB.",
            "Go back and send less.",
        )

    @classmethod
    def too_slow(cls, limit: BodyLimit) -> "NotTaken":
        """Refuse a body that does not arrive."""
        return cls(
            HTTPStatus.REQUEST_TIMEOUT,
            f"The body did not arrive within {limit.seconds} seconds.",
            "Go back and send it again.",
        )

    @classmethod
    def too_many(cls) -> "NotTaken":
        """Refuse an address that keeps too much unfinished."""
        return cls(
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many requests from this address are unfinished.",
            f"Try again in {RETRY_AFTER} seconds.",
            again=True,
        )

    @classmethod
    def busy(cls) -> "NotTaken":
        """Refuse because all there is room for is taken."""
        return cls(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The server is busy.",
            f"Try again in {RETRY_AFTER} seconds.",
            again=True,
        )


def answer_to(refused: NotTaken, environ: dict[str, Any]) -> HttpResponse:
    """Return the answer: JSON to a program, a sentence to a person.

    It has the headers that every answer has, or web clients could not read it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if is_page(request):
            text = f"{refused.message} {refused.advice}\n"
            response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        else:
            response = JsonResponse({"message": refused.message})
        response.status_code = refused.status
        for name, value in refused.headers.items():
            response[name] = value
        return response

    through = SecurityMiddleware(ApiCors(answer))
    return cast("HttpResponse", through(WSGIRequest(environ)))
