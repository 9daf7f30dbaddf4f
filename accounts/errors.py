"""What accounts refuse."""

from core.errors import Conflict


class UserExists(Conflict):
    """There is an account of that address already."""

    code = "user_exists"

    def __init__(self) -> None:
        super().__init__("User could not be created because email already exists")


class StillAMember(Conflict):
    """The account carries a membership."""

    code = "still_a_member"

    def __init__(self) -> None:
        super().__init__(
            "This account has a member record. Revoke the membership first, then"
            " delete the account."
        )
