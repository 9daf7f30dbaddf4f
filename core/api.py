"""How the API answers: refusals, faults, and both forms of every path.

Every view of every app answers through this module, so a refusal has one status and
one flat body, ``{"message": ..., "data"?: ...}``, wherever it comes from.
"""

import json
import logging
import math
import traceback
from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, HttpResponse
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSet

from core.errors import (
    BodyTooLarge,
    Conflict,
    Forbidden,
    IdMissing,
    Invalid,
    Malformed,
    NotFound,
    Refused,
    Unavailable,
)
from core.metrics import Counter

logger = logging.getLogger("core.api")

REFUSALS = Counter("biztech_refusals", "What the API refused.", "code")

Body = dict[str, Any]
R = TypeVar("R", bound=HttpResponse)

# The first kind that fits decides, so the narrower ones come first.
_STATUS_OF_KIND: tuple[tuple[type[Refused], int], ...] = (
    (BodyTooLarge, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE),
    (Malformed, status.HTTP_400_BAD_REQUEST),
    (Invalid, status.HTTP_406_NOT_ACCEPTABLE),
    (NotFound, status.HTTP_404_NOT_FOUND),
    (Forbidden, status.HTTP_403_FORBIDDEN),
    (Conflict, status.HTTP_409_CONFLICT),
    (Unavailable, status.HTTP_503_SERVICE_UNAVAILABLE),
    (Refused, status.HTTP_409_CONFLICT),
)
_OF_ONE_ROW = {"PATCH", "DELETE"}
_MISSING = {"required", "null", "blank"}
_PASSWORD = "password"  # noqa: S105 - what the names of such fields have in common

# Where the next page of a list begins; absent after the last.
NEXT_CURSOR = "X-Next-Cursor"

INTERNAL_ERROR = "Internal server error"
UNAUTHORIZED = "Unauthorized"
TOO_MANY = "Too many requests. Try again in a minute."
UNKNOWN_ROUTE = "Missing Authentication Token"


class EitherSlashRouter(SimpleRouter):
    """Routes every path with and without a trailing slash, never by redirect."""

    def __init__(self) -> None:
        super().__init__()
        self.trailing_slash = "/?"


class TakesBody(APIView):
    """A view whose routes are sent the bodies that their descriptions name."""

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body of the current route; the browsable forms ask for it too."""
        method = (self.request.method or "").lower()
        route = getattr(self, getattr(self, "action_map", {}).get(method, method))
        body: type[serializers.Serializer[Any]] = route.body or serializers.Serializer
        return body(*args, **kwargs)

    def sent(self, request: Request) -> Any:
        """Return the body that was sent, validated by its serializer, or refuse it."""
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        return body


class RowsViewSet(TakesBody, ViewSet):
    """Views of a kind of rows, each at an address of its own.

    To change or delete a row that the address does not name is refused in words.
    Source: contract section 0, missingIdQueryResponse.
    """

    kind: ClassVar[str]

    def http_method_not_allowed(
        self, request: Any, *args: Any, **kwargs: Any
    ) -> Response:
        """Say what is missing where the rest of the address is right."""
        if "list" in self.action_map.values() and request.method in _OF_ONE_ROW:
            raise IdMissing(self.kind)
        return super().http_method_not_allowed(request, *args, **kwargs)


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response:
    """Return the answer to whatever a view raised.

    - a refusal: the status of its kind, its sentence, its fact ``data``;
    - bad input found by a serializer: 406, naming the field;
    - what the framework refuses (token, method, media type, rate): its own status;
    - anything else: 500 that tells nothing, with a traceback in the log.
    """
    match error:
        case Refused():
            return _refused(error)
        case Http404():
            return _refused(Forbidden(UNKNOWN_ROUTE))
        case DjangoPermissionDenied():
            return _refused(Forbidden())
        case exceptions.ValidationError():
            return _invalid(error, context.get("request"))
        case exceptions.APIException():
            return _refused_by_framework(error)
    return _broken(error, context)


def status_of(error: Refused) -> int:
    """Return the status that a refusal is answered with."""
    return next(code for kind, code in _STATUS_OF_KIND if isinstance(error, kind))


def body_of(error: Refused) -> Body:
    """Return the body that a refusal is answered with."""
    body: Body = {"message": error.message}
    if "data" in error.facts:
        body["data"] = _without_passwords(error.facts["data"])
    return body


def _refused(error: Refused) -> Response:
    REFUSALS.add(error.code)
    response = Response(body_of(error), status=status_of(error))
    return postponed(response, error) if isinstance(error, Unavailable) else response


def postponed(response: R, outage: Unavailable) -> R:
    """Return an answer of 503 that says when to ask again, logged without its path."""
    response["Retry-After"] = str(outage.retry_after)
    response._has_been_logged = True  # type: ignore[attr-defined]
    logger.warning("api.unavailable code=%s", outage.code)
    return response


def _invalid(error: exceptions.ValidationError, request: Request | None) -> Response:
    REFUSALS.add(Invalid.code)
    field, detail = _first_problem(error.detail)
    if field is None:
        message = str(detail)
    elif getattr(detail, "code", None) in _MISSING:
        message = f"'{field}' is missing from the request body"
    else:
        message = f"'{field}' in the request body is invalid: {detail}"
    body: Body = {"message": message}
    if request is not None and isinstance(request.data, dict):
        body["data"] = _without_passwords(request.data)
    return Response(body, status=status.HTTP_406_NOT_ACCEPTABLE)


def _without_passwords(sent: Any) -> Any:
    """Return what a caller sent, without passwords, for an error to repeat."""
    return json.loads(
        json.dumps(sent),
        object_pairs_hook=lambda pairs: {
            name: value for name, value in pairs if _PASSWORD not in name.lower()
        },
    )


def _first_problem(detail: Any, field: str | None = None) -> tuple[str | None, Any]:
    """Return the outermost field that is wrong, if any, and the first thing said."""
    if isinstance(detail, Mapping):
        name, inner = next(iter(detail.items()))
        named = None if name == "non_field_errors" else str(name)
        return _first_problem(inner, named if field is None else field)
    if isinstance(detail, list):
        return _first_problem(detail[0], field)
    return field, detail


def _refused_by_framework(error: exceptions.APIException) -> Response:
    REFUSALS.add(error.default_code)
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(math.ceil(wait))
    match error:
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            message = UNAUTHORIZED
        case exceptions.Throttled():
            message = TOO_MANY
        case _:
            message = str(error.detail)
    return Response({"message": message}, status=error.status_code, headers=headers)


def _broken(error: Exception, context: dict[str, Any]) -> Response:
    """Answer a fault of ours, and log where it happened but nobody's address.

    The text of an exception often quotes a key, and a key is an e-mail address; so
    do the path and Django's own line about it. Only types and places are logged.
    """
    logger.error(
        "api.failed view=%s error=%s\n%s",
        type(context.get("view")).__name__,
        " from ".join(_types_of(error)),
        "".join(traceback.format_tb(error.__traceback__)),
    )
    response = Response(
        {"message": INTERNAL_ERROR}, status=status.HTTP_500_INTERNAL_SERVER_ERROR
    )
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _types_of(error: BaseException | None) -> list[str]:
    names = []
    while error is not None:
        names.append(type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return names
