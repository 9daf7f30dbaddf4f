"""What judging adds to the ground, once it is imported."""

from companion.judging import holdings, wording  # noqa: F401 - register by import
from companion.judging.exports import JUDGING
from companion.judging.services.readdressing import readdressed_judges
from core.exports.kinds import register_export
from core.readdressing import readdress_with

register_export(JUDGING)
readdress_with(readdressed_judges)
