"""Whole tables read by several threads at once."""

import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from accounts.models import User
from core.dynamo.client import listening
from core.dynamo.rows import store_rows
from core.dynamo.scanning import pages_as_they_come
from profiles.models import QR

AMIRA = "amira@student.ubc.ca"


def running() -> int:
    return sum(each.name.startswith("segment") for each in threading.enumerate())


def test_segments_together_are_the_whole_table(database_calls: list[str]) -> None:
    ids = {f"{number}@a.co" for number in range(60)}
    store_rows(*(User.of({"id": each, "fname": "x" * 100_000}) for each in ids))
    database_calls.clear()

    found = list(User.scan_in_segments(segments=3))

    assert sorted(row.id for row in found) == sorted(ids)
    assert {len(row.fname) for row in found} == {100_000}
    assert len(database_calls) > 3
    assert set(database_calls) == {"Scan"}
    assert running() == 0


def test_rows_hold_what_was_asked_and_their_keys() -> None:
    key = QR.key("code", "blueprint", 2026)
    values = {"id": key[0], "eventID;year": key[1], "type": "Booth", "data": {"x": 1}}
    store_rows(QR.of(values))

    (row,) = QR.scan_in_segments(attributes=["type"])

    assert row.key_of() == key
    assert row.plain() == {"id": "code", "eventID;year": key[1], "type": "Booth"}


def test_attribute_that_was_not_read_is_not_taken_for_absent() -> None:
    store_rows(User.of({"id": AMIRA, "fname": "Amira", "lname": "Khan"}))

    (row,) = User.scan_in_segments(attributes=["fname", "diet"])

    assert row.fname == "Amira"
    assert not row.diet
    with pytest.raises(LookupError, match="lname"):
        assert not row.lname


@pytest.mark.parametrize(
    "write",
    [
        store_rows,
        lambda row: row.serialize(),
        lambda row: row.wire,
    ],
    ids=["stored", "serialized", "compared"],
)
def test_row_read_in_part_is_never_taken_for_the_whole(
    write: Callable[[User], object],
) -> None:
    store_rows(User.of({"id": AMIRA, "fname": "Amira", "lname": "Khan"}))
    (row,) = User.scan_in_segments(attributes=["fname"])

    with pytest.raises(TypeError, match="only fname, id was read"):
        write(row)

    assert User.get(AMIRA).lname == "Khan"


def test_error_in_one_segment_ends_the_reading() -> None:
    def fail_third(operation: str, request: dict[str, Any]) -> None:
        if request.get("Segment") == 2:
            raise ConnectionError("third")

    with listening(fail_third), pytest.raises(ConnectionError, match="third"):
        list(User.scan_in_segments())

    assert running() == 0


def test_no_segment_reads_on_without_a_reader() -> None:
    asked = [0, 0]

    def pages(segment: int) -> Iterator[int]:
        for number in count():
            asked[segment] += 1
            yield number

    reading = pages_as_they_come([pages(0), pages(1)])
    taken = [next(reading) for _ in range(10)]

    reading.close()

    assert len(taken) <= sum(asked) <= len(taken) + 2
    assert running() == 0


@pytest.mark.parametrize("read", [User.scan_in_segments, User.read_all])
def test_no_page_is_so_large_that_its_call_takes_long(
    read: Callable[[], Iterator[User]],
) -> None:
    asked: list[int] = []

    def hear(_: str, request: dict[str, Any]) -> None:
        asked.append(request["Limit"])

    with listening(hear):
        assert list(read()) == []

    assert set(asked) == {1000}
