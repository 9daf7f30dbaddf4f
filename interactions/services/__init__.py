"""Meeting people: one function for each change."""

from interactions.services.disconnecting import disconnect
from interactions.services.moving import move_connections
from interactions.services.pruning import dead_screens, expired_entries, prune
from interactions.services.removal import (
    ConnectionWork,
    missing_partners,
    remove_connections,
    require_profiles,
    restore_connections,
)
from interactions.services.stranded import bring_home
from interactions.services.tap import Connected, connect

__all__ = [
    "Connected",
    "ConnectionWork",
    "bring_home",
    "connect",
    "dead_screens",
    "disconnect",
    "expired_entries",
    "missing_partners",
    "move_connections",
    "prune",
    "remove_connections",
    "require_profiles",
    "restore_connections",
]
