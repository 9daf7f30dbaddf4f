"""Every DynamoDB table of the club: its keys, its indexes, and who may touch it.

The access is the club's Table Ownership Map; tables that no app of this project owns
are here too. ``manage.py create_tables`` builds from it, ``manage.py table_map`` prints
it, and the test-suite holds every database call against it.
"""

from core.dynamo.registry.companion import COMPANION
from core.dynamo.registry.core import CORE
from core.dynamo.registry.elsewhere import ELSEWHERE
from core.dynamo.registry.entries import (
    OUR_SERVICES,
    SERVICES,
    Access,
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
    "TABLES",
    "Access",
    "Index",
    "KeyPart",
    "Table",
    "Use",
    "table_named",
]

MAP: tuple[Table, ...] = (*CORE, *COMPANION, *LIVE, *ELSEWHERE)
TABLES: tuple[Table, ...] = (*MAP, *OURS)


def table_named(name: str) -> Table:
    """Return a table by its base name."""
    for table in TABLES:
        if table.name == name:
            return table
    raise LookupError(f"The registry has no table {name}.")
