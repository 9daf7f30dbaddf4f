"""An event's page: its numbers, and what is done to it after a look at what happens."""

from typing import Any

import pytest

from biztech.dashboard.events.figures import charts_of
from biztech.dashboard.framework.charts import Drawn
from biztech.dashboard.framework.tests.visitors import AMIRA, CHLOE, ben, visitor
from core.audit.models import Act
from core.audit.trail import history
from core.clock import now_ms
from core.dynamo.rows import store_rows
from events.models import Event, Registration
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from events.tests.rows import (
    EXEC,
    GALA,
    GALA_KEY,
    NOW,
    person,
    sign_up,
    store_event,
)
from payments.models import Payment

PAGE = "/admin/events/gala/2026/"
UNDO = "/admin/events/undo/"
MEAL = {
    "questionId": "meal",
    "type": "SELECT",
    "label": "What do you eat?",
    "choices": "Rice,Soup",
    "participantCap": "5,",
}


def gala() -> Event:
    return Event.get(*GALA)


def bars(chart: Drawn) -> dict[str, int]:
    return {bar.label: bar.number for bar in chart.bars or ()}


def text_of(address: str) -> str:
    return " ".join(ben().get(address).content.decode().split())


@pytest.mark.parametrize(
    "address", [PAGE, f"{PAGE}confirm/archive/", UNDO, "/admin/events/event/"]
)
def test_event_page_is_for_execs_alone(address: str) -> None:
    store_event()

    stranger = visitor(None).get(address)
    members = [visitor(email).post(address) for email in (AMIRA, CHLOE)]

    assert stranger["Location"].startswith("/sign-in/?next=")
    assert [answer.status_code for answer in members] == [403, 403]
    assert not gala().is_archived


def test_event_page_shows_seats_statuses_check_ins_and_answers() -> None:
    store_event(capac=3, registrationQuestions=[MEAL])
    for number in range(4):
        sign_up(person(number), answers={"meal": "Soup" if number else "Rice"})
    checked_in = Wanted(status=Status.CHECKED_IN)
    for number in (0, 1):
        move_registration(
            person(number), *GALA, checked_in, actor=EXEC, by_exec=True, now=NOW
        )

    shown = ben().get(PAGE).context

    numbers = shown["numbers"]
    assert (numbers.taken, numbers.free, numbers.waiting) == (3, 0, 1)
    statuses, times, meals = shown["charts"]
    assert bars(statuses) == {"Registered": 1, "Checked in": 2, "Waitlist": 1}
    assert list(bars(times).values()) == [2]
    assert (meals.title, bars(meals)) == (
        "What do you eat?",
        {"Rice (of 5)": 1, "Soup": 3},
    )


@pytest.mark.parametrize("people", [0, 12])
def test_event_page_costs_four_calls_whatever_its_size(
    database_calls: list[str], people: int
) -> None:
    store_event(capac=20)
    for number in range(people):
        sign_up(person(number))
    browser = ben()
    database_calls.clear()

    browser.get(PAGE)

    assert database_calls == ["GetItem", "TransactGetItems", "Query", "Query"]


def store_payment(session: str, **values: Any) -> None:
    now = now_ms()
    row = {
        "id": session,
        "sk": "payment",
        "month": Act.month_of(now),
        "paymentType": "Event",
        "eventID": "gala",
        "eventYear": 2026,
        "createdAt": now,
        **values,
    }
    store_rows(Payment.of(row))


def test_event_page_adds_up_what_was_paid_for_this_event() -> None:
    store_event(pricing={"members": 10}, startDate=None, endDate=None)
    store_payment("cs_1", paid=1000)
    store_payment("cs_2", paid=1500, refunded=500)
    store_payment("cs_3", paid=900, eventYear=2025)
    store_payment("cs_4", paid=700, paymentType="UserMember")

    assert ben().get(PAGE).context["income"] == "$20.00"


@pytest.mark.parametrize(
    ("pricing", "said"),
    [
        (None, "Free"),
        ({"members": 0, "nonMembers": 0}, "Free"),
        ({"members": 5}, "$5.00, members only"),
        ({"members": 0, "nonMembers": 7.5}, "Free for members, $7.50 for others"),
        ({"members": 5, "nonMembers": 5}, "$5.00"),
        ("cheap", "Free"),
        ({"members": "five", "nonMembers": [1]}, "Free"),
    ],
)
def test_event_page_says_what_a_place_costs(pricing: Any, said: str) -> None:
    store_event(pricing=pricing)

    assert ben().get(PAGE).context["prices"] == said


def test_pages_of_an_odd_event_open() -> None:
    odd = {"ename": 7, "description": ["x"], "startDate": "soon", "endDate": 12}
    store_event(**odd, capac=None, deadline=None, registrationQuestions="none")
    addresses = (
        PAGE,
        f"{PAGE}edit/",
        f"{PAGE}duplicate/",
        f"{PAGE}questions/registration/",
        f"{PAGE}confirm/publish/",
        f"{PAGE}feedback/attendee/",
        f"{PAGE}registrations/",
        "/admin/events/event/",
    )

    assert {ben().get(address).status_code for address in addresses} == {200}


def test_check_ins_of_odd_times_stay_a_short_chart() -> None:
    rows = [
        Registration.of({"id": person(n), "eventID;year": GALA_KEY, "checkedInAt": at})
        for n, at in enumerate((1, 86_400_000, NOW))
    ]

    _, times = charts_of(store_event(), rows)

    assert list(bars(times).values()) == [1, 1, 1]


def test_unknown_event_is_not_found() -> None:
    addresses = [PAGE, f"{PAGE}confirm/publish/"]

    assert [ben().get(one).status_code for one in addresses] == [404, 404]


def test_unknown_act_on_an_event_is_not_found() -> None:
    store_event()

    assert ben().post(f"{PAGE}confirm/burn/").status_code == 404


@pytest.mark.parametrize(
    ("act", "attribute", "before", "after"),
    [
        ("publish", "isPublished", False, True),
        ("take-back", "isPublished", True, False),
        ("archive", "isArchived", None, True),
        ("bring-back", "isArchived", True, None),
    ],
)
def test_act_on_an_event_says_what_happens_then_does_it_and_is_undone(
    act: str, attribute: str, before: bool | None, after: bool | None
) -> None:
    store_event(**{attribute: before})
    browser = ben()

    said = browser.get(f"{PAGE}confirm/{act}/")
    untouched = gala().plain().get(attribute)
    done = browser.post(f"{PAGE}confirm/{act}/")
    then = gala().plain().get(attribute)
    (recorded,) = history(GALA_KEY)
    undone = browser.post(UNDO, {"subject": GALA_KEY, "act_id": recorded.act_id})

    assert "This is what will happen" in said.content.decode()
    assert (untouched, then) == (before, after)
    assert (done["Location"], undone["Location"]) == (PAGE, PAGE)
    assert gala().plain().get(attribute) == before


def test_act_on_an_event_twice_says_that_nothing_changed() -> None:
    store_event(isPublished=True)

    answer = ben().post(f"{PAGE}confirm/publish/", follow=True)

    assert "It was so already." in answer.content.decode()
    assert history(GALA_KEY) == []


def test_publishing_names_what_the_event_does_not_say() -> None:
    store_event(isPublished=False, elocation=None, description=None)

    said = text_of(f"{PAGE}confirm/publish/")

    assert "The event does not say yet: a place, a description." in said


def test_event_nobody_registered_for_is_deleted_and_brought_back() -> None:
    store_event()
    browser = ben()

    done = browser.post(f"{PAGE}confirm/delete/")
    gone = Event.find(*Event.key(*GALA))
    (recorded,) = history(GALA_KEY)
    browser.post(UNDO, {"subject": GALA_KEY, "act_id": recorded.act_id})

    assert done["Location"] == "/admin/events/event/"
    assert gone is None
    assert gala().name == "Gala"


def test_event_with_registrations_is_not_deleted_and_the_way_out_is_shown() -> None:
    store_event()
    sign_up(person(1))

    said = text_of(f"{PAGE}confirm/delete/")
    answer = ben().post(f"{PAGE}confirm/delete/", follow=True)

    assert "This event cannot be deleted" in said
    assert f"{PAGE}confirm/archive/" in said
    assert "Archive it instead." in " ".join(answer.content.decode().split())
    assert gala().name == "Gala"


@pytest.mark.parametrize("back", ["https://example.org/", "//example.org/", ""])
def test_undo_leads_nowhere_else(back: str) -> None:
    store_event()
    ben().post(f"{PAGE}confirm/archive/")
    (recorded,) = history(GALA_KEY)
    form = {"subject": GALA_KEY, "act_id": recorded.act_id, "back": back}

    assert ben().post(UNDO, form)["Location"] == PAGE


def test_audit_log_names_the_event_and_leads_to_it() -> None:
    store_event()
    ben().post(f"{PAGE}confirm/archive/")

    page = text_of("/admin/acts/")

    assert f'archived the event <a class="bt-link" href="{PAGE}">gala 2026</a>' in page
    assert f'action="{UNDO}"' in page


def test_history_of_a_person_names_the_event_they_registered_for() -> None:
    store_event()
    sign_up(person(1))

    page = text_of(f"/admin/memberships/person/{person(1)}/change/")

    assert f'for <a class="bt-link" href="{PAGE}">gala 2026</a>' in page
