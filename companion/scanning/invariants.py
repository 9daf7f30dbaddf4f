"""Whether who scanned a code has its points.

Points come from elsewhere, too, so sums say nothing: but a scan writes them together
with the code's name in the list, and what lost the one has lost the other.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from companion.scanning.models import Scan
from companion.scanning.queries import SCANNED, codes_of
from core.audit.changes import RowChange
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import About, Finding, Invariant, Severity
from events.models import Registration, Team, is_event_key
from events.services.seats import REGISTRATION

Holder = Registration | Team
_CODE = "scan-uncounted"


class ScansExamined(Examination):
    """Compares scans with the lists of those whose points they gave."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._scanned: dict[tuple[type[Holder], str, str], set[str]] = defaultdict(set)
        self._listed: dict[tuple[type[Holder], str, str], set[str]] = {}

    def watches(self) -> Sequence[Watch]:
        """Return what tells of scans."""
        told = ("qrCodeID", "eventID;year", "teamID", "points")
        return (
            Watch(entity=Scan, attributes=told, look=self._look_at_scan),
            *(
                Watch(entity=model, attributes=(SCANNED,), look=self._look)
                for model in (Registration, Team)
            ),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield who lacks points of scans."""
        for (model, holder, event), codes in self._scanned.items():
            listed = self._listed.get((model, holder, event))
            if listed is None or codes <= listed or not _lacks(model, holder, event):
                continue
            if model is Team:
                subject, at, who = event, holder, f"The team {holder} of {event}"
            else:
                subject, at, who = holder, event, f"The registration for {event}"
            sentence = f"{who} does not have the points of all codes that were scanned."
            yield Finding(_CODE, subject, sentence, at=at)

    def _look_at_scan(self, scan: Scan) -> Iterator[Finding]:
        if _is_listed(scan):
            model = Team if scan.team else Registration
            key = (model, str(scan.holder), str(scan.event))
            self._scanned[key].add(str(scan.code))
        yield from ()

    def _look(self, row: Holder) -> Iterator[Finding]:
        codes = set(codes_of(row))
        self._listed[type(row), str(row.id), str(row.event)] = codes
        yield from ()


def _is_listed(scan: Scan) -> bool:
    return scan.is_only_one and not scan.is_mark


def _lacks(model: type[Holder], holder: str, event: str) -> bool:
    """Look again: a scan and the list change together, perhaps between two reads."""
    before = model.find(holder, event, consistent=True)
    scans = _scans_of(holder, event)
    after = model.find(holder, event, consistent=True)
    if before is None or after is None or codes_of(before) != codes_of(after):
        return False
    return bool(_uncounted(after, scans))


def _scans_of(holder: str, event: str) -> list[Scan]:
    rows = Scan.query(holder, consistent_read=True)
    return [row for row in rows if row.event == event and _is_listed(row)]


def _uncounted(row: Holder, scans: Iterable[Scan]) -> list[Scan]:
    listed = codes_of(row)
    return [scan for scan in scans if str(scan.code) not in listed]


def _count(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    for finding in findings:
        row: Holder | None
        if is_event_key(finding.subject):
            row = Team.find(finding.at, finding.subject, consistent=True)
        else:
            row = Registration.find(finding.subject, finding.at, consistent=True)
        if row is not None:
            scans = _uncounted(row, _scans_of(str(row.id), str(row.event)))
            yield finding.subject, [_counted(row, scans)]


def _counted(row: Holder, scans: Sequence[Scan]) -> RowChange:
    codes = [*codes_of(row), *(str(scan.code) for scan in scans)]
    given = [int(scan.points or 0) for scan in scans]
    points = int(row.points or 0) + sum(given)
    if isinstance(row, Registration):
        edit = {"points": points, SCANNED: json.dumps(codes)}
        return RowChange.edited(REGISTRATION, row, edit)
    spent = int(row.points_spent or 0) - sum(each for each in given if each < 0)
    team_edit = {"points": points, "pointsSpent": spent, SCANNED: codes}
    return RowChange.edited("team", row, team_edit)


INVARIANT = Invariant(
    code=_CODE,
    severity=Severity.ERROR,
    title="Points of scanned codes that are missing",
    meaning="Somebody, or a team, scanned a code, has no points of it, and cannot scan"
    " it again.",
    cause="Another service put a whole row back as it was before, or a registration was"
    " made anew.",
    mending="The points are added, and the codes are listed.",
    about=About.EVENT,
    repair=_count,
)
