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
