"""Refusals of copies and their restoring."""

from core.errors import Conflict, Invalid, NotFound


class NoPlace(Invalid):
    """The address is neither a folder nor a bucket."""

    code = "no_place"

    def __init__(self, address: str) -> None:
        super().__init__(
            f"'{address}' is neither a folder nor s3://bucket/prefix, where copies go."
        )


class NoBackup(NotFound):
    """There is no finished copy there."""

    code = "no_backup"

    def __init__(self) -> None:
        super().__init__(
            "There is no finished copy. Run backup with the same place to finish it."
        )


class BackupFinished(Conflict):
    """The place holds a copy already."""

    code = "backup_finished"

    def __init__(self) -> None:
        super().__init__("There is a finished copy already. Name another place.")


class BackupDamaged(Conflict):
    """A file of a copy is not as it was written."""

    code = "backup_damaged"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is damaged or missing. Nothing more is restored from this copy."
        )


class InvalidSuffix(Invalid):
    """Tables cannot be restored under that suffix."""

    code = "invalid_suffix"

    def __init__(self) -> None:
        super().__init__(
            "'suffix' must be letters and digits that set the restored tables apart."
        )


class TableInUse(Conflict):
    """A table to restore into holds other rows."""

    code = "table_in_use"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} holds rows already. Name another suffix, or go on with --resume"
            " where a restore was interrupted."
        )
