"""What quests hold of people."""

from collections.abc import Iterator

from companion.quests.models import StoredQuests
from core.audit.changes import RowChange
from core.privacy.holdings import Holding, register_holdings
from core.privacy.subjects import DataSubject

_FORGOTTEN = frozenset({"connectedProfiles", "toldProfiles", "recommendedProfiles"})


def _own(whom: DataSubject) -> Iterator[StoredQuests]:
    for name in whom.names:
        yield from StoredQuests.query(name, consistent_read=True)


def _of_others(whom: DataSubject) -> Iterator[StoredQuests]:
    """Yield rows of those who told of having met the person; reads them all."""
    for row in StoredQuests.scan():
        if row.id not in whom.names and row.names(whom.profile_ids):
            yield row


def _no_longer_named(whom: DataSubject, row: StoredQuests) -> Iterator[RowChange]:
    small = {profile_id.lower() for profile_id in whom.profile_ids}
    left = {
        "connectedProfiles": [one for one in row.connected_ids if one not in small],
        "toldProfiles": set(row.told or ()) - whom.profile_ids,
        "recommendedProfiles": set(row.recommended or ()) - whom.profile_ids,
    }
    yield RowChange.edited(
        "quests", row, {name: ids or None for name, ids in left.items()}
    )


register_holdings(
    Holding(entity=StoredQuests, words="Quests", find=_own),
    Holding(
        entity=StoredQuests,
        words="In the quests of people met",
        find=_of_others,
        told=lambda _, row: {"eventID#year": row.event},
        erase=_no_longer_named,
        forgotten=_FORGOTTEN,
        keeps=StoredQuests.declared() - _FORGOTTEN,
        kept="How far others are is not about one person.",
    ),
)
