"""What an act means beyond the rows that it changed, as apps register it at start.

An app that keeps something of its own for a row of another app does not want to be
named by whoever changes that row: it follows the act instead.
"""

from collections.abc import Callable, Iterable, Sequence

from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.transactions import Writes

Changes = Sequence[RowChange]

# Adds conditions, or pending work, to the transaction that does an act.
Follower = Callable[[Writes, Act, Changes], None]
# Says in a sentence each what forbids undoing an act that made these changes.
Obstacles = Callable[[Act, Changes], Iterable[str]]
# Does what an undo that made these changes asks for outside of the database.
AfterUndo = Callable[[Changes], None]

_followers: list[Follower] = []
_obstacles: list[Obstacles] = []
_after_undo: list[AfterUndo] = []


def follow_acts(follower: Follower) -> Callable[[], None]:
    """Ask ``follower`` about each act from now on; return how to stop that."""
    _followers.append(follower)
    return lambda: _followers.remove(follower)


def refuse_undo(obstacles: Obstacles) -> Callable[[], None]:
    """Ask ``obstacles`` before each undo from now on; return how to stop that."""
    _obstacles.append(obstacles)
    return lambda: _obstacles.remove(obstacles)


def do_after_undo(action: AfterUndo) -> Callable[[], None]:
    """Do ``action`` after each undo from now on; return how to stop that."""
    _after_undo.append(action)
    return lambda: _after_undo.remove(action)


def add_consequences(writes: Writes, act: Act, changes: Changes) -> None:
    """Add to the transaction of an act what its followers have to add."""
    for follower in _followers:
        follower(writes, act, changes)


def obstacles_to_undo(act: Act, changes: Changes) -> list[str]:
    """Return what apps have against undoing an act, a sentence each."""
    return [sentence for ask in _obstacles for sentence in ask(act, changes)]


def tell_undone(changes: Changes) -> None:
    """Have apps do what an undo asks for, once its rows are written."""
    for action in _after_undo:
        action(changes)
