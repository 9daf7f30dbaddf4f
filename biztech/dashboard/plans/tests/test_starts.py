"""Where plans begin: a sheet to import, the next membership year."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from biztech.dashboard.framework.tests.visitors import BEN, ben, visitor
from biztech.tests.callers import AMIRA
from core.plans.models import Plan, Stage
from core.plans.queries import plans, steps_of
from core.plans.tests.plan_runs import applied
from core.plans.working import work_on
from memberships.people import person
from memberships.tests.people import make_member

IMPORT, YEAR = "/admin/plans/import/", "/admin/plans/year/"
STARTS = (IMPORT, YEAR, f"{YEAR}end/")


def made() -> Plan:
    return work_on(plans()[0].plan_id)


def test_sheet_becomes_a_plan_and_members() -> None:
    sheet = SimpleUploadedFile("clubs day.csv", f"Email,First\n{AMIRA},Amira".encode())

    page = ben().post(IMPORT, {"file": sheet, "reason": "Paid in cash"}, follow=True)

    assert "Being planned" in page.content.decode()
    plan = made()
    assert (plan.actor, plan.reason) == (BEN, "Paid in cash")
    applied(plan)
    assert person(AMIRA).is_member


def test_sheet_is_asked_for() -> None:
    page = ben().post(IMPORT, {}).content.decode()

    assert "This field is required." in page
    assert plans() == []


def test_next_year_is_planned_with_the_people_chosen() -> None:
    make_member(AMIRA)
    page = ben().get(YEAR).content.decode()
    assert "It is the membership year 2026" in page
    assert 'value="2027"' in page

    ben().post(
        YEAR,
        {"to": 2027, "people": "listed", "listed": f"{AMIRA}\r\n", "grace": ""},
    )

    first, second = steps_of(made().plan_id)
    assert (first.outcome, second.outcome) == ("carried", "switch")


def test_end_of_the_grace_is_planned(now: int) -> None:
    ben().post(f"{YEAR}end/")

    assert made().stage == Stage.READY


@pytest.mark.parametrize("address", STARTS)
@pytest.mark.parametrize("email", [None, AMIRA])
def test_plans_are_begun_by_execs(address: str, email: str | None) -> None:
    answer = visitor(email).post(address)

    assert answer.status_code == (403 if email else 302)
    assert plans() == []


def test_starts_are_offered_on_the_list() -> None:
    page = ben().get("/admin/plans/").content.decode()

    assert IMPORT in page
    assert YEAR in page
