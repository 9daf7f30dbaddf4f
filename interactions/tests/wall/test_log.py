"""The log is read whole, in order, and no longer than it holds."""

from typing import Any

import pytest

from core.clock import DAY
from core.dynamo.client import listening
from core.dynamo.rows import store_rows
from interactions.models import LiveConnection
from interactions.tests.wall.screens import log
from interactions.wall.log import Entry, entry_of, new_entry, read_log


def put(at: int, **values: Any) -> None:
    store_rows(
        LiveConnection.of(
            {
                "eventId": "DEFAULT",
                "sk": f"ts#{at:013d}#an-older-mark",
                "createdAt": at,
                "from": {"id": "One"},
                "to": {"id": "Two"},
                **values,
            }
        )
    )


def test_new_entry_expires_after_a_fortnight_in_seconds(now: int) -> None:
    row = new_entry("blueprint-2026", one={"id": "A"}, other={"id": "B"}, at=now)

    stored = row.plain()
    assert stored.pop("sk").startswith(f"ts#{now}#")
    assert stored == {
        "eventId": "blueprint-2026",
        "createdAt": now,
        "from": {"id": "A"},
        "to": {"id": "B"},
        "expiresAt": now // 1000 + 14 * 24 * 60 * 60,
    }


def test_log_is_read_in_order_from_a_moment_on(now: int) -> None:
    for back in (1, 3, 2):
        log("One", "Two", at=now - back)
    log("One", "Two", event="other-2026", at=now)

    entries = read_log("DEFAULT", since=now - 2, now=now)

    assert [entry.at for entry in entries] == [now - 2, now - 1]


def test_log_is_read_beyond_one_page(now: int, database_calls: list[str]) -> None:
    for number in range(12):
        put(now - number, note="x" * 200_000)
    database_calls.clear()

    assert len(read_log("DEFAULT", since=0, now=now)) == 12
    assert database_calls.count("Query") > 1


def test_row_of_before_without_expiry_counts_for_a_fortnight(now: int) -> None:
    put(now - 14 * DAY)
    put(now - 14 * DAY + 1)

    (entry,) = read_log("DEFAULT", since=0, now=now)

    assert entry.at == now - 14 * DAY + 1


def test_log_is_read_without_what_people_were_called(now: int) -> None:
    put(now)
    asked: list[Any] = []

    with listening(lambda _, request: asked.append(request)):
        read_log("DEFAULT", since=0, now=now)

    (names,) = (set(one["ExpressionAttributeNames"].values()) for one in asked)
    assert {"from", "to", "id"} <= names
    assert all("ProjectionExpression" in one for one in asked)


def test_expired_row_is_no_entry_though_nobody_removed_it(now: int) -> None:
    put(now - 1, expiresAt=now // 1000)

    assert read_log("DEFAULT", since=0, now=now) == []


@pytest.mark.parametrize(
    "values",
    [
        {"from": None},
        {"to": {"name": "Nobody"}},
        {"from": "One", "to": 7},
        {"from": {"id": {"S": "One"}}},
    ],
)
def test_row_that_names_no_two_people_is_passed_over(
    now: int, values: dict[str, Any]
) -> None:
    put(now - 1, **values)
    put(now)

    (entry,) = read_log("DEFAULT", since=0, now=now)

    assert entry.at == now


def test_row_without_a_moment_has_the_one_of_its_key(now: int) -> None:
    row = LiveConnection.of(
        {
            "eventId": "DEFAULT",
            "sk": f"ts#{now}#x",
            "from": {"id": "One"},
            "to": {"id": "Two"},
        }
    )

    assert entry_of(row) == Entry(
        sequence=f"ts#{now}#x", at=now, one="One", other="Two"
    )
