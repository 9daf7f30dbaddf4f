"""What credits and prizes say no to."""

from core.errors import Conflict, NotFound


class NotEnoughCredits(Conflict):
    """It costs more than there is."""

    code = "not_enough_credits"

    def __init__(self) -> None:
        super().__init__(
            "Transaction was not created because user does not have enough credits!"
        )


class PrizeUnknown(NotFound):
    """There is no such prize."""

    code = "prize_unknown"

    def __init__(self, prize_id: str) -> None:
        super().__init__(NotFound.of("Prize", prize_id).message)


class PrizeExists(Conflict):
    """There is a prize of that id."""

    code = "prize_exists"

    def __init__(self, prize_id: str) -> None:
        super().__init__(
            "A database entry with the same 'id' already exists!", data=prize_id
        )


class SoldOut(Conflict):
    """None of the prize is left."""

    code = "sold_out"

    def __init__(self) -> None:
        super().__init__("None of this prize is left.")


class PersonUnknown(NotFound):
    """Nobody has an account of that address."""

    code = "person_unknown"

    def __init__(self, person: str) -> None:
        super().__init__(NotFound.of("User", person).message)
