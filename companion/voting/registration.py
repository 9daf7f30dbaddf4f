"""What voting adds to the ground, once it is imported."""

from companion.voting import holdings, wording  # noqa: F401 - register by import
from companion.voting.services import announce_undone, readdressed_votes
from core.audit.consequences import do_after_undo
from core.readdressing import readdress_with

do_after_undo(announce_undone)
readdress_with(readdressed_votes)
