"""Meeting people: one door for each change."""

from interactions.services.disconnecting import disconnect
from interactions.services.moving import MOVE_CONNECTIONS, move_connections
from interactions.services.pending_work import (
    Pending,
    bring_home,
    finish_unfinished,
    pending_work,
)
from interactions.services.pruning import dead_screens, expired_entries, prune
from interactions.services.removal import (
    REMOVE_CONNECTIONS,
    RESTORE_CONNECTIONS,
    missing_partners,
    remove_connections,
    require_profiles,
    restore_connections,
)
from interactions.services.tap import Connected, connect

__all__ = [
    "MOVE_CONNECTIONS",
    "REMOVE_CONNECTIONS",
    "RESTORE_CONNECTIONS",
    "Connected",
    "Pending",
    "bring_home",
    "connect",
    "dead_screens",
    "disconnect",
    "expired_entries",
    "finish_unfinished",
    "missing_partners",
    "move_connections",
    "pending_work",
    "prune",
    "remove_connections",
    "require_profiles",
    "restore_connections",
]
