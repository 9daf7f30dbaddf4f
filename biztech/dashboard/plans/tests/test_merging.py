"""Two people made one on pages: compared, chosen, planned; told apart; for execs."""

import pytest

from biztech.dashboard.framework.tests.visitors import BEN, ben, visitor
from biztech.tests.callers import AMIRA
from core.audit.trail import history
from core.plans.models import Plan
from core.plans.queries import plans
from core.plans.tests.plan_runs import applied
from core.plans.working import work_on
from events.tests.rows import store_event, store_registration
from interactions.tests.people import join
from memberships.people import person

MERGE, TWICE = "/admin/plans/merge/", "/admin/plans/duplicates/"
OLD = "amira@students.ubc.ca"


@pytest.fixture
def two(now: int) -> None:
    """Have two members who are one."""
    join(AMIRA, now=now, faculty="Science", student_number="12345678")
    join(OLD, now=now, faculty="Arts", student_number="12345678")


def made() -> Plan:
    return work_on(plans()[0].plan_id)


@pytest.mark.usefixtures("two")
def test_two_are_compared_and_made_one_as_chosen() -> None:
    asked = {"sender": OLD, "into": AMIRA}
    page = ben().get(MERGE, asked).content.decode()
    assert "choose what stays" in page
    assert "Arts" in page

    sent = {
        **asked,
        "choice-faculty": "from",
        "choice-first_name": "into",
        "choice-last_name": "into",
        "choice-profile": "into",
        "reason": "x",
    }
    page = ben().post(MERGE, sent, follow=True).content.decode()
    assert "Being planned" in page

    plan = made()
    assert (plan.actor, plan.reason) == (BEN, "x")
    shown = ben().get(f"/admin/plans/{plan.plan_id}/").content.decode()
    assert "Faculty: Arts stays, Science goes." in shown
    applied(plan)
    member = person(AMIRA).member
    assert member
    assert member.faculty == "Arts"
    assert person(OLD).user is None
    shown = ben().get(f"/admin/memberships/person/{AMIRA}/change/").content.decode()
    assert "merged another person" in shown


@pytest.mark.usefixtures("two")
def test_events_are_called_what_people_call_them() -> None:
    store_event()
    for email, team in ((AMIRA, "t1"), (OLD, "t2")):
        store_registration(email, teamID=team)
    asked = {"sender": OLD, "into": AMIRA}

    page = ben().get(MERGE, asked).content.decode()

    assert "Team at Gala 2026" in page
    fields = ("faculty", "first_name", "last_name", "profile", "teamID gala;2026")
    sent = {**asked, **{f"choice-{name}": "into" for name in fields}}
    ben().post(MERGE, sent)
    shown = ben().get(f"/admin/plans/{made().plan_id}/").content.decode()
    assert "Both are registered for Gala 2026: registered stays" in shown
    assert "Team at Gala 2026: t1 stays, t2 goes." in shown
    assert "gala;2026" not in shown


@pytest.mark.usefixtures("two")
def test_choice_that_is_missing_is_asked_for() -> None:
    page = ben().post(MERGE, {"sender": OLD, "into": AMIRA}).content.decode()

    assert "Not done yet: please check" in page
    assert plans() == []


@pytest.mark.usefixtures("two")
def test_page_says_why_two_cannot_be_made_one() -> None:
    page = ben().get(MERGE, {"sender": AMIRA, "into": AMIRA.upper()}).content.decode()
    assert "are the same address" in page
    page = ben().get(MERGE, {"sender": "nobody@x.ca", "into": AMIRA}).content.decode()
    assert "neither a user nor a member" in page
    page = ben().get(MERGE, {"sender": AMIRA, "into": ""}).content.decode()
    assert "This field is required." in page


@pytest.mark.usefixtures("two")
def test_address_that_is_new_is_said_to_be_so() -> None:
    page = ben().get(MERGE, {"sender": OLD, "into": "new@ubc.ca"}).content.decode()

    assert "Nobody is known as" in page
    ben().post(MERGE, {"sender": OLD, "into": "new@ubc.ca"})
    applied(made())
    assert person("new@ubc.ca").is_member


@pytest.mark.usefixtures("two")
def test_who_may_be_twice_is_suggested_until_told_apart() -> None:
    page = ben().get(TWICE).content.decode()
    assert "the same student number and almost the same address" in page

    for _ in range(2):
        page = (
            ben()
            .post(f"{TWICE}not/", {"sender": OLD, "into": AMIRA}, follow=True)
            .content.decode()
        )
    assert "Nobody seems to be there twice." in page
    assert len(history(OLD)) == 2
    page = ben().post(f"{TWICE}not/", {"sender": OLD}, follow=True).content.decode()
    assert "Invalid email" in page


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("address", [MERGE, TWICE, f"{TWICE}not/"])
@pytest.mark.parametrize("email", [None, AMIRA])
def test_pages_are_for_execs(address: str, email: str | None) -> None:
    asked = {"sender": OLD, "into": AMIRA}
    for answer in (
        visitor(email).get(address, asked),
        visitor(email).post(address, asked),
    ):
        assert answer.status_code == (403 if email else 302)
        assert OLD not in answer.content.decode()
    assert plans() == []
    assert len(history(OLD)) == 1


@pytest.mark.usefixtures("two")
def test_pages_are_found_from_a_person_and_from_the_plans() -> None:
    page = ben().get(f"/admin/memberships/person/{OLD}/change/").content.decode()
    assert f"{MERGE}?sender=amira%40students.ubc.ca" in page
    assert MERGE in ben().get("/admin/plans/").content.decode()
    assert TWICE in ben().get(MERGE).content.decode()
