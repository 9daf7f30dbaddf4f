"""``manage.py export_users``: everybody, page by page, and safe as a spreadsheet."""

import csv
import json
import os
import signal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_user
from core.dynamo.rows import store_rows

PEOPLE = 1_500


@pytest.fixture
def crowd() -> None:
    """Store so many users that they come in several pages."""
    rows = (
        {"id": f"member{number:04}@example.org", "note": "n" * 1_500}
        for number in range(PEOPLE)
    )
    store_rows(*map(User.of, rows))


def run(*arguments: str, stdout: StringIO | None = None) -> tuple[str, str]:
    """Return what the command wrote and what it said about it."""
    written, said = stdout or StringIO(), StringIO()
    call_command("export_users", *arguments, stdout=written, stderr=said)
    return written.getvalue(), said.getvalue()


def rows_of(text: str) -> list[dict[str, Any]]:
    return sorted(csv.DictReader(StringIO(text)), key=lambda row: row["id"])


def test_export_as_lines_has_every_attribute_but_the_kept_profile() -> None:
    store_user(
        AMIRA,
        fname="Zoë 李",
        lname="Line\nbreak",
        year=3,
        shoes={"size": 39.5},
        favedEventsID={"kickstart", "blueprint"},
        keptProfileID="SillyPandasDeny",
    )

    written, said = run()

    assert [json.loads(line) for line in written.splitlines()] == [
        {
            "id": AMIRA,
            "fname": "Zoë 李",
            "lname": "Line\nbreak",
            "year": 3,
            "shoes": {"size": 39.5},
            "favedEventsID": ["blueprint", "kickstart"],
        }
    ]
    assert "Zoë 李" in written
    assert said == "Exported 1 users as jsonl.\n"


def test_export_as_csv_has_the_documented_columns() -> None:
    store_user(
        AMIRA,
        fname="Zoë 李",
        lname="Line\nbreak, and a comma",
        gender="She/Her/Hers",
        studentId=12345678,
        year="3rd Year",
        faculty={"name": "Arts"},
        isMember=True,
        admin=False,
        createdAt=1,
        keptProfileID="SillyPandasDeny",
        **{"favedEventsID;year": {"blueprint;2026"}},
    )

    written, said = run("--format", "csv")

    assert rows_of(written) == [
        {
            "id": AMIRA,
            "fname": "Zoë 李",
            "lname": "Line\nbreak, and a comma",
            "pronouns": "She/Her/Hers",
            "education": "",
            "studentId": "12345678",
            "faculty": '{"name": "Arts"}',
            "major": "",
            "year": "3rd Year",
            "diet": "",
            "isMember": "yes",
            "admin": "no",
            "favedEventsID": "blueprint",
            "favedEventsID;year": "blueprint;2026",
            "createdAt": "1",
            "updatedAt": "",
        }
    ]
    assert said == "Exported 1 users as csv.\n"


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://example.org";"Me")',
        "+1+cmd",
        "-2+3",
        "@SUM(1)",
        "\t=1+1",
        " \r\n=1+1",
        "\x00=1+1",
        "\ufeff=1+1",
    ],
)
def test_export_as_csv_disarms_formulas(name: str) -> None:
    store_user(AMIRA, fname=name)

    written, _ = run("--format", "csv")

    assert rows_of(written)[0]["fname"] == "'" + name.lstrip("\t\r\n \x00\ufeff")


def test_export_as_lines_keeps_a_formula_as_it_is() -> None:
    store_user(AMIRA, fname="=1+1")

    assert json.loads(run()[0])["fname"] == "=1+1"


@pytest.mark.parametrize(
    ("members", "expected"), [("yes", [AMIRA]), ("no", [BEN, CHLOE])]
)
def test_export_of_members_or_others(members: str, expected: list[str]) -> None:
    store_user(AMIRA, isMember="true")
    store_user(BEN, isMember=False)
    store_user(CHLOE)

    written, said = run("--members", members)

    found = [json.loads(line)["id"] for line in written.splitlines()]
    assert sorted(found) == expected
    assert said == f"Exported {len(expected)} users as jsonl.\n"


@pytest.mark.usefixtures("crowd")
def test_export_writes_each_page_before_it_reads_the_next(
    database_calls: list[str],
) -> None:
    pages_read: list[int] = []

    class Watched(StringIO):
        def write(self, text: str) -> int:
            pages_read.append(len(database_calls))
            return super().write(text)

    written, said = run(stdout=Watched())

    assert len({json.loads(line)["id"] for line in written.splitlines()}) == PEOPLE
    assert set(database_calls) == {"Scan"}
    assert (pages_read[0], pages_read[-1]) == (1, len(database_calls))
    assert len(database_calls) > 2
    assert said == (
        "Exporting: 500\nExporting: 1000\nExporting: 1500\n"
        "Exported 1500 users as jsonl.\n"
    )


def test_export_to_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    store_user(AMIRA, fname="Amira\r\nKay")
    file = tmp_path / "users.csv"
    file.write_text("older")
    file.chmod(0o644)

    written, said = run("--format", "csv", "--output", str(file))

    assert rows_of(file.read_bytes().decode())[0]["fname"] == "Amira\r\nKay"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]
    assert (written, said) == ("", f"Exported 1 users as csv to {file}.\n")


def test_export_that_breaks_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_user(AMIRA)
    file = tmp_path / "users.jsonl"
    file.write_text("older")

    def broken(user: User) -> None:
        raise ConnectionError

    monkeypatch.setattr(User, "plain", broken)
    with pytest.raises(ConnectionError):
        run("--output", str(file))

    assert file.read_text() == "older"
    assert list(tmp_path.iterdir()) == [file]


def test_export_told_to_stop_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_user(AMIRA)
    store_user(BEN)
    plain = User.plain

    def be_told(user: User) -> dict[str, Any]:
        os.kill(os.getpid(), signal.SIGTERM)
        return plain(user)

    monkeypatch.setattr(User, "plain", be_told)

    with pytest.raises(CommandError, match="Stopped before the end"):
        run("--output", str(tmp_path / "users.jsonl"))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["", "no/such/place.csv"])
def test_export_to_where_nothing_can_be_written_is_refused(
    tmp_path: Path, place: str
) -> None:
    file = tmp_path / place

    with pytest.raises(CommandError, match="cannot be written"):
        run("--output", str(file))

    assert list(tmp_path.iterdir()) == []
