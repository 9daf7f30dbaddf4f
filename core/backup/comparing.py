"""What differs between two copies, or between a copy and the tables as they are."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.files.storage import Storage

from core.backup.parts import CopiedTable, Manifest, read_manifest, rows_in
from core.backup.reading import SEGMENTS, pages_of
from core.dynamo.registry import Table, table_named
from core.dynamo.scanning import pages_as_they_come
from core.dynamo.tables import exists
from core.dynamo.wire import Item, dump_items

_SETS = ("SS", "NS", "BS")


@dataclass(frozen=True, kw_only=True)
class TableDifference:
    """How many rows of a table are on one side only, or not the same."""

    table: str
    removed: int
    added: int
    changed: int

    @property
    def any(self) -> bool:
        """Whether anything differs."""
        return bool(self.removed or self.added or self.changed)


def compare_backups(one: Storage, other: Storage) -> list[TableDifference]:
    """Return what of each table came, went or changed from one copy to the other."""
    before, after = read_manifest(one), read_manifest(other)
    return [
        _compared(
            name,
            _rows_of(one, _table_of(before, name)),
            _rows_of(other, _table_of(after, name)),
            table_named(name),
        )
        for name in _names(before, after)
    ]


def compare_with_tables(one: Storage, *, suffix: str = "") -> list[TableDifference]:
    """Return what differs between a copy and the live tables, or restored ones."""
    return [
        _compared(copied.name, _rows_of(one, copied), _live(table), table)
        for copied in read_manifest(one).tables
        for table in (
            replace(table_named(copied.name), year=copied.year, suffix=suffix),
        )
    ]


def _compared(
    name: str, before: Iterable[Item], after: Iterable[Item], table: Table
) -> TableDifference:
    """Compare rows in any order, keeping a digest of each key and row of one side."""
    kept = {_digest(_key(item, table)): _digest(item) for item in before}
    removed, added, changed = len(kept), 0, 0
    for item in after:
        digest = kept.get(_digest(_key(item, table)))
        if digest is None:
            added += 1
            continue
        removed -= 1
        changed += digest != _digest(item)
    return TableDifference(table=name, removed=removed, added=added, changed=changed)


def _key(item: Item, table: Table) -> Item:
    parts = [part.name for part in (table.hash_key, table.range_key) if part]
    return {name: item[name] for name in parts}


def _digest(item: Item) -> bytes:
    # Attributes, and the members of a set, come in any order.
    ordered = {name: _in_order(item[name]) for name in sorted(item)}
    return hashlib.blake2b(dump_items(ordered), digest_size=16).digest()


def _in_order(value: dict[str, object]) -> dict[str, object]:
    ((kind, content),) = value.items()
    if kind in _SETS and isinstance(content, list):
        return {kind: sorted(content)}
    if kind == "M" and isinstance(content, dict):
        return {kind: {name: _in_order(content[name]) for name in sorted(content)}}
    if kind == "L" and isinstance(content, list):
        return {kind: [_in_order(each) for each in content]}
    return value


def _names(before: Manifest, after: Manifest) -> list[str]:
    return list(dict.fromkeys(table.name for table in (*before.tables, *after.tables)))


def _table_of(manifest: Manifest, name: str) -> CopiedTable | None:
    return next((table for table in manifest.tables if table.name == name), None)


def _rows_of(storage: Storage, copied: CopiedTable | None) -> Iterator[Item]:
    for part in copied.parts if copied else ():
        yield from rows_in(storage, part)


def _live(table: Table) -> Iterator[Item]:
    if not exists(table):
        return
    segments = [pages_of(table, number) for number in range(SEGMENTS)]
    for items, _ in pages_as_they_come(segments):
        yield from items
