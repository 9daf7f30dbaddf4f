"""What scanning adds to the ground, once it is imported."""

from companion.scanning import holdings, services, wording  # noqa: F401 - register by import
from companion.scanning.exports import SCANS
from companion.scanning.invariants import INVARIANT, ScansExamined
from companion.scanning.queries import united_points
from core.audit.consequences import follow_acts, refuse_undo
from core.doctor.examining import register_examination
from core.doctor.invariants import register_invariants
from core.exports.kinds import register_export
from core.readdressing import readdress_with
from events.services.uniting import unite_registrations_with

register_export(SCANS)
follow_acts(services.follow)
refuse_undo(services.obstacles)
readdress_with(services.readdressed_scans)
register_invariants(INVARIANT)
register_examination(ScansExamined)
unite_registrations_with(united_points)
