"""Teams are made, joined and left; they get names and points."""

from companion.teams.services.joining import (
    join_team,
    leave_team,
    make_team,
    move_member,
)
from companion.teams.services.keeping import count_answers, give_points, rename_team

__all__ = [
    "count_answers",
    "give_points",
    "join_team",
    "leave_team",
    "make_team",
    "move_member",
    "rename_team",
]
