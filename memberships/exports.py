"""Members of the year as they can be taken away, and taken in again by an import."""

from core.exports.kinds import Export
from memberships.facts import FACTS
from memberships.models import Member

MEMBERS = Export(
    name="members",
    title="Members of this year",
    key="id",
    columns=(
        "id",
        *(fact.member for fact in FACTS.values()),
        "profileID",
        "cardCount",
        "admin",
        "createdAt",
        "updatedAt",
    ),
    rows=lambda: (member.plain() for member in Member.scan_in_segments()),
)
