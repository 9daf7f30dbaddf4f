"""``manage.py table_map``: who may touch which table."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand

from core.dynamo.registry import Index, KeyPart, Table, tables
from core.membership_year import pin

HEADINGS = (
    "Table", "Key", "Indexes", "Owner", "Served by", "Service", "Access", "Notes",
)  # fmt: skip

Row = tuple[str, ...]


class Command(BaseCommand):
    """Prints the table registry."""

    help = (
        "Print every DynamoDB table of the club with its key, indexes, owner, which app"
        " of this project serves it, or that the dashboard's explorer shows it, and the"
        " access of each service. Asks no database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--format",
            choices=("table", "markdown", "json"),
            default="table",
            help="How to print it (table).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the map, with the year of the setting in the tables' names."""
        pin(None)
        lines = {"table": _aligned, "markdown": _markdown, "json": _json}
        for line in lines[options["format"]]():
            self.stdout.write(line)


def _shared() -> list[Table]:
    """Return the tables that are more than a development tool's."""
    return [table for table in tables() if not table.local]


def _rows() -> Iterator[Row]:
    """Yield a row per use; what repeats the row above is left blank."""
    for table in _shared():
        about: Row = (
            table.full_name,
            _key(table),
            ", ".join(f"{index.name} ({_key(index)})" for index in table.indexes),
            table.owner,
            table.served_by,
        )
        for use in table.uses:
            yield (*about, use.service, use.access.value, use.note)
            about = ("",) * len(about)


def _key(keyed: Table | Index) -> str:
    return " + ".join(part.name for part in _parts(keyed))


def _parts(keyed: Table | Index) -> list[KeyPart]:
    return [part for part in (keyed.hash_key, keyed.range_key) if part]


def _aligned() -> Iterator[str]:
    rows = [HEADINGS, *_rows()]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _markdown() -> Iterator[str]:
    rule = tuple("---" for _ in HEADINGS)
    for row in chain([HEADINGS, rule], _rows()):
        yield f"| {' | '.join(row)} |"


def _json() -> Iterator[str]:
    yield json.dumps([_described(table) for table in _shared()], indent=2)


def _described(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "table": table.full_name,
        "purpose": table.purpose,
        "yearly": table.yearly,
        "key": [{"name": part.name, "type": part.type} for part in _parts(table)],
        "indexes": [
            {
                "name": index.name,
                "key": [
                    {"name": part.name, "type": part.type} for part in _parts(index)
                ],
                "includes": list(index.includes) if index.includes else "all",
            }
            for index in table.indexes
        ],
        "ttl": table.ttl,
        "owner": table.owner,
        "servedBy": table.served_by,
        "access": {use.service: use.access.value for use in table.uses},
        "notes": {use.service: use.note for use in table.uses if use.note},
    }
