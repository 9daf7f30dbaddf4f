"""Which of several processes does what only one may do at a time.

A lease is a row of the audit table that its holder renews. It runs out by itself, so a
process that died holds up nobody for long.
"""

from contextlib import suppress

from pynamodb.attributes import UnicodeAttribute

from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity
from core.dynamo.errors import Stale
from core.dynamo.rows import delete_row, put_row

_LEASES = "lease"


class Lease(Entity):
    """Who does what, and until when: ``subject`` = ``lease``, ``sk`` = what."""

    class Meta(Binding):
        base_name = "biztechAudit"

    subject = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    holder = Text(null=True)
    until = Whole(null=True)


def hold(what: str, *, holder: str, now: int, for_ms: int) -> bool:
    """Take a lease, or keep it; False while another holds it. One call."""
    free = Lease.until.does_not_exist() | (Lease.until < now)
    row = {"subject": _LEASES, "sk": what, "holder": holder, "until": now + for_ms}
    try:
        put_row(
            Lease.of(row),
            condition=free | (Lease.holder == holder),
            otherwise=Stale(),
        )
    except Stale:
        return False
    return True


def is_held(what: str, *, now: int) -> bool:
    """Tell whether somebody holds a lease. One call."""
    lease = Lease.find(_LEASES, what)
    return lease is not None and (lease.until or 0) >= now


def let_go(what: str, *, holder: str) -> None:
    """Give a lease back, so that the next one need not wait; harmless without it."""
    mine = Lease.holder == holder
    with suppress(Stale):
        delete_row(Lease, (_LEASES, what), condition=mine, otherwise=Stale())
