"""Which rows were written, told once they are: to whoever keeps a picture of them."""

import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger("core.dynamo")

# Takes the entity (any of the table's) and the key; returns at once.
Listener = Callable[[Any, tuple[str, str | None]], object]
_listeners: list[Listener] = []


def tell_of_writes(listener: Listener) -> Callable[[], None]:
    """Tell ``listener`` of each row written from now on; return how to stop that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def announce(model: Any, key: tuple[str, str | None]) -> None:
    """Tell that a row was created, changed or removed; never raises."""
    for listener in tuple(_listeners):
        try:
            listener(model, key)
        except Exception as failure:  # noqa: BLE001 - the row is written all the same
            logger.warning("write.untold error=%s", type(failure).__name__)
