"""Meeting people: one door for each change."""

from interactions.services.disconnect import disconnect
from interactions.services.moving import MOVE_CONNECTIONS, move_connections
from interactions.services.pruning import dead_screens, expired_entries, prune
from interactions.services.removal import (
    REMOVE_CONNECTIONS,
    RESTORE_CONNECTIONS,
    SWEEP_CONNECTIONS,
    missing_partners,
    remove_connections,
    restore_connections,
)
from interactions.services.tap import Connected, connect

__all__ = [
    "MOVE_CONNECTIONS",
    "REMOVE_CONNECTIONS",
    "RESTORE_CONNECTIONS",
    "SWEEP_CONNECTIONS",
    "Connected",
    "connect",
    "dead_screens",
    "disconnect",
    "expired_entries",
    "missing_partners",
    "move_connections",
    "prune",
    "remove_connections",
    "restore_connections",
]
