"""Taking a copy: all tables, in segments, streamed, and taken up where it stopped."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import Event

from django.conf import settings
from django.core.files.storage import Storage

from core.backup.errors import BackupFinished
from core.backup.parts import (
    CopiedTable,
    Manifest,
    Part,
    finished_part,
    has_manifest,
    part_name,
    write_manifest,
    write_part,
)
from core.backup.reading import SEGMENTS, pages_of
from core.clock import now_ms
from core.dynamo.registry import Table
from core.dynamo.tables import exists
from core.membership_year import membership_year

# Pages in one file; of each segment one page is held at a time.
_PAGES = 16

Advance = Callable[[str], object]


def take_backup(
    storage: Storage,
    tables: Iterable[Table],
    *,
    advance: Advance = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Manifest | None:
    """Copy the tables that exist, or go on with a copy that stopped; None if it stops.

    Each row is read consistently, but not all at one moment: the manifest says between
    which. Raises ``BackupFinished`` where there is a whole one.
    """
    if has_manifest(storage):
        raise BackupFinished
    started_at = now_ms()
    copied = []
    for table in tables:
        if not exists(table):
            continue
        parts = _copied(storage, table, advance, stop)
        if parts is None:
            return None
        copied.append(
            CopiedTable(
                name=table.name,
                year=(table.year or membership_year()) if table.yearly else None,
                rows=sum(part.rows for part in parts),
                parts=parts,
            )
        )
    manifest = Manifest(
        started_at=started_at,
        finished_at=now_ms(),
        environment=settings.ENVIRONMENT,
        tables=copied,
    )
    write_manifest(storage, manifest)
    return manifest


def _copied(
    storage: Storage, table: Table, advance: Advance, stop: Callable[[], bool]
) -> list[Part] | None:
    """Copy a table's segments at the same time; None if it was stopped."""
    stopped = Event()

    def copy(segment: int) -> list[Part]:
        parts = []
        for part in _segment(storage, table, segment):
            parts.append(part)
            advance(part.file)
            if stopped.is_set() or stop():
                stopped.set()
                break
        return parts

    with ThreadPoolExecutor(SEGMENTS, "backup") as pool:
        found = list(pool.map(copy, range(SEGMENTS)))
    return None if stopped.is_set() else [part for parts in found for part in parts]


def _segment(storage: Storage, table: Table, segment: int) -> Iterator[Part]:
    number, after = 0, None
    while number == 0 or after:
        number += 1
        name = part_name(table.full_name, segment, number)
        part = finished_part(storage, name)
        if part is None:
            part = write_part(
                storage, name, islice(pages_of(table, segment, after), _PAGES)
            )
        after = part.after
        yield part
