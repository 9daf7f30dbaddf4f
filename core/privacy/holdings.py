"""What tables hold of people: each app registers its own at start.

Every entity is either a holding, or said to hold nothing of anybody; tables of other
services are listed in ``elsewhere``. A test goes over all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.audit.changes import RowChange
from core.dynamo.base import Entity
from core.privacy.subjects import DataSubject

Told = Mapping[str, Any]


def _as_stored(_: DataSubject, row: Entity) -> Told:
    return row.plain()


def removal(_: DataSubject, row: Entity) -> Iterator[RowChange]:
    """Yield the change that takes a row away."""
    yield RowChange.removed(type(row).base_name(), row)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Rows that are about people.

    ``find`` returns a person's, by whatever reads it takes; ``told`` is what an export
    says of one, which leaves out other people's secrets. When a person is erased the
    row goes, or, where ``kept`` tells why it stays, ``erase`` takes out what its
    attributes ``forgotten`` say of them; its attributes ``keeps`` are about nobody.
    Rows that change all the time, as they are ``restless``, go before all others, and
    whatever they hold then. Each goes ``alone`` where work follows from that.
    """

    entity: type[Entity]
    words: str
    find: Callable[[DataSubject], Iterable[Entity]]
    told: Callable[[DataSubject, Any], Told] = _as_stored
    erase: Callable[[DataSubject, Any], Iterable[RowChange]] = removal
    forgotten: frozenset[str] = frozenset()
    keeps: frozenset[str] = frozenset()
    kept: str = ""
    restless: bool = False
    alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Files:
    """Files that are about people: each with its name and content.

    ``remove`` takes away all of some profiles for good, and returns how many.
    """

    words: str
    find: Callable[[DataSubject], Iterator[tuple[str, bytes]]]
    remove: Callable[[Collection[str]], int]


_holdings: list[Holding] = []
_files: list[Files] = []
_impersonal: dict[type[Entity], str] = {}


def register_holdings(*holdings: Holding) -> None:
    """Have these rows found whenever somebody's data are asked for."""
    _holdings.extend(holdings)


def register_files(files: Files) -> None:
    """Have these files found whenever somebody's data are asked for."""
    _files.append(files)


def hold_nothing(why: str, *entities: type[Entity]) -> None:
    """Say that rows of these entities are about nobody, and why."""
    _impersonal.update(dict.fromkeys(entities, why))


def holdings() -> tuple[Holding, ...]:
    """Return all that is registered, in that order."""
    return tuple(_holdings)


def all_files() -> Collection[Files]:
    """Return the files that are registered, in that order."""
    return tuple(_files)


def impersonal() -> Mapping[type[Entity], str]:
    """Return the entities that hold nothing of anybody, each with the reason."""
    return dict(_impersonal)
