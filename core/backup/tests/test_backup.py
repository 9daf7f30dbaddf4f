"""A copy is whole, is taken up where it stopped, and comes back byte for byte."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from biztech.tests.callers import change_row
from core.backup.comparing import compare_backups, compare_with_tables
from core.backup.errors import (
    BackupDamaged,
    BackupFinished,
    InvalidSuffix,
    NoBackup,
    NoPlace,
    TableInUse,
)
from core.backup.parts import MANIFEST, Manifest, finished_part, read_manifest
from core.backup.places import place
from core.backup.reading import pages_of
from core.backup.restoring import restore_backup, write_items
from core.backup.taking import take_backup
from core.dynamo.base import attribute
from core.dynamo.client import shared_client
from core.dynamo.registry import table_named
from core.dynamo.rows import remove_rows
from core.dynamo.tests.stand_in import StandIn, answer, refusal
from core.dynamo.wire import Item
from memberships.models import Member
from memberships.tests.people import AMIRA, BEN, make_member, store

TABLES = ("biztechUsers", "biztechMembers", "biztechProfiles", "biztechAudit")


@pytest.fixture(autouse=True)
def club() -> None:
    """Store two members, and a row with every type."""
    make_member(AMIRA)
    make_member(BEN)
    item: Item = {
        "id": {"S": "odd@example.org"},
        "B": {"B": b"\x00\xff"},
        "set": {"SS": ["b", "a"]},
        "numbers": {"NS": ["2", "1.50"]},
        "map": {"M": {"list": {"L": [{"NULL": True}, {"BOOL": False}]}}},
        "empty": {"S": ""},
    }
    shared_client().put_item(TableName="biztechUsers", Item=item)


@pytest.fixture
def storage(tmp_path: Path) -> FileSystemStorage:
    """Return an empty folder."""
    found = place(str(tmp_path / "copy"))
    assert isinstance(found, FileSystemStorage)
    return found


@pytest.fixture(autouse=True)
def odd_row_is_removed() -> Iterator[None]:
    """Remove the row that no entity wrote."""
    yield
    shared_client().delete_item(
        TableName="biztechUsers", Key={"id": {"S": "odd@example.org"}}
    )


def take(storage: FileSystemStorage, **options: Any) -> Manifest | None:
    return take_backup(storage, [table_named(name) for name in TABLES], **options)


def rows(name: str) -> list[Item]:
    found: list[Item] = shared_client().scan(TableName=name)["Items"]
    return sorted(found, key=lambda item: json.dumps(item.get("id", item), default=str))


def test_restored_copy_is_the_same_byte_for_byte(storage: FileSystemStorage) -> None:
    manifest = take(storage)
    assert manifest
    assert {table.name: table.rows for table in manifest.tables}["biztechUsers"] == 3
    assert manifest.started_at <= manifest.finished_at

    assert restore_backup(storage, "drill")

    assert rows("biztechUsersdrill") == rows("biztechUsers")
    assert rows("biztechMembers2026drill") == rows("biztechMembers2026")
    found = compare_with_tables(storage, suffix="drill")
    assert [each for each in found if each.any] == []


def test_server_of_the_suffix_serves_what_was_restored(
    storage: FileSystemStorage, settings: Settings
) -> None:
    take(storage)
    restore_backup(storage, "drill")
    settings.ENVIRONMENT = "drill"

    assert Member.find(*Member.key(AMIRA))


def test_copy_goes_on_where_it_stopped(storage: FileSystemStorage) -> None:
    passed: list[str] = []

    assert take(storage, advance=passed.append, stop=lambda: len(passed) >= 2) is None
    with pytest.raises(NoBackup):
        read_manifest(storage)
    written = set(passed)
    again: list[str] = []
    assert take(storage, advance=again.append)

    assert written <= set(again)
    assert not any(each.any for each in compare_with_tables(storage))


def test_part_that_was_cut_off_is_written_anew(storage: FileSystemStorage) -> None:
    passed: list[str] = []
    take(storage, advance=passed.append, stop=lambda: True)
    check = Path(storage.path(f"{passed[0]}.json"))
    check.write_text(check.read_text()[:20])
    assert finished_part(storage, passed[0]) is None

    assert take(storage)

    assert not any(each.any for each in compare_with_tables(storage))


def test_segment_of_several_parts_goes_on_after_each(
    storage: FileSystemStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(30):
        store(Member, id=f"{number}@example.org")
    monkeypatch.setattr("core.backup.taking._PAGES", 1)
    monkeypatch.setattr("core.backup.reading._ROWS_OF_A_PAGE", 2)

    manifest = take(storage)

    assert manifest
    members = next(t for t in manifest.tables if t.name == "biztechMembers")
    assert len(members.parts) > 4
    assert members.rows == 32
    assert not any(each.any for each in compare_with_tables(storage))


def test_finished_copy_is_never_written_over(storage: FileSystemStorage) -> None:
    take(storage)

    with pytest.raises(BackupFinished):
        take(storage)


def test_copy_is_readable_by_its_owner_alone(storage: FileSystemStorage) -> None:
    take(storage)

    modes = {path.stat().st_mode & 0o077 for path in Path(storage.location).rglob("*")}

    assert modes == {0}


def test_damaged_file_is_noticed_before_it_is_restored(
    storage: FileSystemStorage,
) -> None:
    manifest = take(storage)
    assert manifest
    part = next(p for t in manifest.tables for p in t.parts if p.rows)
    path = Path(storage.path(part.file))
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(BackupDamaged, match=part.file):
        restore_backup(storage, "damaged")
    Path(storage.path(MANIFEST)).write_text("{}")
    with pytest.raises(BackupDamaged):
        read_manifest(storage)


def test_restore_stays_out_of_tables_with_rows(storage: FileSystemStorage) -> None:
    take(storage)
    passed: list[str] = []
    assert not restore_backup(
        storage, "half", advance=passed.append, stop=lambda: len(passed) == 5
    )

    with pytest.raises(TableInUse):
        restore_backup(storage, "half")
    assert restore_backup(storage, "half", resume=True)

    found = compare_with_tables(storage, suffix="half")
    assert not any(each.any for each in found)


@pytest.mark.parametrize("suffix", ["", "../x", "a b", "x" * 41])
def test_suffix_sets_tables_apart(storage: FileSystemStorage, suffix: str) -> None:
    take(storage)

    with pytest.raises(InvalidSuffix):
        restore_backup(storage, suffix)


def test_difference_tells_what_came_went_and_changed(
    storage: FileSystemStorage, tmp_path: Path
) -> None:
    take(storage)
    amira = Member.find(*Member.key(AMIRA))
    ben = Member.find(*Member.key(BEN))
    assert amira
    assert ben
    change_row(amira, attribute("faculty").set("Arts"))
    remove_rows(ben)
    store(Member, id="new@example.org")

    (members,) = [each for each in compare_with_tables(storage) if each.any]
    assert (members.table, members.added, members.removed, members.changed) == (
        "biztechMembers",
        1,
        1,
        1,
    )
    later = place(str(tmp_path / "later"))
    assert isinstance(later, FileSystemStorage)
    take(later)
    assert [each for each in compare_backups(storage, later) if each.any] == [members]


@pytest.mark.parametrize("address", ["ftp://x/y", "s3://"])
def test_places_are_folders_and_buckets(address: str) -> None:
    with pytest.raises(NoPlace):
        place(address)


def test_place_in_a_bucket_keeps_to_its_prefix() -> None:
    storage: Any = place("s3://copies/of/november")

    assert (storage.bucket_name, storage.location) == ("copies", "of/november")


def run(command: str, *arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_commands_copy_restore_and_compare(tmp_path: Path) -> None:
    where = str(tmp_path / "copy")

    said = json.loads(run("backup", to=where, json=True))
    assert said["tables"]["biztechUsers"] == 3
    assert "Would restore" in run("restore", "--from", where, suffix="shown")
    with pytest.raises(shared_client().exceptions.ResourceNotFoundException):
        shared_client().scan(TableName="biztechUsersshown")
    told = json.loads(run("restore", "--from", where, suffix="done", json=True))
    assert told == {"tables": told["tables"], "applied": False}
    assert "Restored" in run("restore", "--from", where, suffix="done", apply=True)

    assert "0 of" in run("backup_diff", where, suffix="done")
    store(Member, id="new@example.org")
    with pytest.raises(SystemExit):
        run("backup_diff", where)
    with pytest.raises(SystemExit):
        run("backup_diff", where, json=True)
    assert "0 of" in run("backup_diff", where, where)
    with pytest.raises(CommandError, match="finished copy already"):
        run("backup", to=where)
    assert "Copied" in run("backup", to=str(tmp_path / "other"))


def test_page_that_is_not_answered_is_asked_for_again(stand_in: StandIn) -> None:
    item = {"id": {"S": AMIRA}}
    throttled = refusal("ThrottlingException")
    stand_in.will(*[throttled] * 4, answer({"Items": [item]}))

    assert list(pages_of(table_named("biztechMembers"), 0)) == [([item], None)]


def test_write_that_is_not_answered_is_made_again(stand_in: StandIn) -> None:
    items = [{"id": {"S": AMIRA}}, {"id": {"S": BEN}}]
    left = {"biztechMembers": [{"PutRequest": {"Item": items[1]}}]}
    throttled = refusal("ThrottlingException")
    stand_in.will(
        answer({"UnprocessedItems": left}),
        *[throttled] * 4,
        answer({"UnprocessedItems": {}}),
    )

    write_items("biztechMembers", items)

    asked = [json.loads(each.body)["RequestItems"] for each in stand_in.heard]
    assert len(asked[0]["biztechMembers"]) == 2
    assert asked[1:] == [left] * 5
