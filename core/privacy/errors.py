"""Refusals of what is asked about somebody's data."""

from core.errors import Conflict, Forbidden, NotFound


class NothingHeld(NotFound):
    """No table holds anything of that person."""

    code = "nothing_held"

    def __init__(self) -> None:
        super().__init__("Nothing is held of a person with that address.")


class SharedProfile(Conflict):
    """A profile of the person is somebody else's too."""

    code = "shared_profile"

    def __init__(self, profile_id: str) -> None:
        super().__init__(
            f"Another member is linked to the profile {profile_id} as well. Decide"
            " whose it is first: the page Problems lists it."
        )


class NotHandedOver(Forbidden):
    """No exec handed the data over, or that was too long ago, or it was used up."""

    code = "not_handed_over"

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to download just now. Ask for your data, and an exec"
            " decides."
        )


class OwnRequest(Forbidden):
    """Nobody decides about their own data alone."""

    code = "own_request"

    def __init__(self) -> None:
        super().__init__("Somebody else has to decide about your own data.")
