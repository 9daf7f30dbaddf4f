"""What judging adds to the ground, once it is imported."""

from companion.judging import holdings, wording  # noqa: F401 - register by import
from companion.judging.exports import JUDGING
from companion.judging.invariants import INVARIANT, JudgesExamined
from companion.judging.services import counting
from companion.judging.services.readdressing import readdressed_judges
from core.audit.consequences import follow_acts, refuse_undo
from core.doctor.examining import register_examination
from core.doctor.invariants import register_invariants
from core.exports.kinds import register_export
from core.readdressing import readdress_with

register_export(JUDGING)
readdress_with(readdressed_judges)
follow_acts(counting.follow)
refuse_undo(counting.obstacles)
register_invariants(INVARIANT)
register_examination(JudgesExamined)
