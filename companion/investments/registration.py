"""What investments add to the ground, once it is imported."""

from companion.investments import holdings, services, wording  # noqa: F401 - register by import
from companion.investments.exports import INVESTMENTS
from companion.investments.invariants import INVARIANT, FundingExamined
from core.audit.consequences import follow_acts, refuse_undo
from core.doctor.examining import register_examination
from core.doctor.invariants import register_invariants
from core.exports.kinds import register_export
from core.readdressing import readdress_with
from events.services.openings import open_registrations_with
from events.services.uniting import keep_of_registrations_with, unite_registrations_with

register_export(INVESTMENTS)
follow_acts(services.follow)
refuse_undo(services.obstacles)
readdress_with(services.readdressed_investments)
register_invariants(INVARIANT)
register_examination(FundingExamined)
open_registrations_with(services.opening)
keep_of_registrations_with(services.kept_balance)
unite_registrations_with(services.united_balance)
