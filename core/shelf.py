"""Records that many pages list: put in order and counted once for all of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from threading import Lock
from typing import Any, TypeVar, overload

from cachetools import LRUCache

R = TypeVar("R")

# A list of all records is kept for each.
_MOST_ORDERS = 4


class Shelf(Sequence[R]):
    """Records that stay as they are, for several threads."""

    def __init__(self, records: Sequence[R] = ()) -> None:
        self._records = records
        self._orders: LRUCache[tuple[str, ...], Sequence[R]] = LRUCache(_MOST_ORDERS)
        self._counts: dict[str, Counter[Any]] = {}
        self._guard = Lock()

    @overload
    def __getitem__(self, position: int) -> R: ...
    @overload
    def __getitem__(self, position: slice) -> Sequence[R]: ...
    def __getitem__(self, position: int | slice) -> R | Sequence[R]:
        return self._records[position]

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R]:
        return iter(self._records)

    def ordered(self, *attributes: str) -> Sequence[R]:
        """Return the records by these attributes, "-" for descending.

        Case does not count; unknown values (None) come last.
        """
        if not attributes:
            return self._records
        with self._guard:
            if attributes not in self._orders:
                self._orders[attributes] = _ordered(self._records, attributes)
            return self._orders[attributes]

    def counted(self, attribute: str) -> Counter[Any]:
        """Return how many records have each value; not to be changed."""
        with self._guard:
            if attribute not in self._counts:
                values = map(attrgetter(attribute), self._records)
                self._counts[attribute] = Counter(values)
            return self._counts[attribute]


def _ordered(records: Sequence[R], attributes: Sequence[str]) -> list[R]:
    result = list(records)
    for name in reversed(attributes):
        value_of = attrgetter(name.lstrip("-"))
        known = [record for record in result if value_of(record) is not None]
        unknown = [record for record in result if value_of(record) is None]
        known.sort(
            key=lambda record: _sortable(value_of(record)),
            reverse=name.startswith("-"),
        )
        result = known + unknown
    return result


def _sortable(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value
