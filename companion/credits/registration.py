"""What credits add to the ground, once it is imported."""

from companion.credits import holdings, wording  # noqa: F401 - register by import
from companion.credits.exports import CREDITS
from companion.credits.invariants import INVARIANT, CreditsExamined
from companion.credits.models import Prize
from companion.credits.queries import hear_write
from companion.credits.services import balances
from companion.credits.services.readdressing import readdressed_credits
from core.audit.consequences import follow_acts, refuse_undo
from core.doctor.examining import register_examination
from core.doctor.invariants import register_invariants
from core.dynamo.signals import tell_of_writes
from core.exports.kinds import register_export
from core.readdressing import readdress_with

register_export(CREDITS)
follow_acts(balances.follow)
refuse_undo(balances.obstacles)
readdress_with(readdressed_credits)
tell_of_writes(hear_write, Prize, elsewhere=True)
register_invariants(INVARIANT)
register_examination(CreditsExamined)
