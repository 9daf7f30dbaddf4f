"""What voting says no to."""

from core.errors import Conflict, Forbidden, Invalid, Malformed, NotFound


class RoomUnknown(NotFound):
    """There is no such room."""

    code = "voting_room_unknown"

    def __init__(self) -> None:
        super().__init__("Room not found")


class VotingClosed(Malformed):
    """Nobody votes now."""

    code = "voting_closed"

    def __init__(self) -> None:
        super().__init__("voting is not open")


class StickerUnknown(Malformed):
    """There is no such sticker."""

    code = "sticker_unknown"

    def __init__(self) -> None:
        super().__init__("unknown sticker")


class GoldenGiven(Conflict):
    """The one golden sticker of the room is given."""

    code = "golden_given"

    def __init__(self) -> None:
        super().__init__("Already submitted golden sticker.")


class StickersUsedUp(Conflict):
    """The team has all that one may give it."""

    code = "stickers_used_up"

    def __init__(self, most: int) -> None:
        super().__init__(f"Used up all {most} stickers")


class VotingEventUnknown(Malformed):
    """A room is not run in such a way."""

    code = "voting_event_unknown"

    def __init__(self) -> None:
        super().__init__("unrecognized event type")


class TeamNameRefused(Invalid):
    """Votes for a team are kept, and asked for, by its name."""

    code = "voting_team_name_refused"

    def __init__(self, longest: int) -> None:
        super().__init__(f"'team' takes a text of at most {longest} characters")


class ScoreTooLarge(Invalid):
    """A score is some numbers, no more."""

    code = "score_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(f"'score' takes an object of at most {most} numbers or texts")


class VotesNotReleased(Forbidden):
    """Only execs read the results so far."""

    code = "votes_not_released"

    def __init__(self) -> None:
        super().__init__("The results of voting are not released yet")
