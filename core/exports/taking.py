"""Taking records away: recorded first, with its purpose, then streamed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from core.audit.acts import ActKind
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.audit.wording import Sentences, register_acts
from core.dynamo.transactions import write_transaction
from core.exports.errors import InvalidFilter, PurposeMissing
from core.exports.files import FORMATS
from core.exports.kinds import Export, Row


class ExportAct(ActKind):
    """What is done with many records at once, and changes none."""

    EXPORT = "export"


register_acts({ExportAct.EXPORT: Sentences("exported")})


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody takes away: of all records those that match, or a selection."""

    export: Export
    form: str
    where: Mapping[str, str] = field(default_factory=dict)
    only: Collection[str] = ()


def filters_in(texts: Collection[str]) -> dict[str, str]:
    """Return filters written as ``name=value``, or raise ``InvalidFilter``."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not (name.strip() and equals):
            raise InvalidFilter(text)
        found[name.strip()] = value.strip()
    return found


def record_export(wanted: Wanted, *, purpose: str, actor: str, now: int) -> Act:
    """Record who takes what away and what for; raises ``PurposeMissing``."""
    if not purpose.strip():
        raise PurposeMissing
    entry = AuditEntry(
        act=ExportAct.EXPORT,
        subject=wanted.export.name,
        actor=actor,
        at=now,
        changes=[],
        reason=purpose.strip(),
        undoable=False,
        notes={
            "format": wanted.form,
            "filters": dict(wanted.where),
            "selected": len(wanted.only),
        },
    )
    with write_transaction() as writes:
        return record(writes, entry)


def write_export(wanted: Wanted, file: IO[bytes]) -> int:
    """Write the records to a binary file as they are read; return how many."""
    count = 0

    def counted() -> Iterator[Row]:
        nonlocal count
        for row in _chosen(wanted):
            count += 1
            yield row

    FORMATS[wanted.form](file, wanted.export.columns, counted())
    return count


def _chosen(wanted: Wanted) -> Iterator[Row]:
    only, key = set(wanted.only), wanted.export.key
    for row in wanted.export.rows():
        if only and str(row.get(key)) not in only:
            continue
        if all(_says(row.get(name), text) for name, text in wanted.where.items()):
            yield row


def _says(value: object, text: str) -> bool:
    match value:
        case bool():
            said = "yes" if value else "no"
        case list():
            return text.lower() in [str(each).lower() for each in value]
        case None:
            said = ""
        case _:
            said = str(value)
    return said.lower() == text.lower()
