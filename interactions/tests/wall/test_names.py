"""Every way to name an event leads to one wall."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from core.clock import DAY, moment
from core.dynamo.rows import store_rows
from core.errors import NotFound
from events.models import Event
from interactions.models import WallControl
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, join, wall_entries
from interactions.tests.wall.screens import log
from interactions.wall.controls import switch_event
from interactions.wall.names import (
    canonical,
    current_event,
    forget_events,
    is_known,
    title_of,
)


def store_event(
    event_id: str, year: int, *, begins: int, published: bool = True, days: int = 1
) -> None:
    store_rows(
        Event.of(
            {
                "id": event_id,
                "year": year,
                "ename": event_id.title(),
                "startDate": moment(begins).isoformat(),
                "endDate": moment(begins + days * DAY).isoformat(),
                "isPublished": published,
            }
        )
    )


@pytest.mark.parametrize(
    "name",
    [
        "blueprint",
        "blueprint-2026",
        "blueprint;2026",
        "blueprint#2026",
        " blueprint-2026 ",
        "DEFAULT",
        "",
    ],
)
def test_alias_means_the_canonical_event(name: str, now: int) -> None:
    store_event("blueprint", 2025, begins=now - 300 * DAY)
    store_event("blueprint", 2026, begins=now)

    assert canonical(name, now=now) == "blueprint-2026"


def test_id_with_a_hyphen_keeps_it(now: int) -> None:
    assert canonical("hello-hacks;2026", now=now) == "hello-hacks-2026"


def test_unknown_id_stays_as_it_is_and_is_not_known(now: int) -> None:
    name = canonical("nowhere", now=now)

    assert (name, is_known(name, now=now)) == ("nowhere", False)
    assert not is_known("blueprint-2026", now=now)
    for odd in ("x" * 5000, "\ud800", "-2026", ";", "a;b;2026", "blueprint-\uff12026"):
        assert not is_known(canonical(odd, now=now), now=now)


def test_event_of_which_only_the_log_knows_is_known(now: int) -> None:
    log("One", "Two", event="mixer-2019", at=now)

    assert is_known("mixer-2019", now=now)
    assert title_of("mixer-2019") == "mixer-2019"


def test_title_is_what_people_call_it(now: int) -> None:
    store_event("blueprint", 2026, begins=now)

    assert title_of("blueprint-2026") == "Blueprint"


def test_without_events_the_default_is_on(now: int) -> None:
    assert current_event(now=now) == "DEFAULT"
    assert is_known("DEFAULT", now=now)


def test_event_that_is_on_by_its_dates_is_current(now: int) -> None:
    store_event("past", 2026, begins=now - 9 * DAY)
    store_event("draft", 2026, begins=now - 1, published=False)
    store_event("on", 2026, begins=now - DAY // 2)
    store_event("next", 2026, begins=now + DAY)

    assert current_event(now=now) == "on-2026"


def test_between_events_the_next_one_is_current(now: int) -> None:
    store_event("past", 2026, begins=now - 9 * DAY)
    store_event("later", 2027, begins=now + 9 * DAY)
    store_event("next", 2026, begins=now + DAY)

    assert current_event(now=now) == "next-2026"


def test_after_all_events_the_last_one_is_current(now: int) -> None:
    store_event("past", 2026, begins=now - 9 * DAY)
    store_event("older", 2026, begins=now - 99 * DAY)

    assert current_event(now=now) == "past-2026"


def test_setting_in_any_form_comes_before_the_dates(now: int, settings: Any) -> None:
    store_event("on", 2026, begins=now - 1)
    store_event("mixer", 2025, begins=now - 300 * DAY)

    for configured in ("mixer", "mixer;2025", "mixer-2025"):
        settings.CURRENT_EVENT = configured
        assert current_event(now=now) == "mixer-2025"


def test_switched_event_comes_before_everything_at_once(
    now: int, settings: Any
) -> None:
    settings.CURRENT_EVENT = "mixer-2025"
    store_event("blueprint", 2026, begins=now)
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    assert current_event(now=now) == "mixer-2025"

    switch_event("blueprint", actor=BEN, now=now)
    connect(AMIRA, ben, now=now)

    assert current_event(now=now) == "blueprint-2026"
    (entry,) = wall_entries("blueprint-2026")
    assert (entry["from"]["id"], entry["to"]["id"]) == (amira, ben)


def test_switch_to_an_unknown_event_is_refused(now: int) -> None:
    with pytest.raises(NotFound, match="event with id 'nowhere'"):
        switch_event("nowhere", actor=BEN, now=now)

    assert WallControl.find(*WallControl.key(WallControl.CURRENT)) is None


def test_look_at_the_calendar_is_remembered(
    now: int, database_calls: list[str]
) -> None:
    store_event("on", 2026, begins=now - 1)
    current_event(now=now)
    database_calls.clear()

    current_event(now=now)
    assert database_calls == ["GetItem"]

    forget_events()
    current_event(now=now)
    assert database_calls == ["GetItem", "GetItem", "Scan"]


def test_many_who_ask_at_once_share_one_look_at_the_calendar(
    now: int, database_calls: list[str]
) -> None:
    store_event("on", 2026, begins=now - 1)
    database_calls.clear()
    begin = Barrier(8)

    def ask() -> str:
        begin.wait()
        return current_event(now=now)

    with ThreadPoolExecutor(8) as screens:
        answers = [screens.submit(ask) for _ in range(8)]

    assert {answer.result() for answer in answers} == {"on-2026"}
    assert database_calls.count("Scan") == 1
