"""Tables for spreadsheets: CSV that is read as it was written and runs nothing."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

from defusedcsv import csv

# Before an equals sign it would hide a formula from the guard, not from a spreadsheet.
_UNSEEN = re.compile(r"^[\s\x00-\x1f\x7f\ufeff\u200b]+")


def csv_row_writer(
    text: IO[str], columns: Sequence[str]
) -> Callable[[Mapping[str, Any]], None]:
    """Write the columns' names, and return what writes one row; others are left out.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    rows = csv.DictWriter(text, columns)
    rows.writeheader()

    def write(values: Mapping[str, Any]) -> None:
        rows.writerow({name: cell(values.get(name)) for name in columns})

    return write


def cell(value: Any) -> Any:
    """Return what a cell shows of a value."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return _UNSEEN.sub("", value)
        case list():
            return " ".join(str(each) for each in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return value
