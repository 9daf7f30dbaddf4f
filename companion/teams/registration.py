"""What teams add to the ground, once it is imported."""

from companion.teams import holdings, wording  # noqa: F401 - register by import
from companion.teams.exports import TEAMS
from companion.teams.invariants import INVARIANT, TeamsExamined
from companion.teams.queries import united_team
from companion.teams.services import following
from companion.teams.wall import TEAMS_TABLE
from core.audit.consequences import follow_acts, refuse_undo
from core.doctor.examining import register_examination
from core.doctor.invariants import register_invariants
from core.exports.kinds import register_export
from events.services.uniting import unite_registrations_with
from interactions.wall.additions import register_addition

register_export(TEAMS)
register_addition(TEAMS_TABLE)
follow_acts(following.follow)
refuse_undo(following.obstacles)
register_invariants(INVARIANT)
register_examination(TeamsExamined)
unite_registrations_with(united_team)
