"""Scanning a code: its points reach a person, or their team, once.

Nobody scans one for a second team, either, into which they go over.

A scan counts as the code was when it came: its row is in no write, on which a whole
hall before one booth would wait.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from companion.scanning.acts import ScanAct
from companion.scanning.errors import (
    BelowZero,
    CodeInactive,
    CodeUnknown,
    NotConfirmed,
    NotTakingPart,
    ScannedAlready,
)
from companion.scanning.models import Scan
from companion.scanning.queries import (
    SCANNED,
    Scene,
    codes_of,
    gives_to_teams,
    points_of,
    scans_of,
    scene_of,
)
from companion.teams.errors import NoTeamOfTheirs
from companion.teams.queries import find_team
from companion.teams.services.joining import TEAM
from core.audit.acts import CommonAct
from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, retry_on_conflict, write_transaction
from core.dynamo.wire import Item, to_item
from core.idempotency import id_under
from core.readdressing import Readdressed
from events.models import Registration, Team, event_key
from events.services.seats import REGISTRATION
from events.statuses import SETTLED, status_of
from profiles.models import QR

Changes = Sequence[RowChange]

SCAN = "scan"
PARTNER = "Partner"
# Who scans may cancel, or come into another team, before the write arrives.
_GUARD = (Registration.status.attr_name, Registration.team.attr_name)


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """What a scan gave; ``act`` is None where it gave nothing more than before."""

    code: QR
    given: int
    # How many the person, or their team, has then.
    current: int
    by_team: bool
    act: Act | None = None


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A code before somebody who may scan it, and the team whose the points are."""

    code: QR
    registration: Registration
    team: Team | None

    @property
    def points(self) -> int:
        """What the code is worth."""
        return points_of(self.code)

    @property
    def holder(self) -> Registration | Team:
        """Whose points the code's are."""
        return self.team or self.registration

    def gives(self, points: int, act: Act | None = None) -> Scanned:
        before = int(self.holder.points or 0)
        current = _points_now(self.holder) if act is None else before + points
        by_team = self.team is not None
        return Scanned(
            code=self.code, given=points, current=current, by_team=by_team, act=act
        )


def scan_code(
    code_id: str,
    email: str,
    event_id: str,
    year: int,
    *,
    confirmed: bool,
    actor: str,
    now: int,
    key: str = "",
) -> Scanned:
    """Give somebody, or their team, the points of a code of an event.

    ``confirmed`` says that points may be spent. A second partner of an event gives
    nothing. The same ``key`` counts once for a code without a limit. Raises
    ``CodeUnknown``, ``CodeInactive``, ``NotTakingPart``, ``NoTeamOfTheirs``,
    ``NotConfirmed``, ``ScannedAlready`` and ``BelowZero``.
    """
    event = event_key(event_id, year)
    # Of one call, however often it decides.
    own_id = id_under(f"{email}\n{event}\n{code_id}", key)

    def decide(_: int) -> Scanned:
        shown = _shown(scene_of(email, code_id, event_id, year))
        if shown.points < 0 and not confirmed:
            raise NotConfirmed(shown.points)
        partner = _partner_mark(shown, now=now)
        if partner is not None and Scan.find(*partner.key_of(), consistent=True):
            return shown.gives(0)
        row = _row(shown, own_id, now=now)
        own = _own_mark(shown, row, now=now)
        if row.is_only_one:
            _refuse_second(shown, row, own)
        elif first := Scan.find(*row.key_of(), consistent=True):
            return shown.gives(int(first.points or 0))
        rows = [each for each in (row, own, partner) if each]
        creations = [RowChange.created(SCAN, each) for each in rows]
        entry = AuditEntry(
            act=ScanAct.SCAN,
            subject=email,
            actor=actor,
            at=now,
            changes=creations,
            notes={"event": event, "code": code_id, "points": str(shown.points)},
        )
        with write_transaction() as writes:
            for creation in creations:
                creation.apply(writes, otherwise=Stale())
            for change in _given(row, shown.registration, shown.team, now=now):
                change.apply(writes, guard=_guard_of(change), otherwise=Stale())
            act = record(writes, entry)
        return shown.gives(shown.points, act)

    return retry_on_conflict(decide)


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Take back the points of scans that are undone."""
    for scan in _undone(act, changes):
        registration, team = _holders(scan)
        if registration is None or (scan.team and team is None):
            raise Stale
        for change in _given(scan, registration, team, back=True, now=int(act.at)):
            change.apply(writes, otherwise=Stale())


def obstacles(act: Act, changes: Changes) -> Iterator[str]:
    """Yield what stands against taking the points of a scan back."""
    if act.act != ScanAct.SCAN:
        return
    for scan in _scans(change.after for change in changes if change.model is Scan):
        registration, team = _holders(scan)
        if registration is None:
            yield "The registration is gone since."
        if scan.team and team is None:
            yield "The team is gone since."
        if team is not None and int(team.points or 0) < int(scan.points or 0):
            yield "The team has spent the points since."


def readdressed_scans(old: str, new: str, now: int) -> Readdressed:
    """Return how scans go to another address; where it scanned too, its own stays."""
    found = Readdressed()
    there = {row.key_of() for row in scans_of(new)}
    for row in scans_of(old):
        if row.holder != old:
            found.changes.append(RowChange.edited(SCAN, row, {"userID": new}))
            continue
        found.changes.append(RowChange.removed(SCAN, row))
        moved = Scan.of_item({**row.wire, **to_item({"id": new, "userID": new})})
        if moved.key_of() not in there:
            found.changes.append(RowChange.created(SCAN, moved))
    return found


def _shown(scene: Scene) -> _Shown:
    """Return a code before somebody who may scan it, or refuse."""
    if scene.event is None or scene.code is None:
        raise CodeUnknown
    # Older rows, and those of partners and companies, do not say.
    if scene.code.is_active is False:
        raise CodeInactive
    registration = scene.registration
    if registration is None or status_of(registration.status) not in SETTLED:
        raise NotTakingPart
    if scene.team is None and gives_to_teams(scene.event):
        raise NoTeamOfTheirs
    return _Shown(code=scene.code, registration=registration, team=scene.team)


def _row(shown: _Shown, own_id: str, *, now: int) -> Scan:
    own = (own_id,) if shown.code.is_unlimited_scans else ()
    event, code_id = str(shown.code.event), str(shown.code.id)
    holder, scan = Scan.key(str(shown.holder.id), event, code_id, *own)
    return Scan.of(
        {
            "id": holder,
            "scan": scan,
            **_of_scan(shown, now=now),
            "teamID": None if shown.team is None else shown.team.id,
            "points": shown.points,
        }
    )


def _own_mark(shown: _Shown, row: Scan, *, now: int) -> Scan | None:
    """Return the row that says who scanned for a team; None where it is the scan's."""
    if shown.team is None or not row.is_only_one:
        return None
    email, event = str(shown.registration.id), str(shown.code.event)
    person, scan = Scan.key(email, event, str(shown.code.id))
    return Scan.of({"id": person, "scan": scan, **_of_scan(shown, now=now)})


def _partner_mark(shown: _Shown, *, now: int) -> Scan | None:
    """Return the row that only the first scan of a partner makes; None for others."""
    if shown.code.type != PARTNER:
        return None
    person, scan = Scan.partner_key(str(shown.registration.id), str(shown.code.event))
    return Scan.of({"id": person, "scan": scan, **_of_scan(shown, now=now)})


def _of_scan(shown: _Shown, *, now: int) -> dict[str, object]:
    return {
        "userID": shown.registration.id,
        "qrCodeID": shown.code.id,
        "eventID;year": shown.code.event,
        "timestamp": str(now),
    }


def _refuse_second(shown: _Shown, row: Scan, own: Scan | None) -> None:
    if _was_scanned(shown.holder, row):
        current = _points_now(shown.holder)
        raise ScannedAlready(current, by_team=shown.team is not None)
    if own is not None and _was_scanned(shown.registration, own):
        raise ScannedAlready(_points_now(shown.registration))


def _points_now(holder: Registration | Team) -> int:
    """Return how many there are; a scan that was found may have come since reading."""
    row = type(holder).find(*holder.key_of(), consistent=True)
    return int((row or holder).points or 0)


def _was_scanned(holder: Registration | Team, row: Scan) -> bool:
    """Tell whether a code gave its points; the service before kept a list alone."""
    listed = str(row.code) in codes_of(holder)
    return listed or Scan.find(*row.key_of(), consistent=True) is not None


def _given(
    scan: Scan,
    registration: Registration,
    team: Team | None,
    *,
    now: int,
    back: bool = False,
) -> list[RowChange]:
    """Return how points reach who scanned and their team, or are taken ``back``."""
    points = -int(scan.points or 0) if back else int(scan.points or 0)
    own: dict[str, Any] = {
        "points": int(registration.points or 0) + points,
        "updatedAt": now,
    }
    if team is None:
        own[SCANNED] = json.dumps(_listed(registration, scan, back=back))
        return [RowChange.edited(REGISTRATION, registration, own)]
    total = int(team.points or 0) + points
    if points < 0 and total < 0:
        raise BelowZero
    spent = -points if int(scan.points or 0) < 0 else 0
    of_team = {
        "points": total,
        "pointsSpent": int(team.points_spent or 0) + spent,
        SCANNED: _listed(team, scan, back=back),
        "updatedAt": now,
    }
    return [
        RowChange.edited(REGISTRATION, registration, own),
        RowChange.edited(TEAM, team, of_team),
    ]


def _listed(row: Registration | Team, scan: Scan, *, back: bool) -> list[str]:
    """Return the codes that gave points, without those that do so again and again."""
    codes = codes_of(row)
    if not scan.is_only_one:
        return codes
    others = [each for each in codes if each != scan.code]
    return others if back else [*others, str(scan.code)]


def _guard_of(change: RowChange) -> Sequence[str]:
    return _GUARD if change.model is Registration else ()


def _undone(act: Act, changes: Changes) -> list[Scan]:
    undid = json.loads(act.notes or "{}").get("undid")
    if act.act != CommonAct.UNDO or undid != ScanAct.SCAN:
        return []
    return _scans(change.before for change in changes if change.model is Scan)


def _scans(items: Iterable[Item | None]) -> list[Scan]:
    """Return the scans among rows, without marks."""
    rows = [Scan.of_item(item) for item in items if item]
    return [row for row in rows if not row.is_mark]


def _holders(scan: Scan) -> tuple[Registration | None, Team | None]:
    """Return who scanned, and the team that has the points, as they are now."""
    event = str(scan.event)
    registration = Registration.find(str(scan.person), event, consistent=True)
    return registration, find_team(str(scan.team), event) if scan.team else None
