"""What repairs registrations, as row changes that a plan shows first."""

from collections.abc import Iterator, Sequence

from core.audit.changes import RowChange
from core.doctor.invariants import Finding
from events.invariants.examining import TEAM
from events.models import Registration


def leave_team(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    """Have the registration name no team, as after leaving one."""
    keys = {(finding.subject, finding.at) for finding in findings}
    for row in Registration.find_many(keys).values():
        edit = {TEAM: "", "updatedAt": now}
        yield str(row.id), [RowChange.edited("registration", row, edit)]
