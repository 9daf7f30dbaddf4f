"""What meeting people refuses."""

from core.errors import Conflict, Invalid, Malformed, NotFound


class NotAMember(NotFound):
    """Somebody without a membership wants to meet people."""

    code = "not_a_member"

    def __init__(self) -> None:
        super().__init__(
            "You have no membership of this year yet, and only members can connect."
            " Become a member first."
        )


class NoProfile(NotFound):
    """A member without a profile wants to meet people."""

    code = "no_profile"

    def __init__(self) -> None:
        super().__init__(
            "You have no profile yet, so nobody can connect with you. Create your"
            " profile first."
        )


class CannotConnectWithYourself(Malformed):
    """Somebody tapped their own card."""

    code = "cannot_connect_with_yourself"

    def __init__(self) -> None:
        super().__init__("Cannot connect with yourself")


class AlreadyConnected(Conflict):
    """The two know each other already."""

    code = "already_connected"

    def __init__(self) -> None:
        super().__init__("Connection has already been made")


class NotConnected(NotFound):
    """There is no connection to end."""

    code = "not_connected"

    def __init__(self) -> None:
        super().__init__("You are not connected with this person.")


class ThatIsYou(Malformed):
    """Somebody asks whether they are connected with themselves."""

    code = "that_is_you"

    def __init__(self) -> None:
        super().__init__("cannot be connected to yourself")


class UnknownInteraction(Malformed):
    """The interaction asked for is none of those that there are."""

    code = "unknown_interaction"

    def __init__(self) -> None:
        super().__init__("interactionType argument does not match known case")


class InvalidYear(Invalid):
    """The year of an event is none."""

    code = "invalid_year"

    def __init__(self) -> None:
        super().__init__("'year' must be a year such as 2026.")


class UnknownFormat(Invalid):
    """There is no such kind of file."""

    code = "unknown_format"

    def __init__(self, *formats: str) -> None:
        super().__init__(f"'format' must be {' or '.join(formats)}.")


class MessageTooLong(Invalid):
    """A message does not fit on the wall."""

    code = "message_too_long"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"'message' is too long for the wall: use at most {most} characters."
        )


class AdditionUnknown(Invalid):
    """There is nothing of that kind to show beside the connections."""

    code = "addition_unknown"

    def __init__(self) -> None:
        super().__init__(
            "'code' is unknown: choose from what the page of the wall lists."
        )


class ReplayLength(Invalid):
    """A time lapse is too short or too long."""

    code = "replay_length"

    def __init__(self, shortest: int, longest: int) -> None:
        super().__init__(
            f"'takes' is out of range: let the replay take {shortest // 1000} to"
            f" {longest // 1000} seconds."
        )


class NothingToReplay(Invalid):
    """There is nothing in the log of that evening."""

    code = "nothing_to_replay"

    def __init__(self) -> None:
        super().__init__("Nobody has met at this event yet, so there is no replay.")


class SecondsUnreadable(Invalid):
    """How far back to look is not a number."""

    code = "seconds_unreadable"

    def __init__(self, given: str) -> None:
        super().__init__(
            "'sinceSec' is not a number. Give the seconds to look back, such as 300.",
            data=given,
        )
