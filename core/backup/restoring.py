"""Restoring a copy beside the live tables, under names that end in a suffix."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.core.files.storage import Storage
from tenacity import (
    Retrying,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    wait_random_exponential,
)

from core.backup.errors import InvalidSuffix, TableInUse
from core.backup.parts import CopiedTable, Manifest, read_manifest, rows_in
from core.batches import in_batches
from core.dynamo.client import shared_client
from core.dynamo.errors import DatabaseSilent
from core.dynamo.registry import Table, table_named
from core.dynamo.tables import create_tables, exists
from core.dynamo.wire import Item

_SUFFIX = re.compile(r"[A-Za-z0-9]{1,40}")
# As many as one request may hold.
_AT_ONCE = 25


def restored_tables(manifest: Manifest, suffix: str) -> list[tuple[CopiedTable, Table]]:
    """Return each copied table with the one to restore it into.

    Raises ``InvalidSuffix``. A server whose ``ENVIRONMENT`` ends in the suffix serves
    the restored tables.
    """
    if not _SUFFIX.fullmatch(suffix):
        raise InvalidSuffix
    return [
        (copied, replace(table_named(copied.name), year=copied.year, suffix=suffix))
        for copied in manifest.tables
    ]


def restore_backup(
    storage: Storage,
    suffix: str,
    *,
    resume: bool = False,
    advance: Callable[[str], object] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Make the tables and write every row of a copy into them; False if it stops.

    Raises ``TableInUse`` where one holds rows, unless an interrupted restore is gone on
    with: writing a row again is harmless. Each file is checked before it is written.
    """
    pairs = restored_tables(read_manifest(storage), suffix)
    if not resume:
        for _, table in pairs:
            if exists(table) and _has_rows(table):
                raise TableInUse(table.full_name)
    create_tables(table for _, table in pairs)
    for copied, table in pairs:
        for part in copied.parts:
            for items in in_batches(rows_in(storage, part), _AT_ONCE):
                write_items(table.full_name, items)
            advance(part.file)
            if stop():
                return False
    return True


def _has_rows(table: Table) -> bool:
    page = shared_client().scan(TableName=table.full_name, Limit=1)
    return bool(page["Items"])


def write_items(name: str, items: list[Item]) -> None:
    """Write as many rows as one request may hold, in as many tries as that takes.

    What is not written or not answered is written again; in the end it is
    ``DatabaseSilent``.
    """
    left: dict[str, Any] = {name: [{"PutRequest": {"Item": item}} for item in items]}

    def write() -> bool:
        nonlocal left
        left = shared_client().batch_write_item(RequestItems=left)["UnprocessedItems"]
        return bool(left)

    patient = Retrying(
        retry=retry_if_result(bool) | retry_if_exception_type(DatabaseSilent),
        wait=wait_random_exponential(multiplier=0.05, max=5),
        stop=stop_after_attempt(12),
        retry_error_callback=_give_up,
    )
    patient(write)


def _give_up(_: Any) -> None:
    raise DatabaseSilent
