"""Sign-up sheets: read forgivingly, shown with reasons, granted once."""

from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from xlsxwriter import Workbook

from biztech.tests.callers import change_row
from core.dynamo.base import attribute
from core.plans.deciding import ask_to_apply, ask_to_undo
from core.plans.models import Plan, Stage
from core.plans.queries import counts_of, plans, steps_of
from core.plans.tests.plan_runs import (
    EXEC,
    applied,
    killed_after,
    last_line,
    planned,
    states,
)
from core.plans.working import work_on
from memberships.errors import UnreadableSheet
from memberships.importing.sheets import read_sheet
from memberships.models import Member
from memberships.people import person
from memberships.services import grant_membership
from memberships.tests.people import (
    AMIRA,
    AMIRAS_FACTS,
    BEN,
    everything,
    make_member,
)
from profiles.models import Profile

SHEET = (
    b"Timestamp;E-mail Address;First Name;Surname;Year of Study;International?"
    b";Student ID"
    b"\n2026-09-01;AMIRA@student.ubc.ca ;Amira;Kay;3rd year;No;12345678"
    b"\n2026-09-02;dan@example.org;Dan;Ito;1st Year;yes;"
    b"\n;;;;;;\n"
)


def imported(file: bytes, now: int) -> Plan:
    return planned("import", {"file": "x.csv"}, file=file, now=now)


def said(plan: Plan) -> list[tuple[str, str, str]]:
    return [
        (str(step.subject), str(step.outcome), str(step.sentence))
        for step in steps_of(plan.plan_id)
    ]


def test_people_of_a_sheet_become_members(now: int) -> None:
    plan = imported(SHEET, now)
    assert [(who, outcome) for who, outcome, _ in said(plan)] == [
        ("the sheet", "unread"),
        (AMIRA, "new"),
        ("dan@example.org", "new"),
    ]
    applied(plan)

    amira = person(AMIRA)
    assert amira.member
    assert (amira.name, amira.member.year) == ("Amira Kay", "3rd Year")
    assert amira.member.student_number == "12345678"
    assert amira.member.international is False
    dan = person("dan@example.org").member
    assert dan
    assert dan.international is True
    assert amira.profile
    assert not amira.problems


def test_workbook_says_the_same_as_text(now: int) -> None:
    file = BytesIO()
    book = Workbook(file)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Email", "Student number", "Year", "International"])
    sheet.write_row(1, 0, [AMIRA, 12345678, 3, True])
    book.close()

    (line,) = read_sheet(file.getvalue()).lines

    assert (line.number, line.email) == (2, AMIRA)
    assert line.values == {
        "student_number": "12345678",
        "year": "3",
        "international": "yes",
    }


def test_every_line_that_cannot_be_taken_says_why(now: int) -> None:
    grant_membership(AMIRAS_FACTS, actor=BEN, now=1)
    make_member(BEN)
    sheet = (
        "email,faculty,international,student number\n"
        f"{AMIRA},Arts,,\n{BEN},,,\nnobody,,,\n,Arts,,\n"
        "dan@example.org,,perhaps,\neve@example.org,,,12 34x\n"
        "fay@example.org,,,\nFAY@example.org,,,\n"
        f"gus@example.org,{'x' * 501},,\n"
    )

    assert said(imported(sheet.encode(), now))[:-2] == [
        ("nobody", "invalid", "Row 4: 'nobody' is no e-mail address."),
        ("row 5", "invalid", "Row 5: No e-mail."),
        (
            "dan@example.org",
            "invalid",
            "Row 6: International student: 'perhaps' is neither yes nor no.",
        ),
        (
            "eve@example.org",
            "invalid",
            "Row 7: Student number: '12 34x' is no number.",
        ),
        (
            "fay@example.org",
            "conflict",
            "Row 9 names the same address as row 8.",
        ),
        (
            "gus@example.org",
            "invalid",
            "Row 10: Faculty is longer than 500 characters.",
        ),
        (
            AMIRA,
            "conflict",
            (
                "Row 2: is a member already, and nothing changes. Faculty: the record"
                " says 'Science', not 'Arts'."
            ),
        ),
    ]


def test_members_are_left_alone_or_mended(now: int) -> None:
    make_member(BEN)
    make_member(AMIRA)
    amira = Member.find(*Member.key(AMIRA))
    assert amira
    change_row(amira, attribute("profileID").remove())

    plan = imported(f"Email\n{BEN}\n{AMIRA}\n".encode(), now)
    applied(plan)

    assert [(who, what) for who, what, _ in said(plan)] == [
        (BEN, "member"),
        (AMIRA, "repaired"),
    ]
    assert person(AMIRA).profile


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "The sheet is empty."),
        (b"Name,Year\nA,1", "The sheet has no column of e-mail addresses;"),
        (b"Email,Mail\na,b", "The sheet has more than one column of e-mail"),
        (b"Email,Year,Year of study\n", "Several columns are read as Level of study"),
        (b"PK\x03\x04 nonsense\x00", "The file is neither CSV nor XLSX."),
        (b"\x00\x01\x02", "The file is neither CSV nor XLSX."),
        (b"Email\n", "The sheet names nobody"),
        (b"Email\nnonsense\n", "The sheet names nobody"),
    ],
)
def test_file_that_is_no_sheet_is_refused(file: bytes, sentence: str, now: int) -> None:
    plan = imported(file, now)

    assert plan.stage == Stage.REFUSED
    assert plan.failure.startswith(sentence)


def test_zip_that_is_no_workbook_is_refused() -> None:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(UnreadableSheet, match="no spreadsheet"):
        read_sheet(file.getvalue())


def test_odd_encodings_and_guards_are_read(now: int) -> None:
    sheet = "Email\tFirst name\na@example.org\tRenée\nb@example.org\t'=x\n"

    lines = list(read_sheet(sheet.encode("cp1252")).lines)

    assert [line.values["first_name"] for line in lines] == ["Renée", "=x"]


def test_new_profiles_get_ids_that_are_free(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make_member(BEN)
    drawn = iter([taken, "OneTwoThree", "OneTwoThree", "FourFiveSix", "SevenEightNine"])
    monkeypatch.setattr(
        "profiles.services.free_ids.draw_profile_id", lambda _: next(drawn)
    )

    plan = applied(imported(b"Email\na@example.org\nb@example.org\n", now))

    assert states(plan) == ["applied", "applied"]
    assert Profile.find(*Profile.key("OneTwoThree"))


def test_import_is_taken_back(now: int) -> None:
    before = everything()
    plan = applied(imported(SHEET, now))

    ask_to_undo(plan.plan_id, actor=EXEC, now=now)
    work_on(plan.plan_id)

    assert everything() == before


def test_importing_twice_changes_nothing(now: int) -> None:
    applied(imported(SHEET, now))

    plan = imported(SHEET, now)

    assert counts_of(plan.plan_id)["member"] == {"noted": 2}


@pytest.mark.other_process
def test_killed_in_the_middle_it_ends_as_without(now: int) -> None:
    emails = "\n".join(f"{number}@example.org" for number in range(5))
    plan = imported(f"Email\n{emails}\n".encode(), now)
    ask_to_apply(plan.plan_id)

    killed_after(2, plan, "import_members", "--apply", "--plan", plan.plan_id)
    assert states(plan).count("applied") == 2
    work_on(plan.plan_id)

    assert states(plan) == ["applied"] * 5


def test_command_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    file.write_bytes(SHEET)
    out = StringIO()
    call_command("import_members", str(file), apply=True, json=True, stdout=out)

    assert last_line(out.getvalue())["counts"]["new"] == {"applied": 2}
    assert len(plans()) == 1


def test_command_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Say which file"):
        call_command("import_members")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_members", str(tmp_path / "nothing.csv"))
