"""What repairs connections, as row changes that a plan shows first."""

from collections.abc import Iterator, Sequence

from core.audit.changes import RowChange
from core.doctor.invariants import Finding
from interactions.invariants.examining import sides_in
from interactions.models import Connection
from interactions.services.tap import side_met
from profiles.models import Profile
from profiles.policy import is_hidden

Repaired = tuple[str, list[RowChange]]
_LABEL = "connection"


def end(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Remove what is left of a connection with nobody."""
    rows = _sides(findings)
    profiles = _profiles(findings)
    for finding in findings:
        owner, other = sides_in(finding.at)
        if not (owner in profiles and other in profiles):
            keys = (Connection.key(owner, other), Connection.key(other, owner))
            there = [rows[key] for key in keys if key in rows]
            yield finding.subject, [RowChange.removed(_LABEL, row) for row in there]


def mirror(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Write the side that is missing, as the tap would have."""
    rows = _sides(findings)
    profiles = _profiles(findings)
    for finding in findings:
        owner, other = sides_in(finding.at)
        met, mine = profiles.get(owner), rows.get(Connection.key(owner, other))
        if mine is None or met is None or is_hidden(met.plain()):
            continue
        if other in profiles and Connection.key(other, owner) not in rows:
            side = side_met(other, met, at=int(mine.created_at or now))
            yield finding.subject, [RowChange.created(_LABEL, side)]


def keep_one(findings: Sequence[Finding], now: int) -> Iterator[Repaired]:
    """Remove the second record of a connection, or have it name whom it is with."""
    rows = _sides(findings)
    for finding in findings:
        owner, other = sides_in(finding.at)
        row = rows.get(Connection.key(owner, other))
        if row is None:
            continue
        if Connection.key(other, owner) in rows:
            change = RowChange.edited(_LABEL, row, {"connectionID": other})
        else:
            change = RowChange.removed(_LABEL, row)
        yield finding.subject, [change]


def _sides(findings: Sequence[Finding]) -> dict[tuple[str, str | None], Connection]:
    pairs = [sides_in(finding.at) for finding in findings]
    return Connection.find_many(
        Connection.key(*pair) for one in pairs for pair in (one, one[::-1])
    )


def _profiles(findings: Sequence[Finding]) -> dict[str, Profile]:
    ids = {one for finding in findings for one in sides_in(finding.at)}
    found = Profile.find_many(map(Profile.key, ids))
    return {row.profile_id: row for row in found.values()}
