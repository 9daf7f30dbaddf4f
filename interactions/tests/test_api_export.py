"""``GET /interactions/journal/export``: everybody one met, in a file."""

import csv
from io import StringIO
from typing import Any

import pytest

from biztech.tests.callers import caller
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, toggle
from profiles.services import edit_own_profile

EXPORT = "/interactions/journal/export"
HEADER = (
    "profileID,fname,lname,pronouns,major,year,profileType,company,position,linkedIn,"
    "additionalLink,metAt"
)


@pytest.fixture
def met(now: int) -> tuple[str, str]:
    """Return the profile ids of the two whom amira met, dara later."""
    _, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    connect(AMIRA, dara, now=now + 60_000)
    edit_own_profile(
        BEN, {"hobby1": "Chess", "linkedIn": "https://example.org/ben"}, now=now
    )
    return ben, dara


def exported(**query: str) -> Any:
    response = caller(AMIRA).get(EXPORT, query)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("query", [{}, {"format": "csv"}])
def test_export_as_csv_has_everybody_newest_first(
    met: tuple[str, str], query: dict[str, str]
) -> None:
    ben, dara = met

    response = exported(**query)

    facts, linked_in = "They/Them/Theirs,Statistics,3rd Year", "https://example.org/ben"
    assert response.content.decode("utf-8").split("\r\n") == [
        HEADER,
        f"{dara},Dara,Okafor,{facts},ATTENDEE,,,,,2026-11-20T04:01:00-08:00",
        f"{ben},Ben,Li,{facts},EXEC,,,{linked_in},,2026-11-20T04:00:00-08:00",
        "",
    ]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="connections.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_export_as_vcards_has_a_card_for_everybody(met: tuple[str, str]) -> None:
    ben, dara = met

    response = exported(format="vcard")

    facts = "Pronouns: They/Them/Theirs\\; Major: Statistics\\; Year: 3rd Year"
    noted = f"NOTE:{facts}\\; Met on 2026-11-20"
    unfolded = response.content.decode("utf-8").replace("\r\n ", "")
    assert unfolded.split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Dara Okafor",
        "N:Okafor;Dara;;;",
        noted,
        f"URL:http://localhost:8000/profile/{dara}?scan=true",
        "END:VCARD",
        "BEGIN:VCARD",
        "VERSION:3.0",
        "FN:Ben Li",
        "N:Li;Ben;;;",
        noted,
        "URL:https://example.org/ben",
        f"URL:http://localhost:8000/profile/{ben}?scan=true",
        "END:VCARD",
        "",
    ]
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="connections.vcf"'
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("kind", ["csv", "vcard"])
def test_export_holds_only_what_the_others_show(
    met: tuple[str, str], kind: str
) -> None:
    for profile_id in met:
        toggle(
            profile_id,
            **dict.fromkeys(("fname", "lname", "major", "pronouns", "linkedIn"), False),
        )

    told = exported(format=kind).content.decode()

    hidden = ("Ben", "Li,", "Dara", "Okafor", "Statistics", "They", "example.org")
    never = (AMIRA, BEN, DARA, "Chess")
    assert [text for text in (*hidden, *never) if text in told] == []
    assert met[0] in told and "3rd Year" in told


def test_export_as_csv_disarms_formulas(now: int) -> None:
    ben = join(BEN, now=now, major='=HYPERLINK("http://example.org")')
    join(AMIRA, now=now)
    connect(AMIRA, ben, now=now)

    (row,) = csv.DictReader(StringIO(exported().content.decode()))

    assert row["major"] == '\'=HYPERLINK("http://example.org")'


@pytest.mark.parametrize(("kind", "told"), [("csv", f"{HEADER}\r\n"), ("vcard", "")])
def test_export_of_a_member_who_met_nobody_is_empty(
    now: int, kind: str, told: str
) -> None:
    join(AMIRA, now=now)

    assert exported(format=kind).content.decode() == told


def test_export_for_a_stranger_is_refused() -> None:
    response = caller(CHLOE).get(EXPORT, {"format": "csv"})

    assert response.status_code == 404
    assert response.json() == {
        "message": "You have no membership of this year yet, and only members can"
        " connect. Become a member first."
    }


@pytest.mark.parametrize("kind", ["json", "api", "CSV", ""])
def test_export_in_an_unknown_format_is_refused_in_json(now: int, kind: str) -> None:
    join(AMIRA, now=now)

    response = caller(AMIRA).get(EXPORT, {"format": kind}, HTTP_ACCEPT="text/html")

    assert response.status_code == 406
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"message": "'format' must be csv or vcard."}
