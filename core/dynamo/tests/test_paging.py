"""Pages of a table, and the signed cursors between them."""

import time

import pytest

from accounts.models import User
from biztech.tests.callers import store_user
from core.dynamo.errors import InvalidCursor, InvalidLimit
from core.dynamo.paging import page_size, read_page
from core.dynamo.rows import remove_rows
from memberships.models import Member


@pytest.fixture(autouse=True)
def seven_users(empty_tables: None) -> None:
    for number in range(7):
        store_user(f"user{number}@example.org", year=number)


def cursor() -> str:
    made = read_page(User, size=2).next_cursor
    assert made is not None
    return made


@pytest.mark.parametrize("size", [1, 3, 7, 8, 1000])
def test_walk_in_pages_meets_every_row_once(size: int) -> None:
    met: list[str] = []

    page = read_page(User, size=size)
    met += [user.id for user in page.rows]
    while page.next_cursor:
        page = read_page(User, size=size, cursor=page.next_cursor)
        assert len(page.rows) <= size
        met += [user.id for user in page.rows]

    assert sorted(met) == [f"user{number}@example.org" for number in range(7)]


def test_page_costs_one_call(database_calls: list[str]) -> None:
    made = cursor()
    read_page(User, size=2, cursor=made)

    assert database_calls == ["Scan", "Scan"]


def test_page_after_one_that_is_gone_goes_on() -> None:
    page = read_page(User, size=3)
    remove_rows(page.rows[-1])

    rest = read_page(User, size=1000, cursor=page.next_cursor)

    assert len(rest.rows) == 4


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "é", "\x00", "x" * 5000])
def test_cursor_that_is_made_up_is_refused(forged: str) -> None:
    with pytest.raises(InvalidCursor, match="'cursor' is not valid"):
        read_page(User, size=1, cursor=forged)


def test_cursor_that_is_altered_is_refused() -> None:
    made = cursor()

    with pytest.raises(InvalidCursor):
        read_page(User, size=1, cursor=made[:-1] + ("A" if made[-1] != "A" else "B"))


def test_cursor_of_another_list_is_refused() -> None:
    with pytest.raises(InvalidCursor):
        read_page(Member, size=1, cursor=cursor())


def test_cursor_of_yesterday_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = cursor()
    tomorrow = time.time() + 24 * 60 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: tomorrow)

    with pytest.raises(InvalidCursor):
        read_page(User, size=1, cursor=made)


@pytest.mark.parametrize(
    ("text", "size"), [(None, 100), ("1", 1), ("0099", 99), ("1000", 1000)]
)
def test_page_size_within_the_limits_is_taken(text: str | None, size: int) -> None:
    assert page_size(text) == size


@pytest.mark.parametrize(
    "text", ["", "0", "1001", "-1", "1.0", "ten", " 1", "²", "9" * 5000]
)
def test_page_size_beyond_the_limits_is_refused(text: str) -> None:
    with pytest.raises(InvalidLimit, match="'limit' must be a whole number"):
        page_size(text)
