"""The codes' routes: one code for everybody who scans it, all of them for execs."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase, JsonResponse
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api import TakesBody
from core.clock import now_ms
from core.errors import CannotUpdate, Forbidden, NotFound
from core.fields import LARGEST_YEAR, Body
from core.identity.permissions import caller_of
from core.openapi import AT, answer, changed, described, path_parameter
from events.models import event_key
from profiles.api.codes.serializers import (
    CODE,
    STORED,
    CodeEditSerializer,
    CodeSerializer,
    CreatedCodeSerializer,
    StoredCodeSerializer,
    open_code,
)
from profiles.errors import CodeExists, UnknownEvent
from profiles.queries import all_codes, find_code
from profiles.services import create_code, delete_code, edit_code

# Longer ids than any that exists never reach the database.
CODE_IN_PATH = r"(?P<qr_id>[^/]{1,200})/(?P<event_id>[^/]{1,200})/(?P<year>[^/]{1,200})"

_BY_PATH = [
    path_parameter("qr_id", "The code's id.", example="booth-1"),
    path_parameter("event_id", "The event's id.", example="blueprint"),
    path_parameter("year", "The event's year.", example="2026"),
]
_CODE_OR_NULL = {
    "oneOf": [{"$ref": "#/components/schemas/StoredCode"}, {"type": "null"}]
}


class CodesViewSet(TakesBody, ViewSet):
    """Codes to be scanned at events; execs alone unless a route says otherwise."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        return [AllowAny()] if self.action == "code" else super().get_permissions()

    @described("qr_list", {200: StoredCodeSerializer(many=True)}, Forbidden)
    def list(self, request: Request) -> Response:
        """All codes of all events.

        A bare array, by event.
        """
        return Response([code.plain() for code in all_codes()])

    @described(
        "qr_create",
        {201: CreatedCodeSerializer},
        Forbidden,
        UnknownEvent("blueprint", 2026),
        CodeExists("booth-2"),
        body=CodeSerializer,
    )
    def create(self, request: Request) -> Response:
        """Create a code of an event.

        Without more it is active, worth no points, and scanned once by each.
        """
        values = self.sent(request).validated_data
        qr_id, event_id, year = (values.pop(n) for n in ("id", "eventID", "year"))
        created = create_code(
            qr_id,
            event_id=event_id,
            year=year,
            values=values,
            actor=caller_of(request).email,
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

    @described(
        "qr_read",
        {200: answer(_CODE_OR_NULL, "The code, or null.", CODE)},
        parameters=_BY_PATH,
    )
    @action(detail=False, methods=["get"], url_path=CODE_IN_PATH)
    def code(
        self, request: Request, qr_id: str, event_id: str, year: str
    ) -> HttpResponseBase:
        """A code that was scanned.

        Open to everybody. E-mail addresses in `data`, and names in it that we do not
        know, are for executives. An unknown code is `null`. An optional token that is
        not valid is refused.
        """
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
        return Response(row if caller_of(request).is_exec else open_code(row))

    @described(
        "qr_edit",
        {
            200: changed(
                "Updated QR with id booth-1 for the event blueprint;2026!",
                {"isActive": False, "updatedAt": AT},
            )
        },
        Forbidden,
        NotFound.of_pair("QR", "booth-1", "blueprint;2026"),
        CannotUpdate("id"),
        parameters=_BY_PATH,
        body=CodeEditSerializer,
    )
    @code.mapping.patch
    def edit(self, request: Request, qr_id: str, event_id: str, year: str) -> Response:
        """Change a code.

        What is not sent stays; `data` is replaced as a whole.
        """
        edited = edit_code(
            qr_id,
            event_id=event_id,
            year=_year(qr_id, event_id, year),
            values=self.sent(request).validated_data,
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return _done("Updated", qr_id, event_key(event_id, year), edited.changed)

    @described(
        "qr_delete",
        {
            200: changed(
                "Deleted QR with id booth-1 for the event blueprint;2026!", STORED
            )
        },
        Forbidden,
        NotFound.of_pair("QR", "booth-1", "blueprint;2026"),
        parameters=_BY_PATH,
    )
    @code.mapping.delete
    def remove(
        self, request: Request, qr_id: str, event_id: str, year: str
    ) -> Response:
        """Delete a code."""
        removed = delete_code(
            qr_id,
            event_id=event_id,
            year=_year(qr_id, event_id, year),
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return _done("Deleted", qr_id, event_key(event_id, year), removed.row)


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
