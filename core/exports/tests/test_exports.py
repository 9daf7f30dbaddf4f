"""Records leave with a purpose, run nothing, and change nothing when they come back."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from python_calamine import CalamineWorkbook

from biztech.dashboard.framework.tests.visitors import BEN, ben, visitor
from companion.credits.models import CreditEntry
from companion.investments.models import Investment
from companion.judging.models import JudgeFeedback
from companion.quests.models import StoredQuests
from companion.quizzes.models import Quiz
from companion.scanning.models import Scan
from core.audit.trail import history
from core.exports.errors import ExportUnknown, InvalidFilter, PurposeMissing
from core.exports.kinds import export_named, exports
from core.exports.taking import Wanted, filters_in, record_export, write_export
from core.plans.queries import counts_of
from core.plans.tests.plan_runs import planned
from events.models import Event, Registration, Team
from memberships.facts import MembershipFacts
from memberships.services import grant_membership
from memberships.tests.people import AMIRA, AMIRAS_FACTS, make_member, meet, store
from payments.models import AppliedEvent, Payment

EXPORT = "/admin/plans/export/"


@pytest.fixture(autouse=True)
def club(now: int) -> None:
    """Store two members who met, a payment, a registration."""
    amiras = grant_membership(AMIRAS_FACTS, actor=BEN, now=1).profile_id
    bens = make_member(BEN)
    meet(amiras, bens)
    store(
        Payment,
        id="cs_1",
        sk=Payment.key("cs_1")[1],
        email=AMIRA,
        paid=1000,
        successUrl="https://secret.example",
    )
    store(CreditEntry, id="c1", userId=AMIRA, credits=5, reason="Workshop")
    store(Quiz, id=str(amiras), **{"eventID;year": "blueprint;2026"}, mbti="TMFL")
    store(AppliedEvent, id="cs_1", sk=AppliedEvent.key("cs_1", "evt_1")[1])
    store(
        Registration,
        id=AMIRA,
        **{"eventID;year": "blueprint;2026"},
        registrationStatus="registered",
        checkoutLink="https://secret.example",
    )
    store(Team, id="t1", **{"eventID;year": "blueprint;2026"}, memberIDs=[])
    store(
        Investment,
        id="i1",
        **{"eventID;year": "kickstart;2025"},
        investorId=AMIRA,
        amount=60,
    )
    one_quest = [{"counts": "connections", "target": 5}]
    store(Event, id="blueprint", year=2026, quests=one_quest)
    store(StoredQuests, id=AMIRA, **{"eventID#year": "blueprint#2026"})
    store(Scan, id=AMIRA, scan="blueprint;2026#booth", userID=AMIRA, points=5)
    store(JudgeFeedback, id=AMIRA, **{"teamID;round": "t;1"}, feedback={"idea": "Bold"})


def taken(name: str, form: str, **wanted: object) -> bytes:
    file = BytesIO()
    write_export(Wanted(export=export_named(name), form=form, **wanted), file)  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize("name", [each.name for each in exports()])
def test_every_record_is_there_in_every_form(name: str) -> None:
    lines = [json.loads(line) for line in taken(name, "jsonl").splitlines()]
    rows = list(csv.DictReader(StringIO(taken(name, "csv").decode())))
    sheet = CalamineWorkbook.from_filelike(BytesIO(taken(name, "xlsx")))
    cells = sheet.get_sheet_by_index(0).to_python()

    expected = {"users": 2, "members": 2}.get(name, 1)
    assert len(lines) == len(rows) == len(cells) - 1 == expected
    assert "secret" not in taken(name, "jsonl").decode()


def test_filters_and_selections_narrow_it() -> None:
    assert AMIRA in taken("members", "csv", where={"faculty": "science"}).decode()
    assert BEN not in taken("members", "csv", where={"faculty": "science"}).decode()
    assert AMIRA in taken("members", "csv", where={"topics": "ai"}).decode()
    assert b"amira" not in taken("members", "jsonl", where={"international": "no"})
    assert b"ben" in taken("members", "jsonl", only=[BEN])
    assert b"amira" not in taken("members", "jsonl", only=[BEN])


def test_export_of_members_is_imported_without_a_change(now: int) -> None:
    facts = MembershipFacts(email="eve@example.org", first_name="=cmd()", topics=["a"])
    grant_membership(facts, actor=BEN, now=1)

    for form in ("csv", "xlsx"):
        plan = planned("import", file=taken("members", form), now=now)

        counts = counts_of(plan.plan_id)
        assert counts["member"] == {"noted": 3}
        assert set(counts) == {"member", "unread"}


def test_nothing_leaves_without_a_purpose(now: int) -> None:
    wanted = Wanted(
        export=export_named("members"), form="csv", where={"faculty": "Arts"}
    )

    with pytest.raises(PurposeMissing):
        record_export(wanted, purpose=" ", actor=BEN, now=now)
    record_export(wanted, purpose="Name tags", actor=BEN, now=now)

    (act,) = history("members")
    assert (act.actor, act.reason) == (BEN, "Name tags")
    assert act.undo_until is None
    assert json.loads(act.notes)["filters"] == {"faculty": "Arts"}


def test_odd_wishes_are_refused() -> None:
    with pytest.raises(ExportUnknown):
        taken("secrets", "csv")
    for text in ("faculty", "=x"):
        with pytest.raises(InvalidFilter):
            filters_in([text])


def test_command_writes_a_private_file(tmp_path: Path) -> None:
    to = tmp_path / "members.csv"
    told = StringIO()

    call_command(
        "export",
        "members",
        purpose="x",
        to=str(to),
        where=["year=3rd Year"],
        stderr=told,
    )

    assert AMIRA in to.read_text()
    assert to.stat().st_mode & 0o077 == 0
    assert "Exported 1 members as csv." in told.getvalue()
    with pytest.raises(CommandError, match="needs a file"):
        call_command("export", "members", purpose="x", format="xlsx")
    with pytest.raises(CommandError, match="is no filter"):
        call_command("export", "members", purpose="x", where=["year"])
    with pytest.raises(CommandError, match="purpose"):
        call_command("export", "members", purpose=" ")


def test_page_gives_a_file_and_keeps_the_purpose() -> None:
    form = {"what": "members", "form": "csv", "where": "faculty=Science; year=3rd Year"}

    asked = ben().post(EXPORT, form).content.decode()
    assert "Say what the file is for." in asked
    assert history("members") == []
    answer = ben().post(EXPORT, {**form, "purpose": "Name tags"})

    assert answer["Content-Disposition"].startswith('attachment; filename="members-')
    assert AMIRA in b"".join(answer).decode()
    (act,) = history("members")
    assert (act.actor, act.reason) == (BEN, "Name tags")
    assert "exported members" in " ".join(
        ben().get("/admin/acts/").content.decode().split()
    )
    odd = ben().post(EXPORT, {**form, "where": "x", "purpose": "y"}).content.decode()
    assert "is no filter" in odd


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("eventID;year=kickstart;2026", [AMIRA, BEN]),
        ("eventID;year=kickstart;2026\r\n\r\nfname=Amira; the first\r\n", [AMIRA]),
        ("fname=Ben", [BEN, BEN]),
        # As it was written when there was one line.
        ("fname=Ben; registrationStatus=registered;", [BEN]),
    ],
)
def test_page_takes_filters_with_semicolons(where: str, expected: list[str]) -> None:
    for event, who, fname, status in (
        ("kickstart;2026", AMIRA, "Amira; the first", "registered"),
        ("kickstart;2026", BEN, "Ben", "registered"),
        ("gala;2026", BEN, "Ben", "waitlist"),
    ):
        row = {"id": who, "eventID;year": event, "fname": fname}
        store(Registration, **row, registrationStatus=status)

    form = {"what": "registrations", "form": "jsonl", "purpose": "x", "where": where}
    given = b"".join(ben().post(EXPORT, form)).decode().splitlines()

    assert sorted(json.loads(line)["id"] for line in given) == expected


def test_who_is_ticked_in_the_list_is_exported_alone() -> None:
    ticked = {"action": "export_selected", "_selected_action": [BEN]}

    page = ben().post("/admin/memberships/person/", ticked).content.decode()
    assert "Of the 1 person whom you ticked." in page
    assert f'value="{BEN}"' in page
    form = {"what": "members", "form": "csv", "purpose": "x", "only": BEN}
    given = b"".join(ben().post(EXPORT, form)).decode()

    assert BEN in given
    assert AMIRA not in given
    (act,) = history("members")
    assert json.loads(act.notes)["selected"] == 1


@pytest.mark.parametrize("email", [None, AMIRA])
def test_records_are_for_execs(email: str | None) -> None:
    form = {"what": "members", "form": "csv", "purpose": "x"}

    assert visitor(email).post(EXPORT, form).status_code == (403 if email else 302)
    assert history("members") == []
