"""Quests are defined by execs; of connections, clients tell what only they know."""

from collections.abc import Sequence
from typing import Any

from companion.quests.acts import QuestAct
from companion.quests.definitions import (
    ATTRIBUTE,
    LARGEST_TARGET,
    LONGEST_DESCRIPTION,
    MOST,
    Quest,
)
from companion.quests.errors import QuestRefused, QuestTwice, TooManyQuests
from companion.quests.models import StoredQuests
from core.audit.changes import RowChange
from core.audit.edits import Edited, edit_row
from core.dynamo.base import attribute
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.dynamo.wire import to_item
from core.readdressing import Readdressed
from events.queries import required_event
from interactions.errors import AlreadyConnected, NoProfile, NotConnected
from interactions.journal import is_connected
from profiles.errors import CardReplaced

_LABEL = "quests"


def define_quests(
    event_id: str, year: int, quests: Sequence[Quest], *, actor: str, now: int
) -> Edited:
    """Say which quests an event has, in the order of pages; none is fine too.

    Progress follows, since it is derived. Raises ``NotFound``, ``QuestTwice``,
    ``QuestRefused``, ``TooManyQuests``.
    """
    _check(quests)
    values = {ATTRIBUTE: [quest.stored() for quest in quests]}

    def decide(_: int) -> Edited:
        event = required_event(event_id, year)
        return edit_row(
            "event",
            event,
            values,
            subject=event.event_key,
            actor=actor,
            now=now,
            act=QuestAct.DEFINE,
        )

    return retry_on_conflict(decide)


def note_connection(
    email: str, profile_id: str, *, event_id: str, year: int, recommended: bool
) -> bool:
    """Note a connection that somebody's client tells of; return if it was before.

    Connections count without it. What it adds is that the person met had been
    recommended. Raises ``NotFound`` for an unknown event or profile, ``ThatIsYou``,
    ``NoProfile``, ``NotConnected``, ``CardReplaced``.
    """
    required_event(event_id, year)
    try:
        connected = is_connected(email, profile_id)
    except CardReplaced as refused:
        if not refused.leads_to:
            raise
        return note_connection(
            email,
            refused.leads_to,
            event_id=event_id,
            year=year,
            recommended=recommended,
        )
    if connected is None:
        raise NoProfile
    if not connected:
        raise NotConnected
    return _note(StoredQuests.key(email, event_id, year), profile_id, recommended)


def readdressed_quests(old: str, new: str, now: int) -> Readdressed:
    """Return how what is stored goes to another address; of two rows, the union."""
    found = Readdressed()
    there = {row.event: row for row in StoredQuests.query(new, consistent_read=True)}
    for row in StoredQuests.query(old, consistent_read=True):
        found.changes.append(RowChange.removed(_LABEL, row))
        if other := there.get(row.event):
            found.changes.append(RowChange.edited(_LABEL, other, _union(other, row)))
        else:
            moved = StoredQuests.of_item({**row.wire, **to_item({"id": new})})
            found.changes.append(RowChange.created(_LABEL, moved))
    return found


def _check(quests: Sequence[Quest]) -> None:
    if len(quests) > MOST:
        raise TooManyQuests(MOST)
    known: set[str] = set()
    for quest in quests:
        if quest.id in known:
            raise QuestTwice(quest.words)
        known.add(quest.id)
        if not 0 < quest.target <= LARGEST_TARGET:
            raise QuestRefused(f"A quest's number is from 1 to {LARGEST_TARGET}.")
        if len(quest.description) > LONGEST_DESCRIPTION:
            raise QuestRefused(
                f"A quest's words have at most {LONGEST_DESCRIPTION} characters."
            )


def _note(key: tuple[str, Any], profile_id: str, recommended: bool) -> bool:
    names = [StoredQuests.told, *([StoredQuests.recommended] if recommended else [])]
    connected = attribute("connectedProfiles")
    try:
        with write_transaction() as writes:
            writes.count(
                StoredQuests,
                key,
                [name.add({profile_id}) for name in names],
                condition=~StoredQuests.told.contains(profile_id)
                & ~connected.contains(profile_id.lower()),
                otherwise=AlreadyConnected(),
            )
    except AlreadyConnected:
        return True
    return False


def _union(there: StoredQuests, here: StoredQuests) -> dict[str, Any]:
    quests = dict(there.recorded)
    for quest, noted in here.recorded.items():
        if _reached(noted) > _reached(quests.get(quest)):
            quests[quest] = noted
    connected = [*there.connected_ids, *here.connected_ids]
    return {
        "quests": quests or None,
        "connectedProfiles": list(dict.fromkeys(map(str, connected))) or None,
        "toldProfiles": {*(there.told or ()), *(here.told or ())} or None,
        "recommendedProfiles": {*(there.recommended or ()), *(here.recommended or ())}
        or None,
    }


def _reached(noted: Any) -> int:
    reached = noted.get("progress") if isinstance(noted, dict) else None
    return int(reached) if isinstance(reached, int | float) else -1
