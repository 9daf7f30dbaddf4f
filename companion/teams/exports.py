"""Teams, to be exported."""

from collections.abc import Iterator

from core.exports.kinds import Export, Row
from events.models import Team


def _teams() -> Iterator[Row]:
    for team in Team.scan_in_segments():
        yield team.plain()


TEAMS = Export(
    name="teams",
    title="Teams",
    key="eventID;year",
    columns=("id", "eventID;year", "teamName", "memberIDs", "points", "funding"),
    rows=_teams,
)
