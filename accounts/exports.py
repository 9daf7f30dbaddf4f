"""Users as they can be taken away."""

from accounts.models import User
from core.exports.kinds import Export

# Ours alone; other services know nothing of it.
_LEFT_OUT = "keptProfileID"

USERS = Export(
    name="users",
    title="Users",
    key="id",
    columns=(
        "id",
        "fname",
        "lname",
        "pronouns",
        "education",
        "studentId",
        "faculty",
        "major",
        "year",
        "gender",
        "diet",
        "isMember",
        "admin",
        "createdAt",
        "updatedAt",
    ),
    rows=lambda: (
        {name: value for name, value in user.plain().items() if name != _LEFT_OUT}
        for user in User.scan_in_segments()
    ),
)
