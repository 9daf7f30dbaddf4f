"""What acts have left to do, and doing it.

The rows of a decision are one transaction; what takes more than one follows, under a
mark that the transaction leaves in the audit trail. Whoever decided does the work at
once; what a crash leaves of it, anybody may complete. Apps register the kinds of work
that they know at start.
"""

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from core.audit.models import UNFINISHED, Act, PendingWork
from core.dynamo.errors import Stale
from core.dynamo.rows import delete_row
from core.dynamo.transactions import Writes
from core.metrics import Sampled

logger = logging.getLogger("core.audit")

# Takes the mark away (``finish``) when all is done; harmless to repeat.
Work = Callable[[PendingWork], None]
_kinds: dict[str, tuple[str, Work]] = {}


def register_work(kind: str, *, words: str, do: Work) -> None:
    """Have ``do`` complete work of that kind, which ``words`` call by a verb."""
    _kinds[kind] = (words, do)


def begin(
    writes: Writes,
    act: Act,
    kind: str,
    profile_id: str,
    *,
    snapshot: str | None = None,
    target: str | None = None,
) -> None:
    """Add the mark that the act has work left, in the transaction that starts it.

    ``snapshot`` is the act whose snapshot the work is about, by default the act itself;
    ``target`` is the profile that takes over from ``profile_id``, where one does.
    """
    subject, act_id = PendingWork.key(act.act_id)
    act.pending = PendingWork.of(
        {
            "subject": subject,
            "sk": act_id,
            "work": kind,
            "person": act.subject,
            "profileID": profile_id,
            "picture": snapshot or act.act_id,
            "target": target,
            "at": act.at,
        }
    )
    writes.create(act.pending, otherwise=Stale())


def finish(act_id: str) -> None:
    """Take the act's mark away; harmless when it is gone."""
    with suppress(Stale):
        delete_row(PendingWork, PendingWork.key(act_id), otherwise=Stale())


def pending_work() -> list[PendingWork]:
    """Return the marks of work that has still to be completed, oldest first."""
    return list(PendingWork.query(UNFINISHED, consistent_read=True))


def _left() -> dict[tuple[str, ...], float]:
    counts = Counter(str(mark.work) for mark in pending_work())
    # Told also where there is none.
    return {(kind,): counts[kind] for kind in {*_kinds, *counts}}


LEFT = Sampled(
    "biztech_pending_work", "Acts that have work left.", "work", sample=_left
)


def words_for(mark: PendingWork) -> str:
    """Return what is left to do, in words."""
    return _kinds[mark.work][0] if mark.work in _kinds else str(mark.work)


def do_work_of(act: Act) -> None:
    """Do what an act left to do that was recorded and committed just now."""
    if act.pending and act.pending.work in _kinds:
        _kinds[act.pending.work][1](act.pending)


def do_pending_work(*, person: str | None = None) -> int:
    """Complete what acts have left to do; return how many had something.

    Only those on one person, where one is named. Harmless to repeat and to run while
    others do. One that fails holds up no other, and is raised last.
    """
    count, failure = 0, None
    for mark in pending_work():
        # Work of a kind that is not known is a newer server's; that one knows how.
        if person not in (None, mark.person) or mark.work not in _kinds:
            continue
        try:
            _kinds[mark.work][1](mark)
        except Exception as error:  # noqa: BLE001 - raised when all had their turn
            kind = type(error).__name__
            logger.warning("unfinished.failed act=%s error=%s", mark.act_id, kind)
            failure = error
        else:
            count += 1
    if failure:
        raise failure
    return count
