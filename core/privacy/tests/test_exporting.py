"""Everything that is held of a person, handed out: all of hers, nothing of others."""

import json
import stat
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.audit.trail import history
from core.dynamo.client import shared_client
from core.privacy.holdings import holdings
from core.privacy.tests.everywhere import (
    COMPANY,
    FIRST,
    LAST,
    LOST_ID,
    OMAR,
    PARTNER_ID,
    QUIXOTE,
    Club,
    a_club,
    pictures,
    whole_database,
)
from memberships.models import Member
from memberships.tests.people import store


def exported(email: str, path: Path, **options: Any) -> zipfile.ZipFile:
    out = StringIO()
    call_command("export_person", email, to=str(path), stdout=out, **options)
    return zipfile.ZipFile(path)


def everything_in(archive: zipfile.ZipFile) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(archive.read("everything.json"))
    return told


@pytest.fixture
def club() -> Club:
    return a_club()


def test_export_holds_all_of_one_person(club: Club, tmp_path: Path) -> None:
    keys = pictures()
    key = {"userId": {"S": QUIXOTE}}
    shared_client().put_item(
        TableName="bizBtxAccounts", Item={**key, "cash": {"N": "3"}}
    )

    archive = exported(QUIXOTE, tmp_path / "hers.zip")

    told = everything_in(archive)
    found = {section["words"] for section in told["sections"]}
    expected = {each.words for each in holdings()} - {
        "Work on their records that is left to do",
        "Places in line",
        "Bulk work that they asked for, or that names them",
    }
    assert found == expected | {"Another service: account at BTX"}
    assert told["profileIDs"] == sorted([club.quixote, LOST_ID, PARTNER_ID])
    assert {name for name in archive.namelist() if name.startswith("pictures/")} == {
        f"pictures/shown/{keys[0]}",
        f"pictures/removed/{keys[1]}",
    }
    page = archive.read("read-me.html").decode()
    assert QUIXOTE in page and FIRST in page and "Vegan" in page
    shared_client().delete_item(TableName="bizBtxAccounts", Key=key)


def test_export_tells_no_secrets_of_others(club: Club, tmp_path: Path) -> None:
    told = everything_in(exported(QUIXOTE, tmp_path / "hers.zip"))

    text = json.dumps(told)
    assert OMAR not in text and "noor@" not in text
    sessions = next(s for s in told["sections"] if s["table"] == "biztechSessions")
    assert all({"id", "content"}.isdisjoint(row) for row in sessions["rows"])
    companies = next(s for s in told["sections"] if "Companies" in s["words"])
    assert companies["rows"] == [{"compositeID": f"PROFILE#{COMPANY}", "name": ""}]


def test_export_changes_nothing_and_is_in_the_history(
    club: Club, tmp_path: Path
) -> None:
    before = whole_database()

    exported(QUIXOTE, tmp_path / "hers.zip", reason="asked by letter")

    act = history(QUIXOTE)[0]
    assert (act.act, act.reason) == ("export person", "asked by letter")
    assert not act.undo_until
    after = whole_database()
    (added,) = after["biztechAudit"].keys() - before["biztechAudit"].keys()
    del after["biztechAudit"][added]
    assert after == before
    mode = stat.S_IMODE((tmp_path / "hers.zip").stat().st_mode)
    assert mode == 0o600


@pytest.mark.parametrize(
    ("email", "said"),
    [("nobody@example.org", "Nothing is held"), ("no address", "Invalid email")],
)
def test_export_of_nobody_is_refused(email: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("export_person", email, to=str(tmp_path / "x.zip"))

    assert not list(tmp_path.glob("*.zip"))


def test_export_of_a_shared_profile_is_refused(tmp_path: Path) -> None:
    store(Member, id=QUIXOTE, profileID="SharedCardsMeet")
    store(Member, id=OMAR, profileID="SharedCardsMeet")

    with pytest.raises(CommandError, match="SharedCardsMeet as well"):
        call_command("export_person", QUIXOTE, to=str(tmp_path / "x.zip"))


def test_export_that_cannot_be_written_is_not_recorded(tmp_path: Path) -> None:
    store(Member, id=QUIXOTE, lastName=LAST)

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_person", QUIXOTE, to=str(tmp_path / "no" / "x.zip"))

    assert not history(QUIXOTE)
