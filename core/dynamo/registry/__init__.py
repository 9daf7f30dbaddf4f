"""Every DynamoDB table of the club: its keys, its indexes, and who may touch it.

The access is the club's Table Ownership Map. Keys, indexes and expiry are told by the
entities where there are any; tables that no entity is bound to are described here.
``manage.py create_tables`` builds from it, ``manage.py table_map`` prints it, and the
test-suite holds every database call against it.
"""

from dataclasses import replace
from functools import cache

from core.dynamo.registry.companion import COMPANION
from core.dynamo.registry.core import CORE
from core.dynamo.registry.elsewhere import ELSEWHERE
from core.dynamo.registry.entities import with_shape
from core.dynamo.registry.entries import (
    EXPLORES,
    OUR_SERVICES,
    SERVICES,
    Access,
    EntityTable,
    Index,
    KeyPart,
    Table,
    Use,
)
from core.dynamo.registry.live import LIVE
from core.dynamo.registry.ours import OURS

__all__ = [
    "MAP",
    "OUR_SERVICES",
    "SERVICES",
    "Access",
    "EntityTable",
    "Index",
    "KeyPart",
    "Table",
    "Use",
    "add_local_table",
    "table_named",
    "tables",
]

MAP: tuple[EntityTable, ...] = (*CORE, *COMPANION, *LIVE, *ELSEWHERE)
_local: list[EntityTable] = []


@cache
def tables() -> tuple[Table, ...]:
    """Return every table, once Django is set up and all entities are loaded."""
    known = (
        entry if isinstance(entry, Table) else with_shape(entry)
        for entry in (*MAP, *OURS, *_local)
    )
    return tuple(
        table if table.local else replace(table, uses=(*table.uses, EXPLORES))
        for table in known
    )


def add_local_table(entry: EntityTable) -> None:
    """Add the table of a development tool to those of this machine."""
    _local.append(entry)
    tables.cache_clear()


def table_named(name: str) -> Table:
    """Return a table by its base name."""
    for table in tables():
        if table.name == name:
            return table
    raise LookupError(f"The registry has no table {name}.")
