"""Refusals of exports."""

from core.errors import Invalid, NotFound


class ExportUnknown(NotFound):
    """There are no such records to export."""

    code = "export_unknown"

    def __init__(self, name: str) -> None:
        super().__init__(f"There are no records called '{name}' to export.")


class PurposeMissing(Invalid):
    """Nobody takes records away without saying what for."""

    code = "purpose_missing"

    def __init__(self) -> None:
        super().__init__("'purpose' is missing: say what the file is for.")


class InvalidFilter(Invalid):
    """A filter names nothing that the records have."""

    code = "invalid_filter"

    def __init__(self, text: str) -> None:
        super().__init__(f"'{text}' is no filter; write name=value, faculty=Science.")
