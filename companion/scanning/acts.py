"""What is done with codes at an event."""

from core.audit.acts import ActKind


class ScanAct(ActKind):
    """What somebody does with a code that they found."""

    SCAN = "scan code"
