"""What events and registrations say no to."""

from core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Unavailable,
)
from events.models import Registration
from events.statuses import Status, is_under_review


class EventUnknown(NotFound):
    """There is no such event."""

    code = "event_unknown"

    def __init__(self, event_id: str, year: int) -> None:
        super().__init__(
            f"Event with id '{event_id}' and year '{year}' could not be found."
        )


class AlreadyRegistered(Malformed):
    """Somebody is registered already, in a status that nobody leaves by registering."""

    code = "already_registered"

    def __init__(self) -> None:
        super().__init__("You are already registered for this event!")


class RegistrationUnknown(Conflict):
    """There is no registration to change; clients branch on a conflict."""

    code = "registration_unknown"

    def __init__(self) -> None:
        super().__init__("There is no registration of this address for this event.")


class RegistrationGone(NotFound):
    """There is no registration to delete."""

    code = "registration_gone"

    def __init__(self) -> None:
        super().__init__("There is no registration of this address for this event.")


class CannotDelete(Forbidden):
    """Somebody who came to the event stays in its records."""

    code = "cannot_delete"

    def __init__(self) -> None:
        super().__init__(
            "You have been checked in at this event, so only an exec can delete this"
            " registration."
        )


class NotOpen(Forbidden):
    """The event does not take registrations: a draft, or its deadline has passed."""

    code = "not_open"


class MembersOnly(Forbidden):
    """The event is for members alone."""

    code = "members_only"

    def __init__(self) -> None:
        super().__init__(
            "This event is for members only. Become a member first, then register."
        )


class AccountNeeded(Forbidden):
    """The event is for people who have an account."""

    code = "account_needed"

    def __init__(self) -> None:
        super().__init__(
            "This event is for people with an account. Sign up first, then register."
        )


class EventFull(Conflict):
    """No seat is free."""

    code = "event_full"

    def __init__(
        self, way_out: str = "An exec can go over capacity by saying so."
    ) -> None:
        super().__init__(f"All seats of this event are taken. {way_out}")


class ChoiceFull(Conflict):
    """A choice cannot be made any more."""

    code = "choice_full"

    def __init__(self, label: str) -> None:
        super().__init__(f"'{label}' is full. Please choose something else.")


class CannotMove(Conflict):
    """A registration does not go from its status to that one."""

    code = "cannot_move"

    def __init__(self, registration: Registration, to: str) -> None:
        held_up = to == Status.CHECKED_IN and is_under_review(registration)
        is_now = registration.application_status if held_up else registration.status
        super().__init__(
            f"A registration that is '{is_now or ''}' cannot become '{to}'."
        )
        self.registration = registration


class AlreadyCheckedIn(Conflict):
    """They are in already."""

    code = "already_checked_in"

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            "They are already checked in.", checkedInAt=registration.checked_in_at
        )
        self.registration = registration


class UnknownStatus(Invalid):
    """No registration has such a status."""

    code = "unknown_status"

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"'{value}' is not a value of {name}.")


class EventHasRegistrations(Conflict):
    """An event that somebody registered for is not deleted."""

    code = "event_has_registrations"

    def __init__(self) -> None:
        super().__init__(
            "Somebody has registered for this event, so it cannot be deleted. Archive"
            " it instead."
        )


class NoTicket(Invalid):
    """What was scanned is no ticket."""

    code = "no_ticket"

    def __init__(self) -> None:
        super().__init__(
            "This code is not a ticket of ours. Look the person up by name instead."
        )


class ReadUnclear(Malformed):
    """Nobody can tell which registrations are meant."""

    code = "read_unclear"


class QuestionRefused(Invalid):
    """A question cannot be asked so."""

    code = "question_refused"


class AnswerRefused(Invalid):
    """An answer is none to its question."""

    code = "answer_refused"


class EventHasFeedback(Conflict):
    """An event that somebody gave feedback on is not deleted."""

    code = "event_has_feedback"

    def __init__(self) -> None:
        super().__init__(
            "Somebody has given feedback on this event, so it cannot be deleted."
            " Archive it instead."
        )


class YearNotANumber(Invalid):
    """The year in the address is none."""

    code = "year_not_a_number"

    def __init__(self) -> None:
        super().__init__("Year path parameter must be a number")


class OneAtATime(Invalid):
    """Two answers were asked for at once."""

    code = "one_at_a_time"

    def __init__(self) -> None:
        super().__init__("Only one true parameter is permissible at a time")


class EventExists(Conflict):
    """There is an event of that id in that year."""

    code = "event_exists"

    def __init__(self, event: str) -> None:
        super().__init__(
            "A database entry with the same 'event id and year' already exists!",
            data=event,
        )


class EventFieldRefused(Invalid):
    """An attribute of an event cannot be that; ``why`` says it without its name."""

    code = "event_field_refused"

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"'{name}' in the request body is invalid: {why}")
        self.name = name
        self.why = why


class EventFieldMissing(Invalid):
    """An event needs that attribute."""

    code = "event_field_missing"

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' is missing from the request body")
        self.name = name


class UnknownForm(Malformed):
    """There is no such feedback form."""

    code = "unknown_form"

    def __init__(self) -> None:
        super().__init__("Feedback formType must be either 'attendee' or 'partner'.")


class FormNotEnabled(Forbidden):
    """The feedback form is not open."""

    code = "form_not_enabled"

    def __init__(self, form_type: str) -> None:
        super().__init__(
            f"The {form_type} feedback form is not enabled for this event."
        )


class FormClosed(Forbidden):
    """The last moment for feedback has passed."""

    code = "form_closed"

    def __init__(self, form_type: str) -> None:
        super().__init__(
            f"The {form_type} feedback form of this event is closed. Thank you for"
            " coming."
        )


class RespondentRefused(Invalid):
    """Who sent the feedback cannot be called so."""

    code = "respondent_refused"


class KeyUsed(Conflict):
    """Other feedback came with that key before."""

    code = "key_used"

    def __init__(self) -> None:
        super().__init__(
            "Other feedback was sent with this Idempotency-Key. Send this with a new"
            " one."
        )


class NoPlaceForImages(Unavailable):
    """This installation keeps no pictures of events."""

    code = "no_place_for_images"

    def __init__(self) -> None:
        super().__init__(
            "Pictures cannot be uploaded here yet. Save the address of a picture on the"
            " web instead, or set EVENT_IMAGES_BUCKET."
        )


class NoSuchImage(NotFound):
    """There is no picture of an event at that address."""

    code = "no_such_image"

    def __init__(self) -> None:
        super().__init__("There is no picture at this address.")
