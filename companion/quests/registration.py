"""What quests add to the ground, once it is imported."""

from companion.quests import holdings, wording  # noqa: F401 - register by import
from companion.quests.services import readdressed_quests
from core.readdressing import readdress_with

readdress_with(readdressed_quests)
