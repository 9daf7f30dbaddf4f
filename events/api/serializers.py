"""Bodies of the events' routes, and the one view of an event that they all answer."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.fields import Body
from core.openapi import AT, example
from events.queries import ChoiceCount, EventCounts
from events.questions import feedback_form, told_questions

_LISTS = (
    "registrationQuestions",
    "partnerRegistrationQuestions",
    "registrationQuestionsAlternate",
)
_FORMS = ("attendeeFeedbackQuestions", "partnerFeedbackQuestions")

QUESTION = {
    "questionId": "5f0c2b1e-6b64-4d47-9d44-0c1f5a7f0a11",
    "type": "WORKSHOP_SELECTION",
    "label": "Which workshop?",
    "required": True,
    "choices": "Design,Data",
    "participantCap": "30,40",
}

# An event, in examples.
EVENT = {
    "id": "blueprint",
    "year": 2026,
    "ename": "Blueprint",
    "description": "A day of talks and workshops.",
    "elocation": "AMS Nest",
    "startDate": "2026-11-20T17:00:00.000Z",
    "endDate": "2026-11-21T01:00:00.000Z",
    "deadline": "2026-11-18T07:59:00.000Z",
    "capac": 120,
    "pricing": {"members": 0, "nonMembers": 10},
    "isPublished": True,
    "isCompleted": False,
    "registrationQuestions": [QUESTION],
    "createdAt": AT,
    "updatedAt": AT,
}


class FreeSerializer(serializers.Serializer[Any]):
    """A body that the service judges, attribute by attribute."""

    def get_initial(self) -> Body:
        """Offer an empty form: a blank sent back would blank the attribute."""
        return {}


@example("A new name and more seats", ename="Blueprint 2026", capac=150)
@example("Published", isPublished=True)
class EventEditSerializer(FreeSerializer):
    """Attributes of an event to change; null removes one, all others stay.

    A name that is not listed is stored too when its value is a text, a number, a
    boolean or a list of them.
    """

    ename = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    partnerDescription = serializers.CharField(required=False)
    elocation = serializers.CharField(required=False)
    imageUrl = serializers.CharField(required=False)
    facebookUrl = serializers.CharField(required=False)
    startDate = serializers.CharField(
        required=False, help_text="ISO 8601; kept in UTC, as all dates are."
    )
    endDate = serializers.CharField(required=False)
    deadline = serializers.CharField(
        required=False, help_text="The last moment to register."
    )
    capac = serializers.IntegerField(required=False, help_text="Seats, from 0 on.")
    pricing = serializers.DictField(
        required=False,
        help_text="`members` and `nonMembers` in dollars; without the second, members"
        " only.",
    )
    isPublished = serializers.BooleanField(required=False)
    isCompleted = serializers.BooleanField(required=False)
    isArchived = serializers.BooleanField(
        required=False, help_text="Kept for its records, listed for execs alone."
    )
    isApplicationBased = serializers.BooleanField(required=False)
    nonBizTechAllowed = serializers.BooleanField(required=False)
    registrationQuestions = serializers.ListField(
        required=False,
        child=serializers.DictField(),
        help_text="Replaces the whole list. `choices` is comma text or a list,"
        " `participantCap` a number or one for each choice, with commas in between.",
    )
    partnerRegistrationQuestions = serializers.ListField(
        required=False, child=serializers.DictField()
    )
    attendeeFeedbackEnabled = serializers.BooleanField(required=False)
    partnerFeedbackEnabled = serializers.BooleanField(required=False)
    attendeeFeedbackQuestions = serializers.ListField(
        required=False,
        child=serializers.DictField(),
        help_text="Replaces the whole list; `overall-rating` stays the first question.",
    )
    partnerFeedbackQuestions = serializers.ListField(
        required=False, child=serializers.DictField()
    )
    feedbackDeadline = serializers.CharField(
        required=False, help_text="The last moment for feedback; without it, no end."
    )


@example(
    "An event",
    **{name: EVENT[name] for name in EVENT if not name.endswith("edAt")},
)
@example("A draft", id="blueprint", year=2027, capac=100)
class NewEventSerializer(EventEditSerializer):
    """A new event: its id, its year, its seats, and whatever is known of it."""

    id = serializers.CharField(
        help_text="Lower-case letters, digits and hyphens; part of its address."
    )
    year = serializers.IntegerField()
    capac = serializers.IntegerField(help_text="Seats; 0 is a number of seats.")


@example("An event", **EVENT)
class EventSerializer(serializers.Serializer[Any]):
    """An event; rows may hold more, and rows of former years less."""

    id = serializers.CharField()
    year = serializers.IntegerField()


@example(
    "Created",
    message="Created event with id blueprint for the year 2026!",
    response={},
    item=EVENT,
)
class CreatedEventSerializer(serializers.Serializer[Any]):
    """The event that was created."""

    message = serializers.CharField()
    response = serializers.DictField(help_text="Always empty.")
    item = EventSerializer()


def event_body(stored: Mapping[str, Any]) -> Body:
    """Return attributes of an event as answers tell them, from a row's plain values."""
    told = dict(stored)
    told |= {name: told_questions(stored[name]) for name in _LISTS if name in stored}
    told |= {name: feedback_form(stored[name]) for name in _FORMS if name in stored}
    return told


# What ``?count=true`` answers, in examples.
COUNTS = {
    "registeredCount": 80,
    "checkedInCount": 12,
    "waitlistCount": 3,
    "dynamicCounts": [
        {
            "questionId": QUESTION["questionId"],
            "counts": [
                {"label": "Design", "count": 30, "cap": 30},
                {"label": "Data", "count": 21, "cap": 40},
            ],
        }
    ],
    "acceptedCount": 0,
    "incompleteCount": 4,
    "seatsTaken": 96,
    "capac": 120,
}


def counts_body(counts: EventCounts, *, capacity: int | None) -> Body:
    """Return how many people stand where, as clients read it."""
    return {
        "registeredCount": counts.registered,
        "checkedInCount": counts.checked_in,
        "waitlistCount": counts.waitlist,
        "dynamicCounts": _by_question(counts.choices),
        "acceptedCount": counts.accepted,
        "incompleteCount": counts.incomplete,
        "seatsTaken": counts.seats_taken,
        "capac": capacity,
    }


def _by_question(choices: tuple[ChoiceCount, ...]) -> list[Body]:
    told: dict[str, list[Body]] = {}
    for each in choices:
        count = {"label": each.label, "count": each.count, "cap": each.limit}
        told.setdefault(each.question_id, []).append(count)
    return [{"questionId": one, "counts": counts} for one, counts in told.items()]
