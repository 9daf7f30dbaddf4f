"""Plans on pages: previewed, applied, watched, halted, taken back; for execs alone."""

from collections.abc import Iterator

import pytest

from biztech.dashboard.framework.tests.visitors import BEN, ben, visitor
from biztech.tests.callers import AMIRA
from core.plans.deciding import ask_for_plan, ask_to_apply
from core.plans.models import Plan, Stage
from core.plans.queries import required_plan
from core.plans.tests.plan_runs import EXEC, known, planned
from core.plans.tests.test_plans import NAMES, WELCOME
from core.plans.working import work_on, work_on_open_plans
from memberships.people import person
from memberships.tests.people import everything, make_member

PLANS = "/admin/plans/"


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    """Have a kind of plans known."""
    with known(WELCOME):
        yield


@pytest.fixture
def plan(now: int) -> Plan:
    """Return a plan for one member and two others."""
    make_member(AMIRA)
    return planned("welcome", {"emails": [AMIRA, *NAMES[:2]]}, now=now)


def test_preview_shows_whom_and_what(plan: Plan) -> None:
    page = ben().get(f"{PLANS}{plan.plan_id}/").content.decode()

    assert "Waits to be applied" in page
    assert "Apply to 2" in page
    assert "Is one already." in page
    assert "Member record created" in page
    assert NAMES[1] in page


def test_page_goes_from_preview_to_undo(plan: Plan) -> None:
    before, exec_ = everything(), ben()
    address = f"{PLANS}{plan.plan_id}/"

    exec_.post(f"{address}apply/")
    assert exec_.get(address)["Refresh"] == "2"
    work_on(plan.plan_id)
    page = exec_.get(address)
    assert "Refresh" not in page
    assert "Undo what it did" in page.content.decode()
    assert person(NAMES[0]).is_member

    exec_.post(f"{address}undo/")
    assert work_on(plan.plan_id).undone_by == BEN
    assert everything() == before
    assert "Undone" in exec_.get(address).content.decode()


def test_work_is_halted_and_taken_up(plan: Plan) -> None:
    exec_, address = ben(), f"{PLANS}{plan.plan_id}/"
    exec_.post(f"{address}apply/")

    exec_.post(f"{address}stop/")
    assert work_on(plan.plan_id).stage == Stage.APPLYING
    page = exec_.get(address).content.decode()
    assert "Being applied, stopped" in page
    exec_.post(f"{address}go-on/")

    assert work_on(plan.plan_id).stage == Stage.APPLIED


def test_pages_of_steps_follow_each_other(now: int) -> None:
    emails = [f"{number:02d}@example.org" for number in range(60)]
    plan = planned("welcome", {"emails": emails}, now=now)
    exec_, address = ben(), f"{PLANS}{plan.plan_id}/"

    first = exec_.get(address).content.decode()
    assert emails[49] in first
    assert emails[50] not in first
    assert "after=50" in first
    second = exec_.get(f"{address}?outcome=new&after=50").content.decode()
    assert emails[50] in second
    assert emails[49] not in second
    assert "Next page" not in second
    assert "Nobody." in exec_.get(f"{address}?outcome=member").content.decode()


def test_steps_can_be_taken_away_as_a_file(plan: Plan) -> None:
    file = ben().get(f"{PLANS}{plan.plan_id}/?format=csv&outcome=member")

    assert file["Content-Disposition"] == 'attachment; filename="welcome-member.csv"'
    assert file.content.decode().splitlines() == [
        "who,outcome,what,state,refusal",
        f"{AMIRA},Members already,Is one already.,Nothing to do,",
    ]


def test_what_is_not_possible_is_said(plan: Plan) -> None:
    exec_ = ben()
    address = f"{PLANS}{plan.plan_id}/"

    page = exec_.post(f"{address}undo/", follow=True).content.decode()

    assert "The plan is ready; it cannot be undone now." in page
    assert exec_.get(f"{PLANS}nonsense/").status_code == 404


def test_list_names_plans_of_kinds_that_are_gone(plan: Plan, now: int) -> None:
    refused = planned("welcome", {"emails": []}, now=now + 1)
    page = ben().get(PLANS).content.decode()
    assert plan.plan_id in page
    assert "Not possible" in page
    shown = ben().get(f"{PLANS}{refused.plan_id}/").content.decode()
    assert "&#x27;emails&#x27; names nobody." in shown


def test_failure_is_told_with_what_to_do(now: int) -> None:
    broken = ask_for_plan("welcome", {}, actor=EXEC, now=now)
    work_on_open_plans()

    page = ben().get(f"{PLANS}{broken.plan_id}/").content.decode()
    assert "It stopped after an error (KeyError)." in page


@pytest.mark.parametrize("route", ["", "apply/", "stop/", "go-on/", "undo/"])
@pytest.mark.parametrize("email", [None, AMIRA])
def test_plans_are_for_execs(plan: Plan, route: str, email: str | None) -> None:
    stranger = visitor(email)
    address = f"{PLANS}{plan.plan_id}/{route}"

    answer = stranger.post(address) if route else stranger.get(address)

    assert answer.status_code == (403 if email else 302)
    assert required_plan(plan.plan_id).stage == Stage.READY
    assert stranger.get(PLANS).status_code == (403 if email else 302)


@pytest.mark.parametrize("route", ["apply/", "stop/", "go-on/", "undo/"])
def test_decisions_are_never_a_link(plan: Plan, route: str) -> None:
    assert ben().get(f"{PLANS}{plan.plan_id}/{route}").status_code == 405


def test_applying_twice_is_refused(plan: Plan) -> None:
    ask_to_apply(plan.plan_id)

    page = ben().post(f"{PLANS}{plan.plan_id}/apply/", follow=True).content.decode()

    assert "The plan is applying; it cannot be applied now." in page
