"""What quizzes add to the ground, once it is imported."""

from companion.quizzes import holdings, services, wording  # noqa: F401 - register by import
from companion.quizzes.exports import QUIZZES
from core.audit.consequences import follow_acts
from core.exports.kinds import register_export

register_export(QUIZZES)
follow_acts(services.follow)
