"""Spreadsheets of everybody who registered for an event."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from core.clock import moment
from core.csv_files import cell, csv_row_writer
from core.exports.files import write_cell
from core.exports.kinds import Export, Row
from events.models import Event, Registration
from events.queries import registrations_of
from events.questions import questions_in

# Of what people say about themselves: the title, and the name in the row.
_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "First name": "fname",
        "Last name": "lname",
        "Year": "year",
        "Faculty": "faculty",
        "Major": "major",
        "Gender": "gender",
        "Diet": "diet",
        "Heard from": "heardFrom",
        "Company": "companyName",
        "Role": "role",
    }
)
_MOMENTS: Mapping[str, str] = MappingProxyType(
    {
        "Waiting since": "waitingSince",
        "Checked in": "checkedInAt",
        "Registered at": "createdAt",
        "Changed at": "updatedAt",
    }
)
# What is the same for all events.
_FIXED = (
    "E-mail",
    *_ABOUT,
    "Student number",
    "Registration",
    "Application",
    "Partner",
    "Points",
    *_MOMENTS,
)


@dataclass(frozen=True, kw_only=True)
class Spreadsheet:
    """The titles of the columns, and a row of values by title for each person."""

    titles: Sequence[str]
    rows: Sequence[Mapping[str, Any]]


def registrations_sheet(event: Event) -> Spreadsheet:
    """Return everybody who registered for an event, by address, with their answers.

    The answers follow what is the same for all events, in the order of the questions;
    then what was asked once and is no more.
    """
    rows = registrations_of(str(event.id), int(event.year))
    answers = _titles_of_answers(event, rows)
    told = [{**_told(row), **_answers(row, answers)} for row in rows]
    return Spreadsheet(titles=[*_FIXED, *answers.values()], rows=told)


def as_csv(sheet: Spreadsheet) -> bytes:
    """Return a spreadsheet as CSV that runs nothing."""
    text = StringIO(newline="")
    write = csv_row_writer(text, sheet.titles)
    for row in sheet.rows:
        write(row)
    return text.getvalue().encode()


def as_xlsx(sheet: Spreadsheet) -> bytes:
    """Return a spreadsheet as a workbook in which every text is a text."""
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("Registrations")
        page.freeze_panes(1, 1)
        header = {title: title for title in sheet.titles}
        for number, row in enumerate([header, *sheet.rows]):
            for column, title in enumerate(sheet.titles):
                write_cell(page, number, column, cell(row.get(title)))
    return file.getvalue()


FORMATS: Mapping[str, Callable[[Spreadsheet], bytes]] = MappingProxyType(
    {"csv": as_csv, "xlsx": as_xlsx}
)


def _told(row: Registration) -> dict[str, Any]:
    stored = row.plain()
    basic = stored.get("basicInformation")
    about = basic if isinstance(basic, dict) else {}
    return {
        "E-mail": row.id,
        **{title: about.get(name) for title, name in _ABOUT.items()},
        "First name": about.get("fname") or row.fname,
        "Student number": stored.get("studentId"),
        "Registration": row.status,
        "Application": row.application_status,
        "Partner": bool(row.is_partner),
        "Points": row.points,
        **{title: _moment(stored.get(name)) for title, name in _MOMENTS.items()},
    }


def _titles_of_answers(event: Event, rows: Iterable[Registration]) -> dict[str, str]:
    """Return the title of the column for each question by its id, none twice."""
    asked = [*questions_in(event.questions), *questions_in(event.partner_questions)]
    labels = {question.id: question.label for question in asked}
    for row in rows:
        if isinstance(row.answers, dict):
            labels |= {key: key for key in row.answers if key not in labels}
    titles: dict[str, str] = {}
    taken = set(_FIXED)
    for key, label in labels.items():
        title = str(cell(label))
        titles[key] = title if title not in taken else f"{title} ({key})"
        taken.add(titles[key])
    return titles


def _answers(row: Registration, titles: Mapping[str, str]) -> dict[str, Any]:
    answers: Any = row.plain().get("dynamicResponses")
    if not isinstance(answers, dict):
        return {}
    return {titles[key]: value for key, value in answers.items()}


def _moment(ms: Any) -> str | None:
    """Return a moment on the club's clock; None for what is none."""
    if not isinstance(ms, int) or not ms:
        return None
    return timezone.localtime(moment(ms)).isoformat(sep=" ", timespec="seconds")


def _registered() -> Iterator[Row]:
    for row in Registration.scan_in_segments():
        stored = row.plain()
        stored.pop("checkoutLink", None)
        yield stored


REGISTRATIONS = Export(
    name="registrations",
    title="Registrations for all events",
    key="id",
    columns=(
        "id",
        "eventID;year",
        "fname",
        "studentId",
        "registrationStatus",
        "applicationStatus",
        "isPartner",
        "points",
        "checkedInAt",
        "createdAt",
        "updatedAt",
    ),
    rows=_registered,
)
