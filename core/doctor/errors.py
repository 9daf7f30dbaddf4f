"""Refusals of the doctor."""

from core.errors import NotFound


class CodeUnknown(NotFound):
    """No invariant has that name."""

    code = "doctor_code_unknown"

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Nothing is called '{code}'. 'doctor explain' without a name lists all."
        )
