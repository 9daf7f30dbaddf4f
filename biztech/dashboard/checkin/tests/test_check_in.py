"""The door of an event: who may stand at it, and what scans are answered."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from biztech.dashboard.framework.tests.visitors import (
    AMIRA,
    BEN,
    CHLOE,
    ben,
    visitor,
)
from biztech.tests.at_once import at_once
from core.audit.trail import history
from core.clock import DAY, HOUR, iso_text, now_ms
from core.dynamo.rows import store_rows
from events import tickets
from events.models import Registration
from events.tests.rows import (
    GALA,
    GALA_KEY,
    person,
    registration,
    sign_up,
    store_event,
)

DOOR = "/admin/events/gala/2026/check-in/"
SCAN = f"{DOOR}scan/"
TAKE_BACK = f"{DOOR}take-back/"
PEOPLE = f"{DOOR}people/"
UNDO = f"{DOOR}undo/"
ACTS = (DOOR, SCAN, TAKE_BACK, UNDO)
WHO = person(1)


@pytest.fixture(autouse=True)
def gala() -> None:
    """Begin the gala today, with one person registered."""
    now = now_ms()
    store_event(
        startDate=iso_text(now - HOUR), endDate=iso_text(now + HOUR), deadline=None
    )
    sign_up(WHO, now=now - DAY, basic={"fname": "Amira", "lname": "Haddad"})


def scan(client: Client | None = None, **values: Any) -> Any:
    if not (values.get("text") or values.get("email")):
        values["text"] = tickets.issue(WHO, *GALA)
    return (client or ben()).post(SCAN, {"scanId": "first", **values})


def store_as(status: str, **values: Any) -> None:
    row = {**registration(WHO).plain(), "registrationStatus": status, **values}
    store_rows(Registration.of(row))


@pytest.mark.parametrize("address", [*ACTS, PEOPLE])
def test_door_leads_a_stranger_to_sign_in(address: str) -> None:
    stranger = visitor(None)

    answers = [stranger.get(address), stranger.post(address, {"email": WHO})]

    expected = (302, f"/sign-in/?next={quote(address)}")
    assert [(a.status_code, a["Location"]) for a in answers] == [expected, expected]
    assert registration(WHO).status == "registered"


@pytest.mark.parametrize("address", [*ACTS, PEOPLE])
@pytest.mark.parametrize("email", [AMIRA, CHLOE, WHO])
def test_door_is_refused_to_whoever_is_no_exec(address: str, email: str) -> None:
    member = visitor(email)

    answers = [
        member.get(address),
        member.post(address, {"email": WHO, "scanId": "first"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert registration(WHO).status == "registered"


@pytest.mark.parametrize("address", ACTS)
def test_nobody_is_let_in_without_the_forms_token(address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = ben().cookies

    answer = browser.post(address, {"email": WHO, "scanId": "first"})

    assert answer.status_code == 403
    assert registration(WHO).status == "registered"


@pytest.mark.parametrize("address", [SCAN, TAKE_BACK, UNDO])
def test_nobody_is_let_in_by_a_link(address: str) -> None:
    assert ben().get(address).status_code == 405


def test_scan_is_answered_with_a_colour_a_sentence_and_the_time() -> None:
    answer = scan().json()

    (act, *_) = history(WHO)
    assert answer == {
        "outcome": "come_in",
        "tone": "good",
        "name": "Amira Haddad",
        "sentence": "Come in, Amira Haddad",
        "advice": "",
        "email": WHO,
        "checkedInAt": registration(WHO).checked_in_at,
        "actId": act.act_id,
        "link": "",
    }
    assert (act.act, act.actor) == ("check in", BEN)


def test_check_in_costs_two_calls_beside_the_sessions(
    database_calls: list[str],
) -> None:
    browser, ticket = ben(), tickets.issue(WHO, *GALA)
    database_calls.clear()

    scan(browser, text=ticket)

    assert database_calls == ["GetItem", "TransactGetItems", "TransactWriteItems"]


def test_second_scan_is_told_since_when_they_are_in() -> None:
    scan()

    answer = scan(scanId="second").json()

    assert (answer["outcome"], answer["tone"]) == ("already_in", "warn")
    assert answer["sentence"].startswith("Amira Haddad is in already, since ")
    assert answer["actId"] == ""


@pytest.mark.parametrize("again", [{}, {"again": "true"}])
def test_scan_that_is_sent_again_gets_the_same_answer(again: dict[str, Any]) -> None:
    first = scan().json()

    assert scan(**again).json() == first
    assert sum(act.act == "check in" for act in history(WHO)) == 1


def test_of_two_phones_at_once_one_says_come_in() -> None:
    phones = [ben(), visitor("dana@ubcbiztech.com")]
    calls = [
        lambda phone=phone, number=number: scan(phone, scanId=f"scan {number}").json()
        for number, phone in enumerate(phones)
    ]

    outcomes = sorted(answer["outcome"] for answer in at_once(*calls))

    assert outcomes == ["already_in", "come_in"]


def test_old_ticket_lets_in_and_asks_for_the_name() -> None:
    answer = scan(text=f"{WHO};{GALA_KEY};Amira").json()

    assert (answer["outcome"], answer["tone"]) == ("come_in", "warn")
    assert answer["advice"].startswith("This is an old ticket")


@pytest.mark.parametrize(
    ("status", "review", "tone", "sentence"),
    [
        ("incomplete", "", "warn", "Amira Haddad has not paid"),
        ("waitlist", "", "bad", "Amira Haddad is on the waitlist"),
        ("cancelled", "", "bad", "Amira Haddad has cancelled"),
        ("rejected", "", "bad", "Amira Haddad was not accepted"),
        ("registered", "reviewing", "bad", "Nobody has decided about Amira Haddad"),
    ],
)
def test_whoever_may_not_come_in_is_named_with_what_to_do(
    status: str, review: str, tone: str, sentence: str
) -> None:
    store_as(status, applicationStatus=review)

    answer = scan().json()

    assert (answer["tone"], answer["sentence"]) == (tone, sentence)
    assert "not in" in answer["advice"]
    assert answer["link"] == f"/admin/events/gala/2026/registrations/{WHO}/"
    assert ben().get(answer["link"]).status_code == 200
    assert registration(WHO).status == status


def test_ticket_of_another_event_is_named() -> None:
    store_event(id="prom", ename="Prom Night")

    known = scan(text=tickets.issue(WHO, "prom", 2026)).json()
    unknown = scan(text=f"{WHO};picnic;2025").json()

    assert known["sentence"] == "Ticket of another event"
    assert known["advice"].startswith("It is for Prom Night 2026.")
    assert unknown["advice"].startswith("It is for picnic 2025.")


def test_what_is_no_ticket_is_said_to_be_none() -> None:
    answer = scan(text="https://example.org/menu").json()

    assert (answer["outcome"], answer["tone"]) == ("no_ticket", "bad")


def test_stranger_s_ticket_is_not_registered() -> None:
    answer = scan(text=tickets.issue(person(2), *GALA)).json()

    assert (answer["sentence"], answer["email"]) == ("Not registered", "")
    assert answer["link"] == "/admin/events/gala/2026/registrations/add/"
    assert ben().get(answer["link"]).status_code == 200


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("text", {"text": " "}),
        ("text", {"text": "t" * 8_001}),
        ("email", {"email": "nobody"}),
        ("scanId", {"email": WHO, "scanId": ""}),
        ("scanId", {"email": WHO, "scanId": "s" * 65}),
        ("scannedAt", {"email": WHO, "scannedAt": "six"}),
        ("scannedAt", {"email": WHO, "scannedAt": "-1"}),
        ("scannedAt", {"email": WHO, "scannedAt": "9" * 30}),
    ],
)
def test_scan_that_cannot_be_is_refused_by_the_fields_name(
    field: str, values: dict[str, str]
) -> None:
    answer = ben().post(SCAN, {"scanId": "first", **values})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert registration(WHO).status == "registered"


def test_door_of_an_unknown_event_is_not_found() -> None:
    elsewhere = DOOR.replace("gala", "nowhere")
    posted = ben().post(f"{elsewhere}scan/", {"scanId": "first", "email": WHO})

    assert ben().get(elsewhere).status_code == 404
    assert (posted.status_code, "nowhere" in posted.json()["message"]) == (404, True)


def test_time_of_a_queued_scan_is_kept() -> None:
    at = now_ms() - 60_000

    assert scan(scannedAt=at).json()["checkedInAt"] == at
    assert registration(WHO).checked_in_at == at


def test_check_in_is_taken_back_by_whoever_is_at_the_door() -> None:
    act_id = scan().json()["actId"]

    answers = [ben().post(TAKE_BACK, {"email": WHO, "actId": act_id}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert registration(WHO).status == "registered"
    assert scan(again="true").json()["outcome"] == "taken_back"


def test_what_cannot_be_taken_back_is_refused_with_a_sentence() -> None:
    act_id = scan().json()["actId"]
    store_as("cancelled")

    unknown = ben().post(TAKE_BACK, {"email": WHO, "actId": "nothing"})
    changed = ben().post(TAKE_BACK, {"email": WHO, "actId": act_id})

    assert unknown.status_code == 404
    assert (changed.status_code, bool(changed.json()["message"])) == (409, True)
    assert registration(WHO).status == "cancelled"


def test_list_tells_phones_who_is_expected_but_no_ticket() -> None:
    sign_up(person(2), now=now_ms(), basic={"fname": "Bo"})
    scan(email=person(2))

    answer = ben().get(PEOPLE)

    amira, bo = answer.json()["people"]
    assert (amira["name"], amira["outcome"]) == ("Amira Haddad", "come_in")
    assert (bo["name"], bo["outcome"]) == ("Bo", "already_in")
    assert bo["checkedInAt"] == registration(person(2)).checked_in_at
    assert amira["ticket"] != bo["ticket"]
    assert "BT1:" not in answer.text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("asked", ["amira", "HADDAD am", "person001"])
def test_page_finds_people_without_a_script(asked: str) -> None:
    sign_up(person(2), now=now_ms(), basic={"fname": "Bo"})

    page = ben().get(DOOR, {"q": asked})

    assert [guest.name for guest in page.context["found"]] == ["Amira Haddad"]
    assert "Expected" in page.text


def test_page_checks_in_and_takes_back_without_a_script() -> None:
    browser = ben()
    page = browser.get(DOOR, {"q": "amira"})
    form = {"email": WHO, "scanId": page.context["scan_id"]}

    for _ in range(2):
        # The second click on the button.
        answered = browser.post(DOOR, form, follow=True)
        assert "Come in, Amira Haddad." in answered.text
    assert registration(WHO).status == "checkedIn"

    act_id = history(WHO)[0].act_id
    undone = browser.post(UNDO, {"subject": WHO, "act_id": act_id}, follow=True)
    assert "Taken back." in undone.text
    assert registration(WHO).status == "registered"


def test_page_says_without_a_script_why_somebody_is_not_let_in() -> None:
    store_as("waitlist")

    answered = ben().post(DOOR, {"email": WHO, "scanId": "first"}, follow=True)
    unclear = ben().post(DOOR, {"email": "nobody"}, follow=True)

    assert "Amira Haddad is on the waitlist." in answered.text
    assert "Choose somebody from the list." in unclear.text


def test_names_are_shown_as_text() -> None:
    sign_up(person(3), now=now_ms(), basic={"fname": "<b>{name}</b>", "lname": "X"})

    page = ben().get(DOOR, {"q": "x"})
    answer = scan(email=person(3)).json()
    posted = ben().post(DOOR, {"email": person(3), "scanId": "other"}, follow=True)

    assert answer["sentence"] == "Come in, <b>{name}</b> X"
    assert "<b>{name}</b>" not in page.text + posted.text
