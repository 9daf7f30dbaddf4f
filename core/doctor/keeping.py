"""The last examination: kept for pages and alerts, renewed each night or when asked.

Rows of ``biztechPlans``: ``plan`` = ``club``, ``sk`` = ``examination`` is what came of
the last one, ``examination asked`` that somebody wants one, and ``examination now`` how
far the present one is. One process at a time examines. What is kept are numbers:
nobody's address outlives the person's records here.
"""

import json
import logging
import secrets
from collections import Counter
from collections.abc import Sequence
from threading import Event
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils.timezone import localtime
from pynamodb.attributes import UnicodeAttribute

from core.clock import HOUR, moment, now_ms
from core.doctor.examining import Asking, Stopped, examine
from core.doctor.invariants import Finding, Severity, invariants
from core.dynamo.attributes import Text, Whole
from core.dynamo.base import Binding, Entity
from core.dynamo.rows import remove_rows, store_rows
from core.leases import hold, let_go
from core.metrics import Sampled

logger = logging.getLogger("core.doctor")

# Set when somebody asks, so that whoever waits in this process begins at once.
examination_asked = Event()

_CLUB = "club"
_LAST, _ASKED, _NOW = "examination", "examination asked", "examination now"

_NIGHTLY = 20 * HOUR

# A process that says nothing for so long is taken for dead.
_LEASE = 60_000
_TOLD_AFTER = 1.0


class Examined(Entity):
    """An examination: what came of it, that it is wanted, or how far it is."""

    class Meta(Binding):
        base_name = "biztechPlans"

    plan = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    # When it ended, was asked for, or was last told of.
    at = Whole(null=True)
    # Rows that are behind it.
    read = Whole(null=True)
    # JSON: {code: how many}
    counts = Text(null=True)

    @property
    def by_code(self) -> dict[str, int]:
        """How often each was found, the worst first; without those never heard of."""
        counts = json.loads(self.counts or "{}")
        codes = [each.code for each in invariants()]
        return {code: counts[code] for code in codes if code in counts}

    def by_severity(self) -> dict[Severity, int]:
        """Return how many findings of each severity there were."""
        found = dict.fromkeys(Severity, 0)
        counts = self.by_code
        for each in invariants():
            found[each.severity] += counts.get(each.code, 0)
        return found


def last_examination() -> Examined | None:
    """Return what came of the last examination, None before the first."""
    return Examined.find(_CLUB, _LAST, consistent=True)


def examined_so_far(*, now: int) -> int | None:
    """Return how many rows the present examination has read, None while there is none.

    One that is asked for and has not begun has read none.
    """
    there = Examined.find_many([(_CLUB, _NOW), (_CLUB, _ASKED)])
    running, asked = there.get((_CLUB, _NOW)), there.get((_CLUB, _ASKED))
    if running and int(running.at or 0) > now - _LEASE:
        return int(running.read or 0)
    return 0 if asked else None


def ask_to_examine(*, now: int) -> None:
    """Have everything examined soon; harmless to repeat."""
    _keep(_ASKED, at=now)
    examination_asked.set()


def examine_if_due(*, now: int, stop: Asking = lambda: False) -> bool:
    """Examine where somebody asked, or at night; tell whether that was done here."""
    if not _is_due(now):
        return False
    holder = secrets.token_hex(8)
    if not hold(_LAST, holder=holder, now=now, for_ms=_LEASE):
        return False
    try:
        found = examine(now=now, advance=_Told(holder), stop=stop)
    except Stopped:
        return False
    finally:
        let_go(_LAST, holder=holder)
    _conclude(found, now=now_ms())
    return True


class _Told:
    """Tells how far the examination is, and keeps the lease."""

    def __init__(self, holder: str) -> None:
        self._holder = holder
        self._read = 0
        self._at = 0.0

    def __call__(self, _: str) -> None:
        self._read += 1
        if monotonic() - self._at > _TOLD_AFTER:
            self._at, now = monotonic(), now_ms()
            hold(_LAST, holder=self._holder, now=now, for_ms=_LEASE)
            _keep(_NOW, at=now, read=self._read)


def _is_due(now: int) -> bool:
    if Examined.find(_CLUB, _ASKED, consistent=True):
        return True
    if localtime(moment(now)).hour not in settings.EXAMINATION_HOURS:
        return False
    last = last_examination()
    return last is None or int(last.at or 0) < now - _NIGHTLY


def _conclude(found: Sequence[Finding], *, now: int) -> None:
    counts = Counter(finding.code for finding in found)
    _keep(_LAST, at=now, counts=json.dumps(counts))
    remove_rows(*(Examined.of({"plan": _CLUB, "sk": sk}) for sk in (_ASKED, _NOW)))
    told = {str(name): count for name, count in _by_severity().items()}
    logger.info("doctor.examined found=%s", json.dumps(told))


def _keep(sk: str, **values: Any) -> None:
    store_rows(Examined.of({"plan": _CLUB, "sk": sk, **values}))


def _by_severity() -> dict[Severity, int]:
    last = last_examination()
    return last.by_severity() if last else {}


FINDINGS = Sampled(
    "biztech_doctor_findings",
    "What the last examination found.",
    "severity",
    sample=lambda: {(str(name),): count for name, count in _by_severity().items()},
)
