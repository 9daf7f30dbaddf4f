"""Who registered for an event: listed, looked at, added, deleted."""

import re

import pytest
from django.urls import reverse

from biztech.dashboard.events.tests.hall import (
    ADD,
    LIST,
    MOVE,
    PARTNER,
    UNDO,
    UNDO_ALL,
    fill_hall,
    one,
    status,
    text_of,
)
from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Registration
from events.statuses import Status
from events.tests.rows import (
    GALA_KEY,
    assert_counts_are_true,
    person,
    registration,
    sign_up,
    store_event,
)


def listed(query: str = "") -> list[str]:
    changelist = ben().get(f"{LIST}?{query}").context["cl"]
    return [row.email for row in changelist.result_list]


@pytest.fixture
def hall() -> None:
    """Fill three seats of three, and let one wait; a partner comes too."""
    fill_hall()


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    "address",
    [
        LIST,
        MOVE,
        UNDO_ALL,
        ADD,
        one(0),
        one(0, "points/"),
        one(0, "delete/"),
        f"{LIST}export.csv",
    ],
)
def test_page_of_registrations_is_for_execs_alone(address: str) -> None:
    stranger = visitor(None).post(address)
    # Not even the registration's own owner.
    members = [visitor(email).post(address) for email in (AMIRA, person(0))]

    assert stranger["Location"].startswith("/sign-in/?next=")
    assert [answer.status_code for answer in members] == [403, 403]
    assert status(0) == Status.REGISTERED


@pytest.mark.parametrize("address", [LIST, MOVE, ADD, one(0), one(0, "delete/")])
def test_registrations_of_no_event_are_not_found(address: str) -> None:
    assert ben().get(address).status_code == 404


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize("page", ["", "delete/"])
def test_registration_of_a_stranger_is_not_found(page: str) -> None:
    assert ben().get(f"{LIST}chloe@example.org/{page}").status_code == 404


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("partner=no", [0, 1, 2, 3]),
        ("q=AMIRA2", [2]),
        ("q=person001", [1]),
        ("status=waitlist", [3]),
        ("status=registered&partner=no", [0, 1, 2]),
        ("partner=no&o=-6", [3, 2, 1, 0]),
        ("unpaid=yes", []),
        ("application=reviewing", []),
    ],
)
def test_registrations_narrowed_or_sorted_show(query: str, found: list[int]) -> None:
    assert listed(query) == [person(number) for number in found]


@pytest.mark.usefixtures("hall")
def test_registrations_lead_to_each_and_name_partners() -> None:
    page = text_of(ben().get(LIST))

    assert listed("partner=yes") == [PARTNER]
    assert f'href="{person(0)}/">Amira0 Kay</a>' in page


@pytest.mark.parametrize("people", [1, 30])
def test_registrations_cost_three_calls_whatever_their_number(
    database_calls: list[str], people: int
) -> None:
    store_event(capac=100)
    for number in range(people):
        sign_up(person(number))
    browser = ben()
    database_calls.clear()

    answer = browser.get(f"{LIST}?q=person&status=registered")

    assert answer.context["cl"].result_count == people
    assert database_calls == ["GetItem", "GetItem", "Query"]


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("form", "media_type", "beginning"),
    [
        ("csv", "text/csv; charset=utf-8", b"E-mail,First name"),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            b"PK",
        ),
    ],
)
def test_registrations_are_exported(
    form: str, media_type: str, beginning: bytes
) -> None:
    answer = ben().get(f"{LIST}export.{form}")

    assert answer["Content-Type"] == media_type
    assert f"gala-2026-registrations.{form}" in answer["Content-Disposition"]
    assert answer.content.startswith(beginning)


@pytest.mark.usefixtures("hall")
def test_registrations_are_exported_in_no_other_form() -> None:
    assert ben().get(f"{LIST}export.pdf").status_code == 404


@pytest.mark.usefixtures("hall")
def test_odd_rows_are_listed_and_shown() -> None:
    odd = {"id": "odd@example.org", "eventID;year": GALA_KEY}
    store_rows(
        Registration.of(
            {
                **odd,
                "registrationStatus": "maybe",
                "basicInformation": "none",
                "dynamicResponses": ["x"],
                "checkoutLink": "javascript:alert(1)",
            }
        )
    )

    page = text_of(ben().get(f"{LIST}odd@example.org/"))

    assert "odd@example.org" in listed("q=odd")
    assert "maybe" in page
    assert "javascript:" not in page


@pytest.mark.usefixtures("hall")
def test_registration_page_shows_answers_and_its_own_history() -> None:
    question = {"questionId": "why", "type": "TEXT", "label": "Why do you come?"}
    store_event(registrationQuestions=[question], deadline=None, endDate=None)
    sign_up(person(7), answers={"why": "To meet <b>people</b>"})
    browser = ben()

    answer = browser.get(one(7))

    assert answer.context["answers"] == [("Why do you come?", "To meet <b>people</b>")]
    assert "To meet &lt;b&gt;people&lt;/b&gt;" in text_of(answer)
    assert [act.did for act in answer.context["acts"]] == ["registered"]
    assert f'action="{UNDO}"' in text_of(answer)
    assert f'name="back" value="{LIST}"' in text_of(answer)


@pytest.mark.usefixtures("hall")
def test_registration_page_leads_to_the_mails_about_it() -> None:
    answer = ben().get(one(0))

    (mail,) = answer.context["mails"]
    assert mail.title == "Registered"
    assert f'href="{reverse("admin:mail_one", args=[mail.id])}"' in text_of(answer)


@pytest.mark.usefixtures("hall")
def test_person_page_lists_their_events_with_where_they_stand() -> None:
    address = f"/admin/memberships/person/{person(3)}/change/"

    page = text_of(ben().get(address))

    assert f'href="{one(3)}">gala 2026</a>' in page
    assert "Waitlist" in page


@pytest.mark.usefixtures("hall")
def test_points_are_given_and_taken_back() -> None:
    browser = ben()

    browser.post(one(0, "points/"), {"points": "25", "had": "0"})
    then = registration(person(0)).points
    act = history(person(0))[0]
    back = {"subject": person(0), "act_id": act.act_id, "back": one(0)}
    undone = browser.post(UNDO, back)

    assert (then, undone["Location"]) == (25, one(0))
    assert not registration(person(0)).points


@pytest.mark.usefixtures("hall")
def test_points_sent_twice_are_given_once() -> None:
    for _ in range(2):
        answer = ben().post(
            one(0, "points/"), {"points": "25", "had": "0"}, follow=True
        )

    assert "They have 25 points already." in text_of(answer)
    assert registration(person(0)).points == 25


@pytest.mark.usefixtures("hall")
def test_points_are_not_added_to_others_than_those_on_the_page() -> None:
    ben().post(one(0, "points/"), {"points": "40", "had": "0"})

    form = {"points": "5", "had": "0"}
    answer = ben().post(one(0, "points/"), form, follow=True)

    assert "They have 40 points since. Nothing was added." in text_of(answer)
    assert registration(person(0)).points == 40


@pytest.mark.usefixtures("hall")
def test_points_that_are_none_are_refused_beside_the_field() -> None:
    answer = ben().post(one(0, "points/"), {"points": "many", "had": "0"})

    assert list(answer.context["form"].errors) == ["points"]


@pytest.mark.usefixtures("hall")
def test_registration_is_deleted_after_a_look_and_brought_back() -> None:
    browser = ben()

    looked = text_of(browser.get(one(3, "delete/")))
    done = browser.post(one(3, "delete/"))
    gone = Registration.find(person(3), GALA_KEY)
    act = history(person(3))[0]
    browser.post(UNDO, {"subject": person(3), "act_id": act.act_id, "back": LIST})

    assert "No mail is sent" in looked
    assert (done["Location"], gone) == (LIST, None)
    assert status(3) == Status.WAITLIST
    assert_counts_are_true()


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        ({}, Status.WAITLIST),
        ({"at_the_door": "on"}, Status.WAITLIST),
        ({"at_the_door": "on", "over_capacity": "on"}, Status.REGISTERED),
        ({"is_partner": "on"}, Status.REGISTERED),
    ],
)
def test_somebody_is_added_at_the_door(ticks: dict[str, str], expected: Status) -> None:
    form = {"email": " Person009@UBC.ca ", "first_name": "Zoe", "last_name": "Li"}

    answer = ben().post(ADD, {**form, **ticks}, follow=True)

    assert status(9) == expected
    assert re.search("person009@ubc.ca is added. Status: ", text_of(answer))
    assert_counts_are_true()


@pytest.mark.usefixtures("hall")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "zoe"}, "email"),
        ({"email": person(0)}, "email"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_adding_somebody_refused_says_where(
    changes: dict[str, str], field: str
) -> None:
    form = {"email": "zoe@ubc.ca", "first_name": "Zoe", **changes}

    answer = ben().post(ADD, form)

    assert list(answer.context["form"].errors) == [field]
