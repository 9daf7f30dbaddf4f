"""The files of a copy: compressed parts of segments of tables, each with its check.

``<table>/<segment>-<number>.jsonl.gz`` holds rows in wire form, one on a line. Beside
it ``….json`` says how many, their SHA-256, and where the segment goes on: a part
without it was interrupted, and is written anew. ``manifest.json`` ends a copy.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from core.backup.errors import BackupDamaged, NoBackup
from core.dynamo.wire import Item, dump_items, load_items

MANIFEST = "manifest.json"

# Rows in wire form, and the key after which to go on; None at the end.
Page = tuple[Sequence[Item], dict[str, Any] | None]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A finished part: its file, what is in it, and the key after which to go on."""

    file: str
    rows: int
    sha256: str
    # In wire form; None at the end of the segment.
    after: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class CopiedTable:
    """What a copy has of one table."""

    name: str
    year: int | None
    rows: int
    parts: list[Part]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a copy has, and between which moments it was read, in ms.

    A row that was written in between is there as it was before or after.
    """

    started_at: int
    finished_at: int
    environment: str
    tables: list[CopiedTable]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(table.rows for table in self.tables)


def part_name(table: str, segment: int, number: int) -> str:
    """Return the file of a segment's part."""
    return f"{table}/{segment}-{number:05d}.jsonl.gz"


def write_part(storage: Storage, name: str, pages: Iterable[Page]) -> Part:
    """Write a part page by page, then its check."""
    rows, after = 0, None
    text = BytesIO()
    # The same rows make the same file.
    with gzip.GzipFile(fileobj=text, mode="wb", compresslevel=6, mtime=0) as file:
        for items, after in pages:  # noqa: B007 - the last one's is where to go on
            for item in items:
                file.write(dump_items(item) + b"\n")
            rows += len(items)
    content = text.getvalue()
    _write(storage, name, content)
    part = Part(
        file=name,
        rows=rows,
        sha256=hashlib.sha256(content).hexdigest(),
        after=after,
    )
    _write(storage, f"{name}.json", dump_items(asdict(part)))
    return part


def finished_part(storage: Storage, name: str) -> Part | None:
    """Return a part that was written whole, or None."""
    found = _read(storage, f"{name}.json")
    try:
        return Part(**load_items(found)) if found else None
    except (TypeError, ValueError):
        return None


def rows_in(storage: Storage, part: Part) -> Iterator[Item]:
    """Return the rows of a part; raises ``BackupDamaged`` before the first of them."""
    content = _read(storage, part.file)
    if content is None or hashlib.sha256(content).hexdigest() != part.sha256:
        raise BackupDamaged(part.file)
    with gzip.open(BytesIO(content)) as lines:
        for line in lines:
            yield load_items(line)


def write_manifest(storage: Storage, manifest: Manifest) -> None:
    """End a copy."""
    _write(storage, MANIFEST, dump_items(asdict(manifest)))


def read_manifest(storage: Storage) -> Manifest:
    """Return what a finished copy has, or raise ``NoBackup``."""
    found = _read(storage, MANIFEST)
    if found is None:
        raise NoBackup
    try:
        said = load_items(found)
        tables = [
            CopiedTable(**{**table, "parts": [Part(**part) for part in table["parts"]]})
            for table in said.pop("tables")
        ]
        return Manifest(**said, tables=tables)
    except (KeyError, TypeError, ValueError):
        raise BackupDamaged(MANIFEST) from None


def has_manifest(storage: Storage) -> bool:
    """Tell whether there is a finished copy."""
    return storage.exists(MANIFEST)


def _write(storage: Storage, name: str, content: bytes) -> None:
    storage.save(name, ContentFile(content))


def _read(storage: Storage, name: str) -> bytes | None:
    try:
        with storage.open(name) as file:
            content: bytes = file.read()
    except FileNotFoundError:
        return None
    return content
