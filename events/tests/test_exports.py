"""Spreadsheets of registrations: whole, in order, and harmless to open."""

import csv
import stat
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from events.exports import as_xlsx, registrations_sheet
from events.models import Event
from events.tests.rows import GALA, store_event, store_registration

AMIRA, DARA = "amira@student.ubc.ca", "dara@student.ubc.ca"
FORMULA = '=HYPERLINK("https://evil.example")'
QUESTIONS = [
    {"questionId": "why", "type": "TEXT", "label": "Why?"},
    {"questionId": "diet", "type": "TEXT", "label": "Diet"},
    {"questionId": "sum", "type": "TEXT", "label": "\t=1+1"},
]


@pytest.fixture(autouse=True)
def gala() -> Event:
    """Store the gala, whom amira and dara registered for."""
    store_registration(
        AMIRA,
        basicInformation={"fname": "Amira", "lname": FORMULA, "diet": "None"},
        dynamicResponses={"why": FORMULA, "diet": "Vegan", "gone": "once asked"},
        points=5,
        checkedInAt=1_795_176_000_000,
    )
    store_registration(DARA, fname="Dara", isPartner=True, basicInformation="odd")
    return store_event(registrationQuestions=QUESTIONS)


def run(*event: Any, **options: Any) -> tuple[str, str]:
    """Export; return what is written to the screen, and said."""
    out, err = StringIO(), StringIO()
    call_command(
        "export_registrations", *(event or GALA), stdout=out, stderr=err, **options
    )
    return out.getvalue(), err.getvalue().strip()


def test_csv_holds_everybody_with_their_answers() -> None:
    text, said = run()

    amira, dara = csv.DictReader(StringIO(text))
    assert said == "Exported 2 registrations as csv."
    assert list(amira)[:3] == ["E-mail", "First name", "Last name"]
    assert list(amira)[-4:] == ["Why?", "Diet (diet)", "'=1+1", "gone"]
    assert (amira["Diet"], amira["Diet (diet)"]) == ("None", "Vegan")
    assert (amira["Points"], amira["Partner"]) == ("5", "no")
    assert amira["Checked in"] == "2026-11-20 04:00:00-08:00"
    assert (dara["First name"], dara["Partner"], dara["Why?"]) == ("Dara", "yes", "")


def test_no_text_is_a_formula(gala: Event) -> None:
    text, _ = run()
    pages = ZipFile(BytesIO(as_xlsx(registrations_sheet(gala))))

    amira = next(csv.DictReader(StringIO(text)))
    assert (amira["Last name"], amira["Why?"]) == (f"'{FORMULA}", f"'{FORMULA}")
    page = pages.read("xl/worksheets/sheet1.xml")
    texts = pages.read("xl/sharedStrings.xml").decode()
    assert b"<f" not in page and b"hyperlink" not in page
    assert texts.count(escape(FORMULA)) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_file_is_complete_and_private(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"gala.{form}"

    _, said = run(format=form, output=str(path))

    assert said == f"Exported 2 registrations as {form} to {path}."
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes()[:2] == (b"PK" if form == "xlsx" else b"E-")
    assert list(tmp_path.iterdir()) == [path]


def test_dry_run_says_how_many_and_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "gala.csv"

    said = run(output=str(path), dry_run=True)

    assert said == ("", f"Would export 2 registrations as csv to {path}.")
    assert list(tmp_path.iterdir()) == []


def test_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="add --output"):
        run(format="xlsx")
    with pytest.raises(CommandError, match="'none' and secondaryKey '2026' could not"):
        run("none", 2026)
    with pytest.raises(CommandError, match="cannot be written"):
        run(output=str(tmp_path / "nowhere" / "gala.csv"))
