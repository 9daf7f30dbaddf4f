"""Events, registrations and feedback.

* ``biztechEvents``: key ``id`` and ``year`` (a number). Questions: one event; all years
  of an event id; all events (a scan of some dozens of rows).
* ``biztechRegistrations``: key ``id`` = e-mail and ``eventID;year``; index
  ``event-query`` by ``eventID;year``, then ``id``. Questions: a person's registration;
  a person's registrations; everyone registered for an event.
* ``biztechEventFeedback``: key ``id``, a uuid; index ``event-form-query`` by
  ``eventFormKey``, then ``submittedAt``. Question: the submissions of a form.
* ``biztechTeams``: key ``id``, a uuid, and ``eventID;year``; index ``event-query``
  (ours) by ``eventID;year``, then ``id``. Questions: a team; the teams of an event.
"""

import re
from typing import Any

from django.utils import timezone
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from core.clock import moment, moment_in
from core.dynamo.attributes import Amount, AsStored, Flag, Text, Whole, WholeKey
from core.dynamo.base import Binding, Entity, Key

_SEPARATOR = ";"
_EVENT_KEY = re.compile(rf"[^{_SEPARATOR}]+{_SEPARATOR}[0-9]{{4}}")


def event_key(event_id: str, year: int | str) -> str:
    """Return the one text that names an event of a year, "blueprint;2026"."""
    return f"{event_id}{_SEPARATOR}{year}"


def event_id_of(key: str) -> str:
    """Return the event id in such a text."""
    return key.partition(_SEPARATOR)[0]


def event_of(key: str) -> tuple[str, int]:
    """Return the event id and the year in such a text."""
    event_id, _, year = key.rpartition(_SEPARATOR)
    return event_id, int(year)


def is_event_key(text: str) -> bool:
    """Tell whether a text names an event of a year."""
    return bool(_EVENT_KEY.fullmatch(text))


def _texts(stored: Any) -> list[str]:
    many = stored if isinstance(stored, list | set | tuple) else ()
    return list(dict.fromkeys(str(each) for each in many))


class Event(Entity):
    """An event of one year."""

    class Meta(Binding):
        base_name = "biztechEvents"

    id = UnicodeAttribute(hash_key=True)
    year = WholeKey(range_key=True)
    name = Text(attr_name="ename", null=True)
    description = Text(null=True)
    partner_description = Text(attr_name="partnerDescription", null=True)
    place = Text(attr_name="elocation", null=True)
    image_url = Text(attr_name="imageUrl", null=True)
    start_date = Text(attr_name="startDate", null=True)
    end_date = Text(attr_name="endDate", null=True)
    # The last moment to register.
    deadline = Text(null=True)
    # How many people there is room for; without it there is no limit.
    capacity = Whole(attr_name="capac", null=True)
    # In dollars: ``{"members", "nonMembers"}``; without the second, members only.
    pricing = AsStored(null=True)
    is_published = Flag(attr_name="isPublished", null=True)
    is_completed = Flag(attr_name="isCompleted", null=True)
    # Ours: kept for its records, shown to execs alone.
    is_archived = Flag(attr_name="isArchived", null=True)
    is_application_based = Flag(attr_name="isApplicationBased", null=True)
    open_to_others = Flag(attr_name="nonBizTechAllowed", null=True)
    # Ours: how many people a team has at most; none: as many as come.
    team_size = Whole(attr_name="teamSize", null=True)
    questions = AsStored(attr_name="registrationQuestions", null=True)
    partner_questions = AsStored(attr_name="partnerRegistrationQuestions", null=True)
    attendee_feedback_enabled = Flag(attr_name="attendeeFeedbackEnabled", null=True)
    partner_feedback_enabled = Flag(attr_name="partnerFeedbackEnabled", null=True)
    attendee_feedback_questions = AsStored(
        attr_name="attendeeFeedbackQuestions", null=True
    )
    partner_feedback_questions = AsStored(
        attr_name="partnerFeedbackQuestions", null=True
    )
    # Ours: the last moment for feedback, ISO like the other dates; none: no end.
    feedback_deadline = Text(attr_name="feedbackDeadline", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)

    @staticmethod
    def key(event_id: str, year: int) -> Key:
        """Return the key of an event of a year."""
        return event_id, str(year)

    @property
    def starts_at(self) -> int | None:
        """When it begins, in ms; None when the row does not say."""
        return moment_in(self.start_date)

    @property
    def ends_at(self) -> int | None:
        """When it ends, in ms; None when the row does not say."""
        return moment_in(self.end_date)

    @property
    def room(self) -> int | None:
        """How many people there is room for; None when the row does not say."""
        capacity: Any = self.capacity
        return None if capacity is None else int(capacity)

    @property
    def closes_at(self) -> int | None:
        """The last moment to register, in ms; None when the row does not say."""
        return moment_in(self.deadline)

    @property
    def event_key(self) -> str:
        """The one text that names it."""
        return event_key(str(self.id), int(self.year))

    @property
    def title(self) -> str:
        """What people call it, with its year."""
        return f"{self.name or self.id} {int(self.year)}"

    def is_day_of(self, ms: int) -> bool:
        """Tell whether a moment is on a day of it, as days are where the club is."""
        begins = self.starts_at
        if begins is None:
            return False
        first, day, last = (
            timezone.localdate(moment(each))
            for each in (begins, ms, self.ends_at or begins)
        )
        return first <= day <= last


class EventIndex(GlobalSecondaryIndex[Any]):
    """Registrations by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    id = UnicodeAttribute(range_key=True)


class Registration(Entity):
    """One person's registration for an event."""

    class Meta(Binding):
        base_name = "biztechRegistrations"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    status = Text(attr_name="registrationStatus", null=True)
    application_status = Text(attr_name="applicationStatus", null=True)
    checkout_link = Text(attr_name="checkoutLink", null=True)
    fname = Text(null=True)
    student_id = Text(attr_name="studentId", null=True)
    is_partner = Flag(attr_name="isPartner", null=True)
    basic_information = AsStored(attr_name="basicInformation", null=True)
    answers = AsStored(attr_name="dynamicResponses", null=True)
    points = Whole(null=True)
    # In which team they are; nothing, or "" for who left one.
    team = Text(attr_name="teamID", null=True)
    # Ours, ms: until when a seat is kept for whoever has yet to pay; since when
    # somebody stands in line; when they came in.
    hold_until = Whole(attr_name="holdUntil", null=True)
    waiting_since = Whole(attr_name="waitingSince", null=True)
    checked_in_at = Whole(attr_name="checkedInAt", null=True)
    # Ours: which of the choices with a limit they chose, ``questionId:label`` each.
    limited_choices = AsStored(attr_name="limitedChoices", null=True)
    created_at = Whole(attr_name="createdAt", null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    by_event = EventIndex()

    @property
    def full_name(self) -> str:
        """What they are called, as far as they said."""
        said: Any = self.basic_information
        basic = said if isinstance(said, dict) else {}
        names = (basic.get("fname") or self.fname, basic.get("lname"))
        return " ".join(str(name).strip() for name in names if name)

    @property
    def choices(self) -> list[str]:
        """Which of the choices with a limit they chose."""
        chosen = self.limited_choices
        return [str(each) for each in chosen] if isinstance(chosen, list) else []

    @staticmethod
    def key(email: str, event_id: str, year: int) -> Key:
        """Return the key of a person's registration for an event."""
        return email, event_key(event_id, year)


class TeamsOfEventIndex(GlobalSecondaryIndex[Any]):
    """Teams by event."""

    class Meta:
        index_name = "event-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventID;year")
    id = UnicodeAttribute(range_key=True)


class Team(Entity):
    """A team of an event. Who is in it follows from the registrations' ``teamID``."""

    class Meta(Binding):
        base_name = "biztechTeams"

    id = UnicodeAttribute(hash_key=True)
    event = UnicodeAttribute(range_key=True, attr_name="eventID;year")
    name = Text(attr_name="teamName", null=True)
    # E-mail addresses, each once, in the order in which they came.
    member_ids = AsStored(attr_name="memberIDs", null=True)
    # Names as an older service left them; nobody brings them up to date.
    member_names = AsStored(attr_name="memberNames", null=True)
    points = Whole(null=True)
    points_spent = Whole(attr_name="pointsSpent", null=True)
    funding = Amount(null=True)
    # What it was given points for: questions, and codes that it scanned.
    scanned = AsStored(attr_name="scannedQRs", null=True)
    submission = Text(null=True)
    updated_at = Whole(attr_name="updatedAt", null=True)
    by_event = TeamsOfEventIndex()

    @property
    def members(self) -> list[str]:
        """The addresses of its members, each once."""
        return _texts(self.member_ids)

    @property
    def scans(self) -> list[str]:
        """What it was given points for."""
        return _texts(self.scanned)


class FeedbackIndex(GlobalSecondaryIndex[Any]):
    """Submissions of one form, by time."""

    class Meta:
        index_name = "event-form-query"
        projection = AllProjection()

    form = UnicodeAttribute(hash_key=True, attr_name="eventFormKey")
    submitted_at = NumberAttribute(range_key=True, attr_name="submittedAt")


class FeedbackOfEventIndex(GlobalSecondaryIndex[Any]):
    """Submissions of both forms of an event, by time."""

    class Meta:
        index_name = "event-year-query"
        projection = AllProjection()

    event = UnicodeAttribute(hash_key=True, attr_name="eventIDYear")
    submitted_at = NumberAttribute(range_key=True, attr_name="submittedAt")


class Feedback(Entity):
    """What one person thought of an event."""

    class Meta(Binding):
        base_name = "biztechEventFeedback"

    id = UnicodeAttribute(hash_key=True)
    event = Text(attr_name="eventIDYear", null=True)
    form = Text(attr_name="eventFormKey", null=True)
    form_type = Text(attr_name="formType", null=True)
    submitted_at = Whole(attr_name="submittedAt", null=True)
    # ``{questionId: answer}``
    responses = AsStored(null=True)
    respondent_name = Text(attr_name="respondentName", null=True)
    respondent_email = Text(attr_name="respondentEmail", null=True)
    by_form = FeedbackIndex()
    by_event = FeedbackOfEventIndex()

    @staticmethod
    def form_key(event_id: str, year: int, form_type: str) -> str:
        """Return the one text that names a form of an event."""
        return f"{event_key(event_id, year)}{_SEPARATOR}{form_type}"
