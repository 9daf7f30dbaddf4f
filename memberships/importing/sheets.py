"""Sheets as people make them: CSV or XLSX, with the headers that came to mind."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any
from zipfile import is_zipfile

from memberships.errors import UnreadableSheet
from memberships.facts import FACTS

MOST_ROWS = 100_000

_NOT_ALIKE = re.compile(r"[^a-z0-9]+")
_EMAIL = "email"
_EMAIL_WORDS = ("email", "email address", "e-mail", "mail", "your email", "id")
# What sign-up sheets call facts beside the names that the club's software uses.
_WORDS = {
    "first_name": ("first", "given name", "forename", "legal first name"),
    "last_name": ("last", "surname", "family name", "legal last name"),
    "student_number": ("student id", "student no", "ubc student number"),
    "year": ("year of study", "year level", "current year"),
    "education": ("school", "student status"),
    "international": ("international student",),
    "previous_member": ("previous member", "returning member"),
    "diet": ("dietary restrictions", "dietary restriction", "dietary"),
    "heard_from": ("how did you hear about us", "how did you hear about biztech"),
    "topics": ("interests", "topics"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A person of the sheet: where, and what it says by the names of the facts."""

    number: int
    email: str
    values: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The people of a sheet, and the columns that mean nothing to us."""

    lines: Iterable[Line]
    unread: list[str]


def read_sheet(file: bytes) -> Sheet:
    """Return the people in a file; raises ``UnreadableSheet`` with what to mend."""
    rows = enumerate(_rows(file), start=1)
    for _, titles in rows:
        if any(titles):
            break
    else:
        raise UnreadableSheet("The sheet is empty.")
    columns = [_column_of(title) for title in titles]
    if columns.count(_EMAIL) != 1:
        found = "no" if _EMAIL not in columns else "more than one"
        raise UnreadableSheet(
            f"The sheet has {found} column of e-mail addresses; call it Email."
        )
    for name in columns:
        if name and columns.count(name) > 1:
            raise UnreadableSheet(
                f"Several columns are read as {FACTS[name].label}; keep one."
            )
    unread = [t for t, name in zip(titles, columns, strict=True) if t and not name]
    return Sheet(lines=_lines(rows, columns), unread=unread)


def _lines(
    rows: Iterator[tuple[int, list[str]]], columns: list[str | None]
) -> Iterator[Line]:
    for number, row in rows:
        if number > MOST_ROWS:
            raise UnreadableSheet(f"The sheet has more than {MOST_ROWS:,} rows.")
        known = {
            name: cell
            for name, cell in zip(columns, row, strict=False)
            if name and cell
        }
        if any(row):
            email = known.pop(_EMAIL, "")
            yield Line(number=number, email=email, values=known)


def _rows(file: bytes) -> Iterator[list[str]]:
    if is_zipfile(BytesIO(file)):
        return _rows_of_workbook(file)
    return _rows_of_text(_decoded(file))


def _rows_of_workbook(file: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0)
    except (CalamineError, IndexError, ValueError):
        raise UnreadableSheet("This is no spreadsheet that can be read.") from None
    for row in sheet.iter_rows():
        yield [_text(cell) for cell in row]


def _rows_of_text(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for row in csv.reader(StringIO(text), delimiter=delimiter):
            yield [_without_guard(cell.strip()) for cell in row]
    except csv.Error as error:
        raise UnreadableSheet(f"The file cannot be read as CSV: {error}.") from None


def _decoded(file: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = file.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableSheet("The file is neither CSV nor XLSX.")


def _without_guard(cell: str) -> str:
    # Our own exports put an apostrophe before what a spreadsheet would run.
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell).strip()


def _alike(title: str) -> str:
    return _NOT_ALIKE.sub("", title.lower())


def _words_of(name: str) -> Iterator[str]:
    fact = FACTS[name]
    yield from (name, fact.label, fact.question, fact.user, fact.member, fact.form)
    yield from (*fact.grant, *fact.payment, *_WORDS.get(name, ()))


_NAMES = {_alike(word): name for name in FACTS for word in _words_of(name) if word} | {
    _alike(word): _EMAIL for word in _EMAIL_WORDS
}


def _column_of(title: str) -> str | None:
    return _NAMES.get(_alike(title))
