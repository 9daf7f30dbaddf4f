"""What investments add to the ground, once it is imported."""

from companion.investments import holdings, services, wording  # noqa: F401 - register by import
from core.audit.consequences import follow_acts, refuse_undo
from core.readdressing import readdress_with

follow_acts(services.follow)
refuse_undo(services.obstacles)
readdress_with(services.readdressed_investments)
