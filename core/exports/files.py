"""The forms of an export: CSV and workbooks that run nothing, and JSON lines."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import TextIOWrapper
from types import MappingProxyType
from typing import IO, Any

from core.csv_files import cell, csv_row_writer
from core.exports.kinds import Row

# More than that in a cell no spreadsheet program opens.
_LONGEST_CELL = 32_767

# Writes the rows to a binary file, with these columns.
Write = Callable[[IO[bytes], Sequence[str], Iterable[Row]], None]


def write_csv(file: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write CSV in UTF-8; a text that would be a formula begins with an apostrophe."""
    text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    write = csv_row_writer(text, columns)
    for row in rows:
        write({name: _in_one(row.get(name)) for name in columns})
    text.detach()


def write_jsonl(file: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a line for each row, with everything that is stored."""
    for row in rows:
        file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")


def write_xlsx(file: IO[bytes], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write a workbook in which every text is a text."""
    # Slow to load, and for whoever wants a workbook.
    from xlsxwriter import Workbook

    with Workbook(file, {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.freeze_panes(1, 1)
        page.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(columns):
                write_cell(page, number, column, cell(_in_one(row.get(name))))


FORMATS: Mapping[str, Write] = MappingProxyType(
    {"csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl}
)
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "jsonl": "application/x-ndjson",
    }
)


def write_cell(page: Any, number: int, column: int, value: Any) -> None:
    """Write a number as one, and anything else as a text that runs nothing."""
    if isinstance(value, int | float):
        page.write_number(number, column, value)
    elif value is not None:
        page.write_string(number, column, str(value)[:_LONGEST_CELL])


def _in_one(value: Any) -> Any:
    """Return a list as one text, as an import takes it apart again."""
    return ", ".join(str(each) for each in value) if isinstance(value, list) else value
