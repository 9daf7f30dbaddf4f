"""The feedback routes: everybody answers, execs read the answers."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden, InvalidEmail
from core.openapi import described, path_parameter
from core.throttling import FEEDBACK
from events.api.addresses import BY_EVENT, year_in
from events.api.feedback.serializers import (
    FeedbackFormSerializer,
    SubmissionSerializer,
    SubmissionsSerializer,
    SubmittedSerializer,
    form_body,
)
from events.api.views import UNKNOWN_EVENT
from events.errors import (
    AnswerRefused,
    FormClosed,
    FormNotEnabled,
    KeyUsed,
    UnknownForm,
    YearNotANumber,
)
from events.queries import feedback_of, required_event
from events.services.feedback import form_of, form_type_in, submit_feedback

_BY_FORM = [
    *BY_EVENT,
    path_parameter(
        "form_type", "`attendee` or `partner`, in any letter case.", example="attendee"
    ),
]


class FeedbackViewSet(TakesBody, ViewSet):
    """The two feedback forms of an event."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        is_open = self.action in ("form", "submit")
        return [AllowAny()] if is_open else super().get_permissions()

    @property
    def throttle_scope(self) -> str | None:
        """The purpose of the current route, if it has limits of its own."""
        return FEEDBACK if self.action == "submit" else None

    @described(
        "feedback_form",
        {200: FeedbackFormSerializer},
        UNKNOWN_EVENT,
        UnknownForm,
        YearNotANumber,
        parameters=_BY_FORM,
    )
    def form(
        self, request: Request, event_id: str, year: str, form_type: str
    ) -> Response:
        """A feedback form.

        Also while it takes no answers. Its first question is the rating.
        """
        wanted = form_type_in(form_type)
        event = required_event(event_id, year_in(year))
        return Response(form_body(form_of(event, wanted, now=now_ms())))

    @described(
        "feedback_submit",
        {201: SubmittedSerializer},
        UNKNOWN_EVENT,
        UnknownForm,
        YearNotANumber,
        FormNotEnabled("attendee"),
        FormClosed("attendee"),
        AnswerRefused(
            "Question 'Overall, how would you rate this event?' is required."
        ),
        InvalidEmail("Invalid email", data="zz"),
        KeyUsed,
        parameters=[
            *_BY_FORM,
            OpenApiParameter(
                "Idempotency-Key",
                str,
                OpenApiParameter.HEADER,
                description="What is sent again with the same key is kept once.",
            ),
        ],
        body=SubmissionSerializer,
    )
    def submit(
        self, request: Request, event_id: str, year: str, form_type: str
    ) -> Response:
        """Send feedback.

        Open to everybody while the form is. Name and e-mail are nobody's duty.
        """
        sent = cast("Mapping[str, Any]", request.data)
        nonce = request.headers.get("Idempotency-Key") or sent.get("nonce")
        kept = submit_feedback(
            event_id,
            year_in(year),
            form_type_in(form_type),
            sent,
            nonce=nonce if isinstance(nonce, str) else "",
            now=now_ms(),
        )
        return Response(
            {"message": "Feedback submitted successfully.", "id": kept.id},
            status=status.HTTP_201_CREATED,
        )

    @described(
        "feedback_submissions",
        {200: SubmissionsSerializer},
        Forbidden,
        UNKNOWN_EVENT,
        UnknownForm,
        YearNotANumber,
        parameters=_BY_FORM,
    )
    def submissions(
        self, request: Request, event_id: str, year: str, form_type: str
    ) -> Response:
        """What a form was answered.

        For executives: all of it, the newest first, with names and addresses.
        """
        wanted = form_type_in(form_type)
        event = required_event(event_id, year_in(year))
        found = feedback_of(event_id, int(event.year), wanted)
        return Response(
            {"count": len(found), "submissions": [each.plain() for each in found]}
        )
