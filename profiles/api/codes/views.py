"""The codes' routes: one code for everybody who scans it, all of them for execs."""

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from django.http import HttpResponseBase, JsonResponse
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.clock import now_ms
from core.errors import NotFound
from core.fields import LARGEST_YEAR, Body
from core.identity.users import Caller
from events.models import event_key
from profiles.api.codes.descriptions import (
    described,
    edit_described,
    remove_described,
)
from profiles.api.codes.serializers import (
    CodeEditSerializer,
    CodeSerializer,
    open_code,
)
from profiles.queries import all_codes, find_code
from profiles.services import create_code, delete_code, edit_code

# Longer ids than any that exists never reach the database.
CODE = r"(?P<qr_id>[^/]{1,200})/(?P<event_id>[^/]{1,200})/(?P<year>[^/]{1,200})"


@described
class CodesViewSet(ViewSet):
    """Codes to be scanned at events; execs alone unless a route says otherwise."""

    bodies: ClassVar[dict[str, type[serializers.Serializer[Any]]]] = {
        "create": CodeSerializer,
        "edit": CodeEditSerializer,
    }

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        return [AllowAny()] if self.action == "code" else super().get_permissions()

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body of the current route; the browsable forms ask for it too."""
        return self.bodies.get(self.action, CodeEditSerializer)(*args, **kwargs)

    def list(self, request: Request) -> Response:
        """Answer every code as a bare array."""
        return Response([code.plain() for code in all_codes()])

    def create(self, request: Request) -> Response:
        """Create a code of an event."""
        values = self._body(request)
        qr_id, event_id, year = (values.pop(n) for n in ("id", "eventID", "year"))
        created = create_code(
            qr_id,
            event_id=event_id,
            year=year,
            values=values,
            actor=_caller(request).email,
            now=now_ms(),
        )
        event = event_key(event_id, year)
        return Response(
            {
                "message": f"Create QR with id {qr_id} for the event {event}!",
                "response": {},
                "item": created.row,
            },
            status=status.HTTP_201_CREATED,
        )

    @action(detail=False, methods=["get"], url_path=CODE)
    def code(
        self, request: Request, qr_id: str, event_id: str, year: str
    ) -> HttpResponseBase:
        """Answer a code, ``null`` for none; e-mails in it are for execs alone."""
        of_year = _known_year(year)
        found = (
            None
            if of_year is None
            else find_code(qr_id, event_id=event_id, year=of_year)
        )
        if found is None:
            # The framework would answer nothing at all, which is no JSON.
            return JsonResponse(None, safe=False)
        row = found.plain()
        return Response(row if _caller(request).is_exec else open_code(row))

    @code.mapping.patch
    @edit_described
    def edit(self, request: Request, qr_id: str, event_id: str, year: str) -> Response:
        """Change some of what is given of a code; all else stays."""
        edited = edit_code(
            qr_id,
            event_id=event_id,
            year=_year(qr_id, event_id, year),
            values=self._body(request),
            actor=_caller(request).email,
            now=now_ms(),
        )
        return _done("Updated", qr_id, event_key(event_id, year), edited.changed)

    @code.mapping.delete
    @remove_described
    def remove(
        self, request: Request, qr_id: str, event_id: str, year: str
    ) -> Response:
        """Delete a code."""
        removed = delete_code(
            qr_id,
            event_id=event_id,
            year=_year(qr_id, event_id, year),
            actor=_caller(request).email,
            now=now_ms(),
        )
        return _done("Deleted", qr_id, event_key(event_id, year), removed.row)

    def _body(self, request: Request) -> Body:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)


def _caller(request: Request) -> Caller:
    return cast("Caller", request.user)


def _known_year(text: str) -> int | None:
    """Return the year in a path, None for what is none."""
    is_year = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_YEAR))
    return int(text) if is_year else None


def _year(qr_id: str, event_id: str, text: str) -> int:
    """Return the year in a path, or refuse as an unknown code."""
    year = _known_year(text)
    if year is None:
        raise _unknown(qr_id, event_id, text)
    return year


def _unknown(qr_id: str, event_id: str, year: str) -> NotFound:
    return NotFound.of_pair("QR", qr_id, event_key(event_id, year))


def _done(verb: str, qr_id: str, event: str, attributes: Body) -> Response:
    message = f"{verb} QR with id {qr_id} for the event {event}!"
    return Response({"message": message, "response": {"Attributes": attributes}})
