"""Which rows were written, told once they are: to whoever keeps a picture of them.

Of its own process a listener is told at once. Of others it hears as long as they reach
this one, and what else writes to the tables tells nobody: no picture is to be trusted
for longer than some seconds.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.dynamo.base import Entity, Key, entity_for
from core.membership_year import membership_year

logger = logging.getLogger("core.dynamo")

# Takes an entity, any of the table's, and the key; returns at once.
Listener = Callable[[type[Entity], Key], object]


@dataclass(frozen=True, eq=False)
class _Subscription:
    listener: Listener
    tables: frozenset[str]
    elsewhere: bool

    def wants(self, table: str) -> bool:
        return not self.tables or table in self.tables


_subscriptions: list[_Subscription] = []
_senders: list[Callable[[str], object]] = []


def tell_of_writes(
    listener: Listener, *models: type[Entity], elsewhere: bool = False
) -> Callable[[], None]:
    """Tell ``listener`` of each row written from now on; return how to stop that.

    ``models`` says of which tables' rows, all of them where there are none. With
    ``elsewhere`` it is told of what other processes write as well, in a thread of its
    own; those learn from the listeners that they have which tables are worth telling.
    """
    tables = frozenset(model.base_name() for model in models)
    subscription = _Subscription(listener, tables, elsewhere)
    _subscriptions.append(subscription)
    return lambda: _subscriptions.remove(subscription)


def send_with(sender: Callable[[str], object]) -> Callable[[], None]:
    """Give what others are to ``hear`` to ``sender``; return how to stop that."""
    _senders.append(sender)
    return lambda: _senders.remove(sender)


def announce(model: type[Entity], key: Key) -> None:
    """Tell that a row was created, changed or removed; never raises."""
    table = model.base_name()
    wanting = [each for each in tuple(_subscriptions) if each.wants(table)]
    for each in wanting:
        _tell(each.listener, model, key)
    if any(each.elsewhere for each in wanting):
        for send in tuple(_senders):
            _tell(send, _text_of(model, key))


def hear(text: str) -> None:
    """Tell whoever wants to know of a row that another process wrote."""
    try:
        table, year, hash_key, range_key = json.loads(text)
        model = entity_for(table, None if year == membership_year() else year)
    except (LookupError, TypeError, ValueError):
        # An unlike version wrote it.
        return
    for each in tuple(_subscriptions):
        if each.elsewhere and each.wants(table):
            _tell(each.listener, model, (hash_key, range_key))


def _tell(listener: Callable[..., object], *about: Any) -> None:
    try:
        listener(*about)
    except Exception as failure:  # noqa: BLE001 - the row is written all the same
        logger.warning("write.untold error=%s", type(failure).__name__)


def _text_of(model: type[Entity], key: Key) -> str:
    meta: Any = model.Meta
    year = (meta.year or membership_year()) if meta.yearly else None
    return json.dumps([model.base_name(), year, *key])
