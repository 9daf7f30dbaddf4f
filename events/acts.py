"""What is done to events, registrations and feedback."""

from core.audit.acts import ActKind


class EventAct(ActKind):
    """What is done to an event."""

    CREATE = "create event"
    DUPLICATE = "duplicate event"
    EDIT = "edit event"
    PUBLISH = "publish event"
    UNPUBLISH = "unpublish event"
    ARCHIVE = "archive event"
    UNARCHIVE = "bring back event"
    DELETE = "delete event"


class RegistrationAct(ActKind):
    """What is done to a registration, by its owner, an exec or the line itself."""

    REGISTER = "register"
    ANSWER = "answer again"
    CONFIRM = "confirm attendance"
    CANCEL = "cancel registration"
    MOVE = "change registration"
    CHECK_IN = "check in"
    PROMOTE = "promote from waitlist"
    EXPIRE = "seat hold ran out"
    DELETE = "delete registration"
