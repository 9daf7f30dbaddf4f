"""Everything that is held of a person, gathered and written as one archive."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.template.loader import render_to_string

from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.audit.wording import field_labels, is_time
from core.clock import moment
from core.dynamo.transactions import write_transaction
from core.privacy.acts import PrivacyAct
from core.privacy.elsewhere import ELSEWHERE, rows_elsewhere
from core.privacy.errors import NothingHeld
from core.privacy.holdings import all_files, holdings
from core.privacy.subjects import DataSubject, data_subject

_FOLDER = "pictures"
ARCHIVE = "personal-data.zip"
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Section:
    """What one table holds of a person, in words and as it is stored."""

    words: str
    table: str
    rows: list[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Export:
    """Everything that is held of a person."""

    whom: DataSubject
    at: int
    sections: list[Section]
    files: list[tuple[str, bytes]]

    @property
    def rows(self) -> int:
        """How many rows it tells of."""
        return sum(len(section.rows) for section in self.sections)


def everything_held(email: str, *, now: int) -> Export:
    """Return what is held of a person; reads whole tables, so never in a request.

    Raises ``NothingHeld`` and ``SharedProfile``.
    """
    whom = data_subject(email)
    sections = [section for section in _sections(whom) if section.rows]
    files = [file for kind in all_files() for file in kind.find(whom)]
    if not sections and not files:
        raise NothingHeld
    return Export(whom=whom, at=now, sections=sections, files=files)


def record_export(export: Export, *, actor: str, reason: str) -> Act:
    """Keep in the person's history that everything held of them was handed out."""
    entry = AuditEntry(
        act=PrivacyAct.EXPORT,
        subject=export.whom.email,
        actor=actor,
        at=export.at,
        changes=[],
        reason=reason,
        undoable=False,
        notes={"rows": export.rows, "files": len(export.files)},
    )
    with write_transaction() as writes:
        return record(writes, entry)


def write_archive(export: Export, file: IO[bytes]) -> None:
    """Write the export as a ZIP: for people, for machines, and the pictures."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("read-me.html", _readable(export))
        archive.writestr("everything.json", _exact(export))
        for name, content in export.files:
            archive.writestr(f"{_FOLDER}/{name}", content)


def archive_of(export: Export) -> IO[bytes]:
    """Return the ZIP of an export, to be closed by whoever sends it."""
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_archive(export, file)
    file.seek(0)
    return file


def _sections(whom: DataSubject) -> Iterator[Section]:
    for holding in holdings():
        yield Section(
            words=holding.words,
            table=holding.entity.base_name(),
            rows=[holding.told(whom, row) for row in holding.find(whom)],
        )
    for name, about in ELSEWHERE.items():
        words = f"Another service: {about.words}"
        yield Section(words=words, table=name, rows=list(rows_elsewhere(name, whom)))


def _exact(export: Export) -> str:
    told = {
        "email": export.whom.email,
        "otherEmails": sorted(export.whom.others),
        "profileIDs": sorted(export.whom.profile_ids),
        "exportedAt": export.at,
        "sections": [vars(section) for section in export.sections],
        "files": [f"{_FOLDER}/{name}" for name, _ in export.files],
        "notExported": {
            name: about.words
            for name, about in ELSEWHERE.items()
            if not about.attribute
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _readable(export: Export) -> str:
    context = {
        "email": " and ".join(export.whom.emails),
        "at": moment(export.at),
        "sections": [
            (section.words, [list(_fields(row)) for row in section.rows])
            for section in export.sections
        ],
        "files": [f"{_FOLDER}/{name}" for name, _ in export.files],
        "elsewhere": [
            about.words for about in ELSEWHERE.values() if not about.attribute
        ],
    }
    return render_to_string("privacy/export.html", context)


def _fields(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    labels = field_labels()
    for name, value in row.items():
        yield labels.get(name, name), _readable_value(name, value)


def _readable_value(name: str, value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None | "":
            return "—"
        case int() if is_time(name):
            return f"{moment(value):%Y-%m-%d %H:%M} UTC"
        case str() | int() | float():
            return str(value)
    return json.dumps(value, ensure_ascii=False, indent=1)
