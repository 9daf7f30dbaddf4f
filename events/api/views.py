"""The events' routes: open to read, execs' to change."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.http import HttpResponseBase, JsonResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import RowsViewSet
from core.clock import now_ms
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsExec, caller_of
from core.openapi import AT, answer, changed, described
from events.api.addresses import BY_EVENT, year_in
from events.api.serializers import (
    COUNTS,
    EVENT,
    CreatedEventSerializer,
    EventEditSerializer,
    EventSerializer,
    NewEventSerializer,
    counts_body,
    event_body,
)
from events.errors import (
    EventExists,
    EventFieldRefused,
    EventHasFeedback,
    EventHasRegistrations,
    OneAtATime,
    QuestionRefused,
    YearNotANumber,
)
from events.queries import (
    active_event,
    counts_of,
    required_event,
    users_registered,
    visible_events,
)
from events.services.editing import create_event, delete_event, edit_event

UNKNOWN_EVENT = NotFound.of_pair("event", "blueprint", "2026")
_EVENT_OR_NULL = {"oneOf": [{"$ref": "#/components/schemas/Event"}, {"type": "null"}]}
_ONE_OF_THREE = {
    "oneOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]
}


class EventsViewSet(RowsViewSet):
    """Events: everybody finds the published ones, execs write them."""

    kind = "event"

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        is_open = self.action in ("list", "active", "retrieve")
        if is_open and not _asks(self.request, "users"):
            return [AllowAny()]
        return [IsExec()]

    @described(
        "events_list",
        {200: EventSerializer(many=True)},
        YearNotANumber,
        parameters=[
            OpenApiParameter("id", str, description="Only events of this id."),
            OpenApiParameter("year", str, description="Only events of this year."),
        ],
    )
    def list(self, request: Request) -> Response:
        """The events.

        A bare array in the order in which they begin. Drafts and archived events are
        for executives. An optional token that is not valid is refused.
        """
        event_id, year = (request.query_params.get(name) for name in ("id", "year"))
        wanted = None if year is None else year_in(year)
        return Response(
            [
                event_body(event.plain())
                for event in visible_events(to_exec=caller_of(request).is_exec)
                if event_id in (None, event.id) and wanted in (None, event.year)
            ]
        )

    @described(
        "events_create",
        {201: CreatedEventSerializer},
        Forbidden,
        EventExists("blueprint;2026"),
        QuestionRefused("attendeeFeedbackQuestions must be an array."),
        body=NewEventSerializer,
    )
    def create(self, request: Request) -> Response:
        """Create an event.

        Questions without a `questionId` get one. Both feedback forms begin with the
        rating, and are closed unless they are sent as open. `isCompleted` is ignored.
        """
        created = create_event(
            _sent(request), actor=caller_of(request).email, now=now_ms()
        )
        event_id, year = created.row["id"], created.row["year"]
        return Response(
            {
                "message": f"Created event with id {event_id} for the year {year}!",
                "response": {},
                "item": event_body(created.row),
            },
            status=status.HTTP_201_CREATED,
        )

    @described(
        "events_active",
        {200: answer(_EVENT_OR_NULL, "The event, or null.", EVENT)},
    )
    def active(self, request: Request) -> HttpResponseBase:
        """The event that is on.

        Of published events the one that began last and has not ended; `null` between
        events.
        """
        event = active_event(now=now_ms())
        # The framework renders nothing for what is null.
        return JsonResponse(event_body(event.plain()) if event else None, safe=False)

    @described(
        "events_read",
        {
            200: answer(
                _ONE_OF_THREE, "The event, its counts, or who is registered.", COUNTS
            )
        },
        Forbidden,
        UNKNOWN_EVENT,
        YearNotANumber,
        OneAtATime,
        parameters=[
            *BY_EVENT,
            OpenApiParameter(
                "count",
                str,
                description="`true`: how many people stand where, in place of the"
                " event.",
                examples=[OpenApiExample("Counts", value="true")],
            ),
            OpenApiParameter(
                "users",
                str,
                description="`true`: for executives, the accounts of who is registered,"
                " in place of the event.",
            ),
        ],
    )
    def retrieve(self, request: Request, event_id: str, year: str) -> Response:
        """An event.

        Drafts too, to whoever has the address.
        """
        counts, users = (_asks(request, name) for name in ("count", "users"))
        if counts and users:
            raise OneAtATime
        event = required_event(event_id, year_in(year))
        if counts:
            return Response(counts_body(counts_of(event), capacity=event.room))
        if users:
            return Response(users_registered(event_id, int(event.year)))
        return Response(event_body(event.plain()))

    @described(
        "events_edit",
        {
            200: changed(
                "Updated event with id blueprint and year 2026!",
                {"capac": 150, "updatedAt": AT},
            )
        },
        Forbidden,
        UNKNOWN_EVENT,
        YearNotANumber,
        EventFieldRefused("capac", "expected a whole number from 0 to 100000."),
        QuestionRefused("attendeeFeedbackQuestions must be an array."),
        parameters=BY_EVENT,
        body=EventEditSerializer,
    )
    def partial_update(self, request: Request, event_id: str, year: str) -> Response:
        """Change attributes of an event.

        What is not sent stays. `id`, `year`, `createdAt` and `updatedAt` are ignored.
        """
        of_year = year_in(year)
        edited = edit_event(
            event_id,
            of_year,
            _sent(request),
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return Response(
            {
                "message": f"Updated event with id {event_id} and year {of_year}!",
                "response": {"Attributes": event_body(edited.changed)},
            }
        )

    @described(
        "events_delete",
        {200: changed("Deleted event with id 'blueprint' for the year 2026!", EVENT)},
        Forbidden,
        UNKNOWN_EVENT,
        YearNotANumber,
        EventHasRegistrations,
        EventHasFeedback,
        parameters=BY_EVENT,
    )
    def destroy(self, request: Request, event_id: str, year: str) -> Response:
        """Delete an event that nobody registered for and nobody gave feedback on."""
        of_year = year_in(year)
        deleted = delete_event(
            event_id, of_year, actor=caller_of(request).email, now=now_ms()
        )
        return Response(
            {
                "message": (
                    f"Deleted event with id '{event_id}' for the year {of_year}!"
                ),
                "response": {"Attributes": event_body(deleted.row)},
            }
        )


def _asks(request: Any, name: str) -> bool:
    return bool(getattr(request, "query_params", {}).get(name) == "true")


def _sent(request: Request) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", request.data)
