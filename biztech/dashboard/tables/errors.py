"""Refusals of the table explorer."""

from core.errors import Conflict, Invalid, NotFound


class TableAbsent(NotFound):
    """The registry knows the table, and this place has it not."""

    code = "table_absent"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no table {name} here, or not that index of it. It may belong to"
            " a service that never ran in this environment."
        )


class TableClosed(Conflict):
    """The server has no right to read it."""

    code = "table_closed"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"This server may not read {name}. Give it the policy that 'manage.py"
            " iam_policy --service explorer' prints."
        )


class NoSuchKey(Invalid):
    """What was looked up cannot be a key."""

    code = "no_such_key"

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(f"'{name}' must be {wanted}.")


class LinkOver(NotFound):
    """A link into a table is not one of ours for it, or is more than a day old."""

    code = "link_over"

    def __init__(self) -> None:
        super().__init__("This link is over. Open the table and look it up again.")
