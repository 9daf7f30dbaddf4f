"""Which of several processes does what only one may do at a time.

A lease is a row of the audit table that its holder renews. It runs out by itself, so a
process that died holds up nobody for long.
"""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.exceptions import DeleteError, UpdateError

from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity

_LEASES = "lease"


class Lease(Entity):
    """Who does what, and until when: ``subject`` = ``lease``, ``sk`` = what."""

    class Meta(Binding):
        """The table's name."""

        base_name = "biztechAudit"

    subject = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    holder = Text(null=True)
    until = Whole(null=True)


def hold(what: str, *, holder: str, now: int, for_ms: int) -> bool:
    """Take a lease, or keep it; False while another holds it. One call."""
    free = Lease.until.does_not_exist() | (Lease.until < now)
    try:
        Lease(_LEASES, what).update(
            [Lease.holder.set(holder), Lease.until.set(now + for_ms)],
            condition=free | (Lease.holder == holder),
        )
    except UpdateError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def let_go(what: str, *, holder: str) -> None:
    """Give a lease back, so that the next one need not wait; harmless without it."""
    try:
        Lease(_LEASES, what).delete(condition=Lease.holder == holder)
    except DeleteError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
