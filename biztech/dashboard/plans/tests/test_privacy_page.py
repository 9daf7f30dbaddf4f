"""The page of privacy requests: execs see who asks, hand out, and plan to erase."""

import io
import zipfile
from typing import Any

import pytest

from biztech.dashboard.framework.tests.visitors import BEN, ben, visitor
from biztech.tests.callers import AMIRA
from core.audit.trail import history
from core.plans.models import Stage
from core.plans.queries import plans, required_plan
from core.plans.working import work_on
from core.privacy.models import Wish
from core.privacy.requests import all_requests, ask
from memberships.people import person
from memberships.tests.people import make_member

PAGE = "/admin/plans/privacy/"


def test_page_shows_who_asks(now: int) -> None:
    ask(AMIRA, Wish.EXPORT, now=now)
    ask("chloe@example.org", Wish.ERASE, now=now)

    page = ben().get(PAGE).content.decode()

    assert f"Download for {AMIRA}" in page
    assert "Show what would go" in page
    assert "Privacy requests" in ben().get("/admin/plans/").content.decode()
    assert "people ask for their data" in ben().get("/admin/").content.decode()


def test_data_are_handed_out_and_the_request_is_answered(now: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.EXPORT, now=now)

    answer: Any = ben().post(PAGE, {"email": f" {AMIRA.upper()} ", "wish": "export"})

    content = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert names == ["read-me.html", "everything.json"]
    acts = [(act.act, act.actor) for act in history(AMIRA)]
    assert ("export person", BEN) in acts
    (request,) = all_requests()
    assert not request.is_open
    assert f"Done by {BEN}" in ben().get(PAGE).content.decode()


def test_exec_lets_a_member_download_on_their_own_page(now: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.EXPORT, now=now)
    exec_ = ben()
    assert f"Let {AMIRA} download it" in exec_.get(PAGE).content.decode()

    exec_.post(PAGE, {"email": AMIRA, "wish": "export", "handed_over": "true"})

    (request,) = all_requests()
    assert request.answered_by == BEN and request.download_until
    assert "export person" not in {act.act for act in history(AMIRA)}


def test_erasing_leads_to_its_preview_and_is_done_from_there(now: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.ERASE, now=now)
    exec_ = ben()

    answer = exec_.post(PAGE, {"email": AMIRA, "wish": "erase"})

    (plan,) = plans()
    assert answer["Location"] == f"/admin/plans/{plan.plan_id}/"
    work_on(plan.plan_id)
    assert person(AMIRA).user
    page = exec_.get(answer["Location"]).content.decode()
    assert "Account: 1 row of biztechUsers." in page
    exec_.post(f"{answer['Location']}apply/")
    work_on(plan.plan_id)
    assert required_plan(plan.plan_id).stage == Stage.APPLIED
    assert not person(AMIRA).user
    page = exec_.get(answer["Location"]).content.decode()
    assert AMIRA not in page and "Undo what it did" not in page


def test_request_is_settled_without_doing_anything(now: int) -> None:
    make_member(AMIRA)
    ask(AMIRA, Wish.ERASE, now=now)

    ben().post(PAGE, {"email": AMIRA, "wish": "erase", "settled": "true"})

    (request,) = all_requests()
    assert request.answered_by == BEN
    assert plans() == [] and person(AMIRA).user


@pytest.mark.parametrize("wish", list(Wish))
def test_exec_does_not_decide_about_themself(wish: Wish) -> None:
    make_member(BEN)
    exec_ = ben()

    exec_.post(PAGE, {"email": BEN, "wish": wish})

    assert "Somebody else has to decide" in exec_.get(PAGE).content.decode()
    assert plans() == []
    assert [act.act for act in history(BEN)] == ["grant"]


@pytest.mark.parametrize(
    ("email", "wish", "said"),
    [
        ("no address", "erase", "This is no e-mail address."),
        ("", "export", "This field is required."),
        ("nobody@example.org", "export", "Nothing is held"),
    ],
)
def test_page_says_what_is_wrong(email: str, wish: str, said: str) -> None:
    page = ben().post(PAGE, {"email": email, "wish": wish}, follow=True)

    assert said in page.content.decode()
    assert plans() == []


@pytest.mark.parametrize("who", [None, AMIRA])
@pytest.mark.parametrize("wish", list(Wish))
def test_page_is_for_execs(who: str | None, wish: Wish) -> None:
    make_member(AMIRA)
    browser = visitor(who)

    for answer in (
        browser.get(PAGE),
        browser.post(PAGE, {"email": AMIRA, "wish": wish}),
    ):
        assert answer.status_code in (302, 403)

    assert plans() == [] and len(history(AMIRA)) == 1
