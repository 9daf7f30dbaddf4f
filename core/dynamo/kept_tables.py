"""The tables of the embedded engine, which are looked at again when they may differ."""

import hashlib
from collections.abc import Sequence

from django.conf import settings

from core.dynamo.engine import local_engine
from core.dynamo.registry import Table
from core.dynamo.tables import create_tables


def complete_kept_tables(tables: Sequence[Table]) -> int:
    """Create what is missing, as ``create_tables`` does, and remember that it is done.

    As long as the registry says the same and the tables are there, nothing is asked.
    """
    # Beside the rows: whoever removes them removes it too.
    noted = settings.VAR_DIR / "dynamodb" / "tables.sha256"
    said = "\n".join(f"{table.full_name} {table!r}" for table in tables)
    digest = hashlib.sha256(said.encode()).hexdigest()
    there = local_engine().table_names() or set()
    if (
        noted.exists()
        and noted.read_text() == digest
        and there.issuperset(table.full_name for table in tables)
    ):
        return 0
    added = create_tables(tables)
    noted.write_text(digest)
    return added
