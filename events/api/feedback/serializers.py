"""Bodies of the feedback routes, and the view of a form that they answer."""

from typing import Any

from rest_framework import serializers

from core.fields import Body
from core.openapi import AT, example
from events.questions import OVERALL_RATING
from events.services.feedback import FeedbackForm

# What of an event stands above its forms.
_OF_EVENT = (
    "id",
    "year",
    "ename",
    "description",
    "partnerDescription",
    "imageUrl",
    "endDate",
    "isCompleted",
)

SUBMISSION = {
    "id": "0d5f6c6e-4d4c-5a35-8f0e-2f1c38a8a7d1",
    "eventID": "blueprint",
    "year": 2026,
    "formType": "attendee",
    "eventIDYear": "blueprint;2026",
    "eventFormKey": "blueprint;2026;attendee",
    "responses": {"overall-rating": 9},
    "submittedAt": AT,
    "createdAt": AT,
    "updatedAt": AT,
}


@example(
    "A form",
    event={"id": "blueprint", "year": 2026, "ename": "Blueprint"},
    formType="attendee",
    enabled=True,
    feedbackQuestions=[OVERALL_RATING.as_feedback()],
)
class FeedbackFormSerializer(serializers.Serializer[Any]):
    """A feedback form."""

    event = serializers.DictField(help_text="What stands above the form.")
    formType = serializers.CharField()
    enabled = serializers.BooleanField(help_text="Whether it takes answers now.")
    feedbackQuestions = serializers.ListField(child=serializers.DictField())


@example("A rating", responses={"overall-rating": 9})
@example(
    "With a name",
    responses={"overall-rating": 7},
    respondentName="Amira",
    respondentEmail="amira@student.ubc.ca",
    nonce="5f0c2b1e-6b64-4d47-9d44-0c1f5a7f0a11",
)
class SubmissionSerializer(serializers.Serializer[Any]):
    """What somebody answers; other names are ignored."""

    responses = serializers.DictField(
        help_text="By `questionId`: a text, a number of a scale, or a list of choices."
    )
    respondentName = serializers.CharField(required=False, allow_blank=True)
    respondentEmail = serializers.CharField(required=False, allow_blank=True)
    nonce = serializers.CharField(
        required=False,
        help_text="In the place of the header `Idempotency-Key`, for clients that set"
        " no headers.",
    )

    def get_initial(self) -> Body:
        """Offer an empty form."""
        return {}


@example(
    "Sent", message="Feedback submitted successfully.", id="0d5f6c6e-4d4c-5a35-8f0e"
)
class SubmittedSerializer(serializers.Serializer[Any]):
    """The id under which feedback is kept."""

    message = serializers.CharField()
    id = serializers.CharField()


@example("One submission", count=1, submissions=[SUBMISSION])
class SubmissionsSerializer(serializers.Serializer[Any]):
    """What a form was answered, the newest first."""

    count = serializers.IntegerField()
    submissions = serializers.ListField(child=serializers.DictField())


def form_body(form: FeedbackForm) -> Body:
    """Return a form as clients read it."""
    event = form.event.plain()
    return {
        "event": {name: event[name] for name in _OF_EVENT if name in event},
        "formType": form.type,
        "enabled": form.is_open,
        "feedbackQuestions": form.questions,
    }
