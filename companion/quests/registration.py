"""What quests add to the ground, once it is imported."""

from companion.quests import holdings, wording  # noqa: F401 - register by import
from companion.quests.exports import QUESTS
from companion.quests.services import readdressed_quests
from companion.quests.wall import MILESTONES
from core.exports.kinds import register_export
from core.readdressing import readdress_with
from interactions.wall.additions import register_addition

register_export(QUESTS)
readdress_with(readdressed_quests)
register_addition(MILESTONES)
