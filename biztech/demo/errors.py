"""What the demo club and the rehearsal refuse."""

from core.errors import Refused


class DemoRefused(Refused):
    """The demo club does not go where real people may be."""

    code = "demo_refused"


class RehearsalRefused(Refused):
    """A rehearsal does not go where the club's real evening is."""

    code = "rehearsal_refused"
