"""Undo from the console."""

from biztech.dashboard.framework.undo import UndoView
from biztech.dashboard.wall.console import event_named, wall_url
from core.clock import now_ms


class WallUndoView(UndoView):
    """Undo of an act on a wall."""

    undone = "Undone. The wall is as before."
    # Every act on a wall touches the mark by which screens notice a change.
    advice = "Hidden people and what was cleared can still be shown again, below."

    def subject(self) -> str:
        """Return the event that is posted; nothing is undone where there is none."""
        subject = super().subject()
        event_named(subject, now=now_ms())
        return subject

    def back(self, subject: str) -> str:
        """Return the console of the event."""
        return wall_url(event_named(subject, now=now_ms()))
