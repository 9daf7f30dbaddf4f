"""The pages of codes: who sees them, what they tell, and how codes are made."""

from typing import Any

import pytest

from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.framework.tests.visitors import AMIRA, BEN, ben, visitor
from companion.scanning.services import scan_code
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Event, Registration, Team
from events.tests.rows import GALA, store_event
from profiles.models import QR

KEY = "gala;2026"
DAN = "dan@example.org"
LIST = "/admin/companion/gala/2026/codes/"
NEW = f"{LIST}new/"
ONE = f"{LIST}code/booth/"
PICTURE = f"{LIST}code/booth/picture.png"
ENTERED = {"name": "Acme Booth", "type": "Booth", "points": "5", "isActive": "on"}


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store an event with codes; amira is in a team."""
    store_event()
    for code_id, values in (
        ("booth", {"points": "5", "type": "Booth", "data": {"stand": 7}}),
        ("closed", {"points": 3, "type": "Workshop", "isActive": False}),
    ):
        store_rows(QR.of({"id": code_id, "eventID;year": KEY, **values}))
    came = {"eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**came, "id": DAN}))
    amira = {"id": AMIRA, "fname": "Amira", "teamID": "t1"}
    store_rows(Registration.of({**came, **amira}))
    team = {"id": "t1", "eventID;year": KEY, "teamName": "Pandas"}
    store_rows(Team.of({**team, "memberIDs": [AMIRA]}))


def scan(email: str, at: int) -> None:
    scan_code("booth", email, "gala", 2026, confirmed=True, actor=email, now=at)


def shown(address: str = LIST) -> Any:
    return ben().get(address).context


def made(**entered: str) -> Any:
    sent = {"mark": "x7Kp2", **ENTERED, **entered}
    return ben().post(NEW, sent, follow=True)


def codes() -> list[str]:
    return sorted(str(code.id) for code in QR.by_event.query(KEY))


def undone(subject: str) -> str:
    (act,) = history(subject)
    assert act.actor == BEN
    sent = {"subject": subject, "act_id": act.act_id, "back": LIST}
    said: str = ben().post("/admin/events/undo/", sent, follow=True).content.decode()
    return said


@pytest.mark.parametrize("address", [LIST, NEW, ONE, PICTURE])
def test_codes_are_for_execs_alone(address: str) -> None:
    assert visitor(None).get(address).status_code == 302
    assert visitor(AMIRA).get(address).status_code == 403
    assert ben().get(address).status_code == 200


def test_members_change_and_make_no_code() -> None:
    assert visitor(AMIRA).post(ONE, {"points": "9"}).status_code == 403
    assert visitor(AMIRA).post(NEW, {**ENTERED, "mark": "x7Kp2"}).status_code == 403
    assert codes() == ["booth", "closed"]


def test_list_tells_codes_and_the_newest_scans() -> None:
    scan(DAN, 5)
    store_event(teamsEnabled=True)
    scan(AMIRA, 6)

    context = shown()

    assert [
        (line.id, line.link, line.points, line.scans, line.is_active)
        for line in context["lines"]
    ] == [
        ("booth", ONE, 5, 2, True),
        ("closed", f"{LIST}code/closed/", 3, 0, False),
    ]
    (bar,) = context["chart"].bars
    assert (bar.label, bar.number, bar.link) == ("booth", 2, ONE)
    assert [
        (line.who, line.link, line.code_link, line.points, line.team, line.team_link)
        for line in context["scans"]
    ] == [
        (
            "Amira",
            f"/admin/memberships/person/{AMIRA}/change/",
            ONE,
            5,
            "Pandas",
            "/admin/companion/gala/2026/teams/t1/",
        ),
        (DAN, f"/admin/memberships/person/{DAN}/change/", ONE, 5, "", ""),
    ]
    (tile,) = [each for each in tiles_of(Event.get(*GALA)) if each.title == "Codes"]
    assert tile.figure == (2, "codes to scan, 1 of them out of use.")


def test_code_shows_its_own_scans_and_its_picture() -> None:
    scan(DAN, 5)

    assert [line.who for line in shown(ONE)["scans"]] == [DAN]
    assert shown(f"{LIST}code/closed/")["scans"] == []
    answer = ben().get(PICTURE)
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["code/gone/", "code/gone/picture.png"])
def test_unknown_code_is_not_found(path: str) -> None:
    assert ben().get(f"{LIST}{path}").status_code == 404


def test_code_is_taken_out_of_use_and_comes_back() -> None:
    form = {"points": "5", "initial-points": "5", "initial-isActive": "True"}

    answer = ben().post(ONE, form, follow=True)

    assert "The code is changed." in answer.content.decode()
    row = QR.get("booth", KEY)
    # What was not edited stays as it is.
    assert (row.is_active, row.plain()["points"]) == (False, "5")
    assert row.plain()["data"] == {"stand": 7}
    assert "Everything is as before" in undone("booth")
    assert QR.get("booth", KEY).is_active is None


@pytest.mark.parametrize(
    ("points", "said"),
    [("many", "whole number"), ("", "Say how many"), ("1000001", "less than or")],
)
def test_refusal_keeps_the_form_open(points: str, said: str) -> None:
    answer = ben().post(ONE, {"points": points, "isActive": "on"})

    assert answer.status_code == 200 and said in answer.content.decode()
    assert history("booth") == []


def test_nothing_edited_is_said_so() -> None:
    form = {"points": "5", "isActive": "on"}
    initial = {"initial-points": "5", "initial-isActive": "True"}

    answer = ben().post(ONE, {**form, **initial}, follow=True)

    assert "Nothing was changed" in answer.content.decode()
    assert history("booth") == []


def test_code_is_made_once_however_often_it_is_sent_and_can_be_unmade() -> None:
    more = {"type": "Partner", "partner": " PAT@Acme.example "}
    link = {"linkedin": "linkedin.com/in/pat"}

    answers = [made(**more, **link).content.decode() for _ in range(2)]

    assert "The code is made." in answers[0]
    assert "It was made already." in answers[1]
    row = QR.get("x7Kp2-acme-booth", KEY).plain()
    assert (row["type"], row["points"]) == ("Partner", 5)
    assert (row["isActive"], row["isUnlimitedScans"]) == (True, False)
    assert row["data"] == {
        "partnerID": "pat@acme.example",
        "linkedin": "https://linkedin.com/in/pat",
    }
    assert "Everything is as before" in undone("x7Kp2-acme-booth")
    assert codes() == ["booth", "closed"]


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"name": ""}, "required"),
        ({"type": "Star"}, "Select a valid choice"),
        ({"type": "Workshop"}, "Needed for a workshop"),
        ({"type": "Partner"}, "Needed for a partner"),
        ({"type": "Partner", "partner": "pat"}, "partner"),
        ({"mark": "../.."}, "mark"),
    ],
)
def test_code_that_lacks_something_is_not_made(
    entered: dict[str, str], said: str
) -> None:
    answer = made(**entered)

    assert said in answer.content.decode() + str(answer.context["form"].errors)
    assert codes() == ["booth", "closed"]
