"""Favourite events: ``favedEventsID`` and, with a year, ``favedEventsID;year``."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from accounts.models import User
from accounts.services import favourite_event
from core.dynamo.rows import store_rows, update_row
from core.errors import NotFound
from events.models import Event

AMIRA = "amira@student.ubc.ca"


@pytest.fixture(autouse=True)
def blueprint(empty_tables: None) -> None:
    for year in (2025, 2026):
        store_rows(Event.of({"id": "blueprint", "year": year, "ename": "Blueprint"}))


def store(**values: Any) -> None:
    store_rows(User.of({"id": AMIRA, **values}))


def mark(now: int, *, year: int | None = None, favourite: bool = True) -> bool:
    return favourite_event(AMIRA, "blueprint", year=year, favourite=favourite, now=now)


def marked() -> tuple[set[str] | None, set[str] | None]:
    user = User.get(AMIRA)
    return user.favourites, user.favourite_years


def test_favourite_with_a_year_marks_both_sets(now: int) -> None:
    store()

    changed = mark(now, year=2026)

    assert changed is True
    assert marked() == ({"blueprint"}, {"blueprint;2026"})


def test_favourite_without_a_year_marks_the_id(now: int) -> None:
    store()

    assert mark(now) is True
    assert marked() == ({"blueprint"}, None)


@pytest.mark.parametrize("year", [None, 2026])
def test_favourite_twice_changes_nothing(now: int, year: int | None) -> None:
    store()
    mark(now, year=year)

    assert mark(now + 1, year=year) is False
    assert User.get(AMIRA).updated_at == now


@pytest.mark.parametrize("year", [None, 2026])
def test_favourite_of_what_is_none_changes_nothing(now: int, year: int | None) -> None:
    store(fname="A")

    assert mark(now, year=year, favourite=False) is False
    assert User.get(AMIRA).plain() == {"id": AMIRA, "fname": "A"}


def test_favourite_of_one_year_no_longer_keeps_the_other(now: int) -> None:
    store()
    mark(now, year=2025)
    mark(now, year=2026)

    assert mark(now, year=2026, favourite=False) is True
    assert marked() == ({"blueprint"}, {"blueprint;2025"})


def test_favourite_of_the_last_year_no_longer_takes_the_id_too(now: int) -> None:
    store()
    mark(now, year=2026)

    assert mark(now, year=2026, favourite=False) is True
    assert marked() == (None, None)


def test_both_years_that_are_no_favourites_at_once_take_the_id_too(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    store()
    mark(now, year=2025)
    mark(now, year=2026)
    writing = "accounts.services.update_row"

    def the_other_one_just_after(*args: Any, **kwargs: Any) -> None:
        monkeypatch.setattr(writing, update_row)
        try:
            update_row(*args, **kwargs)
        finally:
            mark(now, year=2025, favourite=False)

    monkeypatch.setattr(writing, the_other_one_just_after)

    assert mark(now, year=2026, favourite=False) is True
    assert marked() == (None, None)


def test_favourite_no_longer_without_a_year_takes_all_years(now: int) -> None:
    store()
    mark(now, year=2025)
    mark(now, year=2026)

    assert mark(now, favourite=False) is True
    assert marked() == (None, None)


def test_favourite_of_older_rows_no_longer(now: int) -> None:
    store_rows(
        User.of(
            {"id": AMIRA, "favedEventsID;year": {"blueprint;2026", "kickstart;2026"}}
        )
    )

    assert mark(now, year=2026, favourite=False) is True
    assert marked() == (None, {"kickstart;2026"})


def test_favourite_of_an_unknown_event_or_year_is_refused(now: int) -> None:
    store()

    with pytest.raises(NotFound, match="event with id 'nope'"):
        favourite_event(AMIRA, "nope", year=None, favourite=True, now=now)
    with pytest.raises(NotFound, match="secondaryKey '1999'"):
        mark(now, year=1999)


def test_favourite_of_an_unknown_user_is_refused_and_makes_no_row(now: int) -> None:
    with pytest.raises(NotFound, match="user with id"):
        mark(now)

    assert User.find(*User.key(AMIRA)) is None


def test_favourite_ten_at_once_lose_nothing(now: int) -> None:
    store()
    for number in range(10):
        store_rows(Event.of({"id": f"event{number}", "year": 2026}))

    with ThreadPoolExecutor(10) as pool:
        list(
            pool.map(
                lambda number: favourite_event(
                    AMIRA, f"event{number}", year=2026, favourite=True, now=now
                ),
                range(10),
            )
        )

    ids, dated = marked()
    assert (len(ids or ()), len(dated or ())) == (10, 10)
