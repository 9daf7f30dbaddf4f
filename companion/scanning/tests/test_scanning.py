"""Scans: who may scan for whom, and that a code gives its points once."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.at_once import at_once, just_before_the_commit
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    anonymous,
    caller,
    change_row,
    send,
)
from companion.scanning.errors import BelowZero, NotTakingPart, ScannedAlready
from companion.scanning.invariants import INVARIANT
from companion.scanning.models import Scan
from companion.scanning.queries import Scene, scene_of
from companion.scanning.services import Scanned, readdressed_scans, scan_code
from companion.teams.services import move_member
from core.audit.acts import CommonAct
from core.audit.errors import UndoRefused
from core.audit.models import Act
from core.audit.reversal import undo
from core.audit.trail import AuditEntry, history, record
from core.doctor.examining import examine
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from events.models import Registration, Team
from events.tests.stored import store_event
from profiles.models import QR

KEY = "gala;2026"
DAN = "dan@example.org"
BODY = {
    "qrCodeID": "booth",
    "eventID": "gala",
    "year": 2026,
    "email": AMIRA,
    "negativePointsConfirmed": False,
}


def store_code(code_id: str, points: Any = 5, **values: Any) -> None:
    row = {"id": code_id, "eventID;year": KEY, "type": "Booth", "points": points}
    store_rows(QR.of({**row, **values}))


def store_registered(email: str, **values: Any) -> None:
    row = {"id": email, "eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**row, **values}))


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store an event with a booth's code, and three people."""
    store_event("gala", 2026)
    store_code("booth", data={"partnerID": "acme", "email": "secret@acme.example"})
    for email in (AMIRA, CHLOE, DAN):
        store_registered(email, points=10)


@pytest.fixture
def team() -> None:
    """Have the event give its points to teams: amira and dan are one."""
    store_event("gala", 2026, teamsEnabled=True)
    for email in (AMIRA, DAN):
        store_registered(email, points=10, teamID="t1")
    row = {"id": "t1", "eventID;year": KEY, "memberIDs": [AMIRA, DAN], "points": 20}
    store_rows(Team.of({**row, "scannedQRs": ["Q1"]}))


def scanned(code_id: str = "booth", email: str = AMIRA, **how: Any) -> Scanned:
    wanted = {"confirmed": True, "actor": email, "now": 5, **how}
    return scan_code(code_id, email, "gala", 2026, **wanted)


def sent(**values: Any) -> Any:
    return send(caller(AMIRA), "POST", "/qrscan", {**BODY, **values})


def points_of(email: str) -> int:
    return int(Registration.get(email, KEY).points)


def undone(act: Act | None, now: int) -> None:
    assert act is not None
    undo(act.subject, act.act_id, actor=BEN, now=now)


@pytest.mark.parametrize("path", ["/qrscan", "/qrscan/"])
@pytest.mark.parametrize(
    ("client", "status"),
    [
        (anonymous, 401),
        (partial(caller, CHLOE), 403),
        (partial(caller, AMIRA), 200),
        (partial(caller, BEN), 200),
    ],
    ids=["anonymous", "another member", "oneself", "exec"],
)
def test_everybody_scans_for_themselves(
    client: Callable[[], APIClient], status: int, path: str
) -> None:
    assert send(client(), "POST", path, BODY).status_code == status
    assert points_of(AMIRA) == (15 if status == 200 else 10)


def test_scan_gives_points_and_tells_no_address() -> None:
    assert sent(email=AMIRA.upper()).json() == {
        "message": "Successfully scanned QR code.",
        "response": {
            "current_points": 15,
            "redeemed_points": 5,
            "redemption_type": "user",
            "qr_data": {"partnerID": "acme"},
        },
    }
    assert json.loads(Registration.get(AMIRA, KEY).plain()["scannedQRs"]) == ["booth"]
    (row,) = Scan.by_person.query(AMIRA)
    assert (row.code, row.points, row.event) == ("booth", 5, KEY)
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("scan code", AMIRA)


def test_second_scan_gives_nothing() -> None:
    sent()

    response = sent()

    assert response.status_code == 403
    assert response.json() == {
        "message": "ERROR: User has already scanned this QR code",
        "response": {
            "current_points": 15,
            "redeemed_points": -1,
            "redemption_type": "user",
        },
    }
    assert points_of(AMIRA) == 15


def test_what_the_service_before_gave_is_not_given_again() -> None:
    store_registered(CHLOE, points=10, scannedQRs='["booth"]')

    with pytest.raises(ScannedAlready):
        scanned(email=CHLOE)


@pytest.mark.parametrize(
    ("values", "status", "message"),
    [
        ({"qrCodeID": "nothing"}, 403, "Invalid QR code - not scannable"),
        ({"eventID": "other"}, 403, "Invalid QR code - not scannable"),
        ({"qrCodeID": "closed"}, 403, "not active"),
        ({"qrCodeID": "price"}, 405, "Confirm"),
        ({"qrCodeID": ""}, 406, "'qrCodeID' is missing"),
        ({"year": "2026"}, 406, "expected type 'number'"),
        ({"email": ""}, 406, "'email' is missing"),
        ({"negativePointsConfirmed": None}, 406, "'negativePointsConfirmed' is miss"),
        ({"negativePointsConfirmed": "yes"}, 406, "expected type 'boolean'"),
    ],
)
def test_refusals_are_flat_and_change_nothing(
    values: dict[str, Any], status: int, message: str
) -> None:
    store_code("closed", isActive=False)
    store_code("price", -3)

    response = sent(**values)

    assert response.status_code == status
    assert message in response.json()["message"]
    assert response.json().get("qr_points") == (-3 if status == 405 else None)
    assert (points_of(AMIRA), Scan.count()) == (10, 0)


@pytest.mark.parametrize("status", ["cancelled", "waitlist", None])
def test_codes_are_for_those_with_a_place(status: str | None) -> None:
    store_registered(CHLOE, registrationStatus=status)

    with pytest.raises(NotTakingPart):
        scanned(email=CHLOE)
    remove_rows(Registration.get(CHLOE, KEY))
    with pytest.raises(NotTakingPart):
        scanned(email=CHLOE)
    refused = send(caller(CHLOE), "POST", "/qrscan", {**BODY, "email": CHLOE})
    assert refused.status_code == 403


def test_confirmed_points_are_spent() -> None:
    store_code("price", "-3")

    response = sent(qrCodeID="price", negativePointsConfirmed=True).json()["response"]

    assert (response["redeemed_points"], response["current_points"]) == (-3, 7)


def test_four_at_once_give_points_once() -> None:
    answers = at_once(*[scanned] * 4)

    assert sum(isinstance(each, Scanned) for each in answers) == 1
    assert sum(isinstance(each, ScannedAlready) for each in answers) == 3
    assert (points_of(AMIRA), Scan.count()) == (15, 1)


def test_points_of_the_same_scan_that_came_meanwhile_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reading = "companion.scanning.services.scene_of"

    def have(scan: Callable[[], object]) -> None:
        def scanned_just_after(*scanner: Any) -> Scene:
            monkeypatch.setattr(reading, scene_of)
            scene = scene_of(*scanner)
            scan()
            return scene

        monkeypatch.setattr(reading, scanned_just_after)

    have(scanned)
    with pytest.raises(ScannedAlready) as refused:
        scanned()
    store_code("open", isUnlimitedScans=True)
    scan = partial(scanned, "open", key="k")
    have(scan)

    assert (refused.value.current, scan().current) == (15, 20)


def test_four_codes_at_once_give_the_points_of_four() -> None:
    codes = [f"b{number}" for number in range(4)]
    for code_id in codes:
        store_code(code_id)

    answers = at_once(*(partial(scanned, code_id) for code_id in codes))

    assert all(isinstance(each, Scanned) for each in answers)
    assert points_of(AMIRA) == 30
    listed = json.loads(Registration.get(AMIRA, KEY).plain()["scannedQRs"])
    assert sorted(listed) == codes


def test_who_cancels_meanwhile_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = Registration.get(AMIRA, KEY)
    cancel = partial(change_row, row, Registration.status.set("cancelled"))
    just_before_the_commit(monkeypatch, cancel)

    with pytest.raises(NotTakingPart):
        scanned()
    assert (points_of(AMIRA), Scan.count()) == (10, 0)


@pytest.mark.usefixtures("team")
def test_points_are_of_the_team_that_somebody_moved_to_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store_rows(Team.of({"id": "t2", "eventID;year": KEY, "points": 0}))
    row = Registration.get(AMIRA, KEY)
    just_before_the_commit(
        monkeypatch, partial(change_row, row, Registration.team.set("t2"))
    )

    scanned()

    assert (Team.get("t1", KEY).points, Team.get("t2", KEY).points) == (20, 5)


def test_only_the_first_partner_gives_points() -> None:
    for number in range(4):
        store_code(f"p{number}", type="Partner")

    answers = at_once(*(partial(scanned, f"p{number}") for number in range(4)))

    assert sorted(each.given for each in answers) == [0, 0, 0, 5]
    response = sent(qrCodeID="p0")
    assert response.status_code == 200
    assert response.json()["response"]["redeemed_points"] == 0
    assert points_of(AMIRA) == 15
    assert scanned("p0", CHLOE).given == 5


def test_code_without_a_limit_gives_each_time_and_once_for_a_key() -> None:
    store_code("open", isUnlimitedScans=True)

    given = [scanned("open", key=key) for key in ("", "", "k", "k")]

    assert [each.current for each in given] == [15, 20, 25, 25]
    assert [each.given for each in given] == [5] * 4
    assert (points_of(AMIRA), Scan.count()) == (25, 3)
    undone(given[1].act, 9)
    assert points_of(AMIRA) == 20


@pytest.mark.usefixtures("team")
def test_code_is_the_teams_once() -> None:
    response = sent().json()["response"]

    assert response["redemption_type"] == "team"
    assert (response["current_points"], response["redeemed_points"]) == (25, 5)
    with pytest.raises(ScannedAlready, match="Team"):
        scanned(email=DAN)
    row = Team.get("t1", KEY)
    assert (row.points, row.points_spent, row.scans) == (25, 0, ["Q1", "booth"])
    assert (points_of(AMIRA), points_of(DAN)) == (15, 10)


@pytest.mark.usefixtures("team")
def test_nobody_scans_a_code_for_a_second_team() -> None:
    row = {"id": "t2", "eventID;year": KEY, "memberIDs": [CHLOE], "points": 0}
    store_rows(Team.of(row))
    store_registered(CHLOE, points=10, teamID="t2")
    first = scanned()
    move_member(AMIRA, "t2", "gala", 2026, actor=BEN, now=6)

    response = sent()

    assert response.status_code == 403
    assert response.json() == {
        "message": "ERROR: User has already scanned this QR code",
        "response": {
            "current_points": 15,
            "redeemed_points": -1,
            "redemption_type": "user",
        },
    }
    assert (Team.get("t1", KEY).points, Team.get("t2", KEY).points) == (25, 0)
    # The new team has its turn, and an undone scan can be made again.
    assert scanned(email=CHLOE).current == 5
    undone(first.act, 9)
    move_member(AMIRA, "t1", "gala", 2026, actor=BEN, now=10)
    assert scanned().current == 25


@pytest.mark.usefixtures("team")
def test_code_without_a_limit_is_for_every_team() -> None:
    store_code("open", isUnlimitedScans=True)
    store_rows(Team.of({"id": "t2", "eventID;year": KEY, "memberIDs": []}))
    scanned("open")
    move_member(AMIRA, "t2", "gala", 2026, actor=BEN, now=6)

    assert scanned("open").current == 5


@pytest.mark.usefixtures("team")
def test_members_at_once_give_the_team_its_points_once() -> None:
    answers = at_once(*(partial(scanned, email=who) for who in (AMIRA, DAN) * 2))

    assert sum(isinstance(each, Scanned) for each in answers) == 1
    assert Team.get("t1", KEY).points == 25
    assert points_of(AMIRA) + points_of(DAN) == 25


@pytest.mark.usefixtures("team")
def test_team_spends_no_more_than_it_has() -> None:
    store_code("price", -15)
    store_code("more", -15)

    spent = scanned("price")
    with pytest.raises(BelowZero):
        scanned("more", DAN)

    refused = sent(qrCodeID="more", negativePointsConfirmed=True)
    assert refused.status_code == 406
    assert "negative points" in refused.json()["message"]
    row = Team.get("t1", KEY)
    assert (row.points, row.points_spent) == (5, 15)
    undone(spent.act, 9)
    row = Team.get("t1", KEY)
    assert (row.points, row.points_spent, row.scans) == (20, 0, ["Q1"])


@pytest.mark.usefixtures("team")
def test_who_is_in_no_team_is_told_so() -> None:
    response = send(caller(CHLOE), "POST", "/qrscan", {**BODY, "email": CHLOE})

    assert response.status_code == 404
    assert points_of(CHLOE) == 10


def test_scan_is_undone_whatever_came_since_and_can_be_made_again() -> None:
    store_code("partner", 3, type="Partner")
    first = scanned("partner")
    scanned()

    undone(first.act, 9)

    assert points_of(AMIRA) == 15
    assert [row.code for row in Scan.by_person.query(AMIRA)] == ["booth"]
    assert scanned("partner").given == 3


@pytest.mark.usefixtures("team")
def test_scan_stays_where_its_points_are_spent_or_nobody_has_them() -> None:
    act = scanned().act
    store_code("price", -22)
    scanned("price", DAN)
    with pytest.raises(UndoRefused, match="spent the points"):
        undone(act, 9)
    remove_rows(Team.get("t1", KEY))
    with pytest.raises(UndoRefused, match="team is gone"):
        undone(act, 9)
    remove_rows(Registration.get(AMIRA, KEY))
    with pytest.raises(UndoRefused, match="registration is gone"):
        undone(act, 9)


def test_scans_go_along_with_another_address() -> None:
    new = "amira@example.org"
    scanned()
    store_code("other")
    scanned("other")
    store_registered(new, points=15)
    scanned(email=new)
    changes = readdressed_scans(AMIRA, new, 9).changes
    entry = AuditEntry(
        act=CommonAct.EDIT, subject=new, actor=BEN, at=9, changes=changes
    )

    with write_transaction() as writes:
        for change in changes:
            change.apply(writes)
        act = record(writes, entry)

    assert sorted(str(row.code) for row in Scan.by_person.query(new)) == [
        "booth",
        "other",
    ]
    assert (points_of(AMIRA), points_of(new)) == (20, 20)
    with pytest.raises(ScannedAlready):
        scanned("other", new)
    undone(act, 10)
    assert len(list(Scan.by_person.query(AMIRA))) == 2
    assert (points_of(AMIRA), points_of(new)) == (20, 20)


@pytest.mark.usefixtures("team")
def test_team_that_was_put_back_gets_what_it_scanned_from_the_doctor() -> None:
    store_code("price", -15)
    store_code("open", isUnlimitedScans=True)
    before = Team.get("t1", KEY)
    for code_id in ("price", "booth", "open"):
        scanned(code_id)
    after = Team.get("t1", KEY)
    assert examine(now=5) == []
    store_rows(before)

    (finding,) = examine(now=5)

    assert (finding.code, finding.subject, finding.at) == ("scan-uncounted", KEY, "t1")
    assert INVARIANT.repair
    ((subject, (change,)),) = INVARIANT.repair([finding], 6)
    mended = Team.of_item(change.after or {})
    assert (subject, mended.points_spent) == (KEY, after.points_spent)
    assert sorted(mended.scans) == sorted(after.scans)
    # A code without a limit is in no list: nobody can tell whether it was counted.
    assert mended.points == after.points - 5
