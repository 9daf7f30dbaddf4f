"""Rows read on the event loop, for the few answers that are made there."""

from typing import TypeVar

from core.dynamo.base import Entity, Key
from core.dynamo.client import client_at_hand
from core.dynamo.lean import LeanClient
from core.dynamo.loop_connections import NeedsThread

E = TypeVar("E", bound=Entity)


async def row_on_loop(entity: type[E], key: Key) -> E | None:
    """Return the row of a key that is no longer than keys may be, or None.

    Raises ``NeedsThread`` where ``find`` has to be asked instead, in a thread.
    """
    client = client_at_hand()
    if not isinstance(client, LeanClient):
        raise NeedsThread
    request = {"TableName": entity.Meta.table_name, "Key": entity.key_item(key)}
    found = await client.read_on_loop("GetItem", request)
    return entity.of_item(found["Item"]) if "Item" in found else None
