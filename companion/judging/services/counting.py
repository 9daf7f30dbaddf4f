"""How many judge at an event: counted in the transaction that makes or removes one.

Whatever does so, an undo and another address included, passes here: the index of an
event's judges is moments behind, so it cannot say that there is room for one more.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from companion.judging.errors import TooManyJudges
from companion.judging.models import Judge, Panel
from companion.judging.queries import MOST_JUDGES, count_judges
from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item

Changes = Sequence[RowChange]


def follow(writes: Writes, _: Act, changes: Changes) -> None:
    """Count whom an act makes a judge. Raises ``TooManyJudges``."""
    for event, more in _differences(changes).items():
        _count(writes, event, more)


def obstacles(_: Act, changes: Changes) -> Iterator[str]:
    """Yield what stands against making somebody a judge again."""
    for event, more in _differences(changes).items():
        row = Panel.find(*Panel.key(event), consistent=True)
        if row is not None and more < 0 and int(row.judges or 0) - more > MOST_JUDGES:
            yield TooManyJudges(MOST_JUDGES).message


def _count(writes: Writes, event: str, more: int) -> None:
    key = Panel.key(event)
    if Panel.find(*key, consistent=True) is None:
        # None was made or removed here before: the index has been up to date for long.
        judges = count_judges(event) + more
        if more > 0 and judges > MOST_JUDGES:
            raise TooManyJudges(MOST_JUDGES)
        row = Panel.of({"id": key[0], Panel.judges.attr_name: judges})
        writes.create(row, otherwise=Stale())
        return
    writes.update(
        Panel,
        key,
        [Panel.judges.add(more)],
        condition=Panel.judges <= MOST_JUDGES - more if more > 0 else None,
        otherwise=TooManyJudges(MOST_JUDGES),
    )


def _differences(changes: Changes) -> dict[str, int]:
    """Return how many judges more each event has; an undo knows the table alone."""
    found = Counter[str]()
    for change in changes:
        if change.model.base_name() == Judge.base_name() and "@" in change.key[0]:
            found[_event_in(change.before)] -= 1
            found[_event_in(change.after)] += 1
    return {event: more for event, more in found.items() if event and more}


def _event_in(item: Item | None) -> str:
    return "" if item is None else str(Judge.of_item(item).event or "")
