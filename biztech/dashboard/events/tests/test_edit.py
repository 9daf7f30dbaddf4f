"""Making events, editing them with a look first, making them for another year."""

from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import AMIRA, ben, visitor
from core.audit.trail import history
from events.models import Event
from events.statuses import Status
from events.tests.rows import (
    GALA,
    GALA_KEY,
    person,
    registration,
    sign_up,
    store_event,
)

NEW = "/admin/events/new/"
PAGE = "/admin/events/gala/2026/"
EDIT, DUPLICATE = f"{PAGE}edit/", f"{PAGE}duplicate/"
UNDO = "/admin/events/undo/"

FILLED: dict[str, Any] = {
    "ename": "Summer Gala",
    "year": "2027",
    "capac": "80",
    "startDate": "2027-06-01T18:00",
    "endDate": "2027-06-01T22:00",
    "members": "5",
    "nonMembers": "7.50",
    "nonBizTechAllowed": "on",
}


def gala() -> dict[str, Any]:
    return Event.get(*GALA).plain()


def shown_form() -> dict[str, Any]:
    """Return what a browser sends when nothing is edited."""
    form = ben().get(EDIT).context["form"]
    entered: dict[str, Any] = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        for name, shown in (
            (bound.html_name, widget.format_value(value)),
            (
                bound.html_initial_name,
                bound.field.hidden_widget().format_value(value),
            ),
        ):
            on = value if isinstance(value, bool) else shown is not None
            if on:
                entered[name] = "on" if isinstance(value, bool) else str(shown)
    return entered


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("address", [NEW, EDIT, DUPLICATE])
def test_form_of_an_event_is_for_execs_alone(address: str) -> None:
    store_event()

    stranger = visitor(None).get(address)
    member = visitor(AMIRA).post(address, FILLED)

    assert stranger["Location"].startswith("/sign-in/")
    assert member.status_code == 403
    assert history(GALA_KEY) == []


def test_new_event_is_a_draft_named_after_its_name() -> None:
    answer = ben().post(NEW, FILLED)

    row = Event.get("summer-gala", "2027").plain()
    assert answer["Location"] == "/admin/events/summer-gala/2027/"
    assert (row["isPublished"], row["capac"]) == (False, 80)
    assert row["pricing"] == {"members": 5, "nonMembers": 7.5}
    # The club's clock is seven hours behind in summer.
    assert row["startDate"] == "2027-06-02T01:00:00.000Z"


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"capac": ""}, "capac", "Say how many people there is room for."),
        ({"capac": "many"}, "capac", "Enter a whole number."),
        ({"ename": ""}, "ename", "This field is required."),
        ({"startDate": "soon"}, "startDate", "Enter a day and a time."),
        (
            {"endDate": "2027-05-01T10:00"},
            "endDate",
            "The event would end before it begins.",
        ),
        (
            {"imageUrl": "javascript:alert(1)"},
            "imageUrl",
            "Expected an address that begins with https:// or http://.",
        ),
        (
            {"ename": "!!!"},
            "id",
            "This is needed.",
        ),
    ],
)
def test_new_event_refused_says_where_and_keeps_what_was_typed(
    changes: dict[str, str], field: str, said: str
) -> None:
    answer = ben().post(NEW, {**FILLED, "elocation": "Nest", **changes})

    form = answer.context["form"]
    assert form.errors == {field: [said]}
    assert form["elocation"].value() == "Nest"
    assert 'value="Nest"' in answer.content.decode()


def test_new_event_of_a_name_in_use_is_refused_beside_the_name() -> None:
    store_event(id="summer-gala", year=2027)

    form = ben().post(NEW, FILLED).context["form"]

    assert list(form.errors) == ["id"]


def test_edit_shows_the_differences_before_it_saves_and_is_undone() -> None:
    store_event(elocation="Nest")
    browser, filled = ben(), {**shown_form(), "elocation": "Sauder"}

    looked = browser.post(EDIT, filled)
    untouched = gala()["elocation"]
    saved = browser.post(EDIT, {**filled, "confirmed": "yes"})
    then = gala()["elocation"]
    (act,) = history(GALA_KEY)
    browser.post(UNDO, {"subject": GALA_KEY, "act_id": act.act_id})

    (line,) = looked.context["changes"][0].fields
    assert (line.name, line.before, line.after) == ("Place", "Nest", "Sauder")
    assert (untouched, then, saved["Location"]) == ("Nest", "Sauder", PAGE)
    assert gala()["elocation"] == "Nest"


def test_edit_of_an_event_without_a_limit_leaves_it_without() -> None:
    store_event(capac=None)
    filled = {**shown_form(), "elocation": "Nest", "confirmed": "yes"}

    ben().post(EDIT, filled)

    assert (gala()["elocation"], gala().get("capac")) == ("Nest", None)


def test_edit_of_nothing_writes_nothing() -> None:
    store_event(elocation="Nest")
    before = gala()

    answer = ben().post(EDIT, shown_form(), follow=True)

    assert "Nothing was changed." in text_of(answer)
    assert gala() == before


def test_edit_leaves_alone_what_somebody_else_edited_meanwhile() -> None:
    store_event(elocation="Nest", description="Old")
    filled = shown_form()
    ben().post(EDIT, {**filled, "elocation": "Sauder", "confirmed": "yes"})

    ben().post(EDIT, {**filled, "description": "New", "confirmed": "yes"})

    assert (gala()["elocation"], gala()["description"]) == ("Sauder", "New")


def test_members_only_is_stored_as_a_price_for_nobody_else() -> None:
    store_event(pricing={"members": 5, "nonMembers": 9})

    filled = {**shown_form(), "members_only": "on", "confirmed": "yes"}
    ben().post(EDIT, filled)

    assert gala()["pricing"] == {"members": 5}


def test_raising_the_capacity_says_who_moves_up_and_lets_them() -> None:
    store_event(capac=1, startDate=None, endDate=None, deadline=None)
    for number in range(4):
        sign_up(person(number))
    browser, filled = ben(), {**shown_form(), "capac": "3"}

    looked = text_of(browser.post(EDIT, filled))
    browser.post(EDIT, {**filled, "confirmed": "yes"})

    assert "2 people move up from the waitlist, with a mail; 1 wait on." in looked
    statuses = [registration(person(number)).status for number in range(4)]
    assert statuses == [*[Status.REGISTERED] * 3, Status.WAITLIST]


def test_raising_the_capacity_of_an_event_that_is_over_moves_nobody() -> None:
    ended = {"startDate": "2026-01-01T10:00:00Z", "endDate": "2026-01-01T12:00:00Z"}
    store_event(capac=1, **ended, deadline=None)
    for number in range(2):
        sign_up(person(number), now=1_700_000_000_000)

    looked = text_of(ben().post(EDIT, {**shown_form(), "capac": "3"}))

    assert "so nobody moves up from the waitlist." in looked


def test_lowering_the_capacity_says_that_everybody_stays() -> None:
    store_event(capac=3)
    for number in range(3):
        sign_up(person(number))

    looked = text_of(ben().post(EDIT, {**shown_form(), "capac": "1"}))

    assert "3 seats are taken already; everybody keeps theirs." in looked


def test_moving_an_event_says_that_nobody_is_told() -> None:
    store_event()
    sign_up(person(1))

    looked = text_of(ben().post(EDIT, {**shown_form(), "elocation": "Elsewhere"}))

    assert "1 person has registered. Nobody is told of this by mail." in looked


def test_event_is_made_again_for_another_year_as_a_draft() -> None:
    store_event(elocation="Nest")

    answer = ben().post(DUPLICATE, {"year": "2027"})

    assert answer["Location"] == "/admin/events/gala/2027/edit/"
    copy = Event.get("gala", "2027").plain()
    assert (copy["elocation"], copy["isPublished"]) == ("Nest", False)
    assert "startDate" not in copy


def test_event_is_not_made_again_where_there_is_one() -> None:
    store_event()

    form = ben().post(DUPLICATE, {"year": "2026"}).context["form"]

    assert list(form.errors) == ["year"]
