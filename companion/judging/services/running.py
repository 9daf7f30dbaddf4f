"""An exec runs the judging: which round it is, and when teams may read."""

import re

from companion.judging.acts import JudgingAct
from companion.judging.errors import RoundInvalid
from companion.judging.models import Release, Round
from companion.judging.queries import FIRST_ROUND
from core.audit.changes import RowChange
from core.audit.edits import Edited
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import Writes, retry_on_conflict
from events.queries import required_event

LONGEST_ROUND = 32
# What the history of the round is kept under: there is one for all events.
ROUND = "round"

_ROUND = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ROUND}}}")


def set_round(name: str, *, actor: str, now: int) -> Edited:
    """Say which round is judged from now on. Raises ``RoundInvalid``."""
    if not _ROUND.fullmatch(name):
        raise RoundInvalid(LONGEST_ROUND)

    def decide(_: int) -> Edited:
        row, values = Round.find(*Round.key(), consistent=True), {"currentTeam": name}
        if (row.name if row else FIRST_ROUND) == name:
            return Edited()
        if row is None:
            change = RowChange.created(
                "round", Round.of({"id": Round.key()[0], **values})
            )
        else:
            change = RowChange.edited("round", row, values)
        return _decided(JudgingAct.SET_ROUND, change, ROUND, actor=actor, now=now)

    return retry_on_conflict(decide)


def set_release(
    event_id: str, year: int, *, released: bool, actor: str, now: int
) -> Edited:
    """Let the teams of an event read what was said of them, or no longer.

    Raises ``NotFound``.
    """
    event = required_event(event_id, year).event_key

    def decide(_: int) -> Edited:
        row = Release.find(*Release.key(event), consistent=True)
        if released is (row is not None):
            return Edited()
        if row is None:
            values = {"id": Release.key(event)[0], "releasedAt": now}
            change = RowChange.created("release", Release.of(values))
            return _decided(JudgingAct.RELEASE, change, event, actor=actor, now=now)
        change = RowChange.removed("release", row)
        return _decided(JudgingAct.WITHHOLD, change, event, actor=actor, now=now)

    return retry_on_conflict(decide)


def require_round(writes: Writes, row: Round | None) -> None:
    """Refuse a transaction if the round is not any more what was read."""
    if row is None:
        RowChange.absent("round", Round, Round.key()).apply(writes)
    else:
        same = RowChange.becoming("round", row, row.wire)
        same.apply(writes, guard=["currentTeam"])


def _decided(
    kind: JudgingAct, change: RowChange, subject: str, *, actor: str, now: int
) -> Edited:
    entry = AuditEntry(act=kind, subject=subject, actor=actor, at=now, changes=[change])
    act = enact(entry)
    return Edited(
        changed={name: new for name, (_, new) in change.fields().items()}, act=act
    )
