"""Judging is run by execs, and done by judges."""

from companion.judging.services.appointing import (
    Assigned,
    Assignment,
    appoint,
    assign,
    dismiss,
)
from companion.judging.services.feedback import change_feedback, give_feedback
from companion.judging.services.running import set_release, set_round

__all__ = [
    "Assigned",
    "Assignment",
    "appoint",
    "assign",
    "change_feedback",
    "dismiss",
    "give_feedback",
    "set_release",
    "set_round",
]
