"""Somebody who had other addresses is found under all of them, and nobody else is."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from companion.credits.models import Balance
from companion.judging.models import Judge, JudgeFeedback
from companion.voting.models import Sticker
from core.clock import now_ms
from core.mail.suppression import Reason, suppress
from core.mail.tests.conftest import queue_mail
from core.plans.deciding import ask_to_undo
from core.plans.tests.plan_runs import applied, planned, states
from core.plans.working import work_on
from core.privacy.erasing import ERASE
from core.privacy.exporting import everything_held
from core.privacy.subjects import data_subject
from core.privacy.tests.everywhere import OMAR, whole_database
from events.models import Feedback, Team
from memberships.merging.planning import MERGE
from memberships.tests.people import AMIRA, BEN, make_member, store

OLD, OLDEST = "quixote@gmail.example", "quijano@gmail.example"


def leave_traces(email: str) -> None:
    """Store what stays under an address when its records go to another one."""
    store(Feedback, id=f"f-{email}", respondentEmail=email, responses={"a": 1})
    store(Balance, id=email)
    store(Judge, id=email, **{"eventID;year": "gala;2026"})
    store(JudgeFeedback, id=email, **{"teamID;round": "otters;1"}, scores={"idea": 3})
    given = {"userID#stickerName": f"{email}#star;gala", "userID": email}
    store(Sticker, teamName="Otters", **given)
    store(Team, id=email[:6], **{"eventID;year": "gala;2026"}, memberIDs=[email])
    queue_mail(now=now_ms(), to=email)
    suppress(email, Reason.BOUNCED, now=now_ms())


def merge(sender: str, into: str) -> str:
    plan = applied(planned(MERGE, {"from": sender, "into": into}))
    assert "refused" not in states(plan)
    return plan.plan_id


@pytest.fixture
def merged() -> list[str]:
    """Have Amira twice, the second one under an address that changed before."""
    make_member(AMIRA)
    make_member(OLDEST)
    make_member(OMAR)
    plans = [merge(OLDEST, OLD), merge(OLD, AMIRA)]
    for email in (OLD, OLDEST, OMAR):
        leave_traces(email)
    return plans


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("email", [AMIRA, OLD, OLDEST])
def test_export_by_any_address_holds_all(email: str) -> None:
    export = everything_held(email, now=now_ms())

    assert export.whom.emails[0] == email
    assert set(export.whom.emails) == {AMIRA, OLD, OLDEST}
    told = {section.words: section.rows for section in export.sections}
    assert len(told["Account"]) == len(told["Memberships"]) == 1
    assert len(told["Why they are sent no mails"]) == 2
    assert len(told["Credits to spend"]) == 2
    assert len(told["Who judges which team"]) == 2
    assert len(told["What they said as a judge"]) == 2
    assert len(told["Teams that list them by mistake"]) == 2
    said = {row["respondentEmail"] for row in told["Feedback on events"]}
    assert said == {OLD, OLDEST}
    acts = told["History: acts on their records, and by them"]
    assert {row["subject"] for row in acts} >= {AMIRA, OLD, OLDEST}
    assert OMAR not in json.dumps(told, default=str)


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("email", [AMIRA, OLDEST])
def test_nothing_remains_under_any_address(email: str) -> None:
    applied(planned(ERASE, {"email": email}))

    stored = json.dumps(whole_database())
    for each in (AMIRA, OLD, OLDEST):
        assert each not in stored
    assert OMAR in stored
    assert data_subject(email).emails == [email]


@pytest.mark.usefixtures("merged")
def test_reason_names_no_former_address() -> None:
    with pytest.raises(CommandError, match="must not name"):
        call_command("erase_person", AMIRA, reason=f"asked by {OLDEST}")


def test_people_who_were_parted_again_are_two(merged: list[str]) -> None:
    ask_to_undo(merged[1], actor=BEN, now=now_ms())
    work_on(merged[1])

    assert data_subject(AMIRA).emails == [AMIRA]
    assert set(data_subject(OLD).emails) == {OLD, OLDEST}
