"""Refusals of edits, of the audit trail and of undo."""

from core.errors import Conflict, Invalid, NotFound


class ActNotFound(NotFound):
    """No such act on that person."""

    code = "act_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such act in the history of this person.")


class UndoRefused(Conflict):
    """Something changed since; ``differences`` says what, a sentence each.

    ``may_keep`` is true when undoing would lose nothing: only facts that the act did
    not touch were edited since, and they can stay as they are now.
    """

    code = "undo_refused"

    def __init__(self, *differences: str, may_keep: bool = False) -> None:
        super().__init__(
            "This can't be undone as it stands. " + " ".join(differences),
            differences=list(differences),
            may_keep=may_keep,
        )


class Overgrown(Invalid):
    """The row would hold more than it may under names that nobody documents."""

    code = "overgrown"

    def __init__(self, name: str, *, most: int, most_bytes: int) -> None:
        super().__init__(
            f"'{name}' cannot be stored: beside the documented attributes a record"
            f" holds at most {most} others, of"
            f" {most_bytes // 1024} KB together."
        )
