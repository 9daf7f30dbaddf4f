"""What an act has left to do to connections, and taking it up.

The rows of a decision are one transaction; the connections of the person follow in
batches, under a mark that the transaction leaves in the audit trail. Whoever decided
does the work at once; what a crash leaves of it, anybody may complete.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.audit.models import Act, PendingWork
from core.audit.trail import snapshot_of, unfinished
from interactions.queries import stranded_ids
from interactions.services.moving import MOVE_CONNECTIONS, move_connections
from interactions.services.removal import (
    REMOVALS,
    RESTORE_CONNECTIONS,
    remove_connections,
    restore_connections,
)
from profiles.queries import find_profile

logger = logging.getLogger("interactions.unfinished")


def _remove(mark: PendingWork) -> None:
    remove_connections(mark.profile_id, act_id=mark.act_id, at=int(mark.at))


def _restore(mark: PendingWork) -> None:
    snapshot = snapshot_of(mark.snapshot)
    restore_connections(mark.profile_id, snapshot, act_id=mark.act_id)


def _move(mark: PendingWork) -> None:
    move_connections(mark.profile_id, mark.target, act_id=mark.act_id, at=int(mark.at))


_WORK: Mapping[str, tuple[str, Callable[[PendingWork], None]]] = MappingProxyType(
    {
        **dict.fromkeys(REMOVALS, ("remove whom they met", _remove)),
        RESTORE_CONNECTIONS: ("bring back whom they met", _restore),
        MOVE_CONNECTIONS: ("move whom they met to their new card", _move),
    }
)


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Work that is left of an act: on whose connections, what in words, since when."""

    act_id: str
    person: str
    profile_id: str
    words: str
    since: int


def pending_work() -> list[Pending]:
    """Return what is left to do, oldest first; one call."""
    return [
        Pending(
            act_id=mark.act_id,
            person=str(mark.person or ""),
            profile_id=str(mark.profile_id or ""),
            words=_WORK[mark.work][0] if mark.work in _WORK else str(mark.work),
            since=int(mark.at or 0),
        )
        for mark in unfinished()
    ]


def finish_unfinished(*, act_id: str | None = None, person: str | None = None) -> int:
    """Complete what acts have left to do; return how many had something.

    Only those of one act, or on one person, where that is named. Harmless to repeat
    and to run while others do. One that fails holds up no other, and is raised last.
    """
    count, failure = 0, None
    for mark in unfinished():
        if act_id not in (None, mark.act_id) or person not in (None, mark.person):
            continue
        if mark.work not in _WORK:
            # A newer server's; that one knows how.
            continue
        try:
            _WORK[mark.work][1](mark)
        except Exception as error:  # noqa: BLE001 - raised when all had their turn
            kind = type(error).__name__
            logger.warning("unfinished.failed act=%s error=%s", mark.act_id, kind)
            failure = error
        else:
            count += 1
    if failure:
        raise failure
    return count


def bring_home(*, now: int) -> int:
    """Move what is stranded on lost cards to their people; return how many cards.

    An older server left connections there when a card was replaced twice at once.
    """
    count = 0
    for lost in stranded_ids():
        profile = find_profile(lost, consistent=True)
        if profile and profile.replaced_by:
            act_id = Act.new_id(now)
            move_connections(lost, profile.replaced_by, act_id=act_id, at=now)
            count += 1
    return count
