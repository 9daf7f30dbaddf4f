"""A rehearsal uses the real tap, and leaves nothing behind."""

from io import StringIO
from itertools import islice
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from biztech.demo.rehearsal import Guest, arrive, leave, meetings
from biztech.tests.wiping import writes
from core.dynamo.client import listening
from core.dynamo.rows import store_rows
from interactions.models import Connection, LiveConnection, WallControl
from interactions.queries import connections_of
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, join
from interactions.wall.names import is_known
from memberships.models import Member
from memberships.queries import all_members
from profiles.queries import all_profiles


def rehearse(**options: Any) -> str:
    output = StringIO()
    fast = {"people": 12, "taps_per_minute": 6000, "minutes": 0.005}
    call_command(
        "simulate_event", **{**fast, **options}, stdout=output, stderr=StringIO()
    )
    return output.getvalue()


def test_rehearsal_makes_its_taps_and_leaves_nothing() -> None:
    said = rehearse()

    assert "12 guests are here." in said
    assert "/wall/?event=rehearsal" in said
    assert "Made 30 connections." in said
    assert "12 guests left." in said
    assert all_members() == [] == list(all_profiles())
    assert list(Connection.scan()) == [] == list(LiveConnection.scan())
    assert list(WallControl.scan()) == []


def test_wall_of_a_rehearsal_is_open_before_the_first_tap(now: int) -> None:
    assert not is_known("rehearsal", now=now)

    arrive(2, seed=1, now=now, advance=lambda _: None)

    assert is_known("rehearsal", now=now)


def test_kept_rehearsal_is_on_a_wall_of_its_own_until_it_is_cleaned() -> None:
    rehearse(keep=True)

    entries = list(LiveConnection.query("rehearsal"))
    assert len(entries) == 30
    assert sum(len(connections_of(one.profile_id)) for one in all_profiles()) == 60
    assert "12 guests left." in rehearse(clean=True)
    assert list(LiveConnection.scan()) == []


def test_cleaning_leaves_real_people_alone(now: int) -> None:
    amira, ben = join(AMIRA, now=now), join(BEN, now=now)
    connect(AMIRA, ben, now=now)
    arrive(3, seed=1, now=now, advance=lambda _: None)

    assert leave(event="rehearsal", advance=lambda _: None) == 3

    assert {member.id for member in all_members()} == {AMIRA, BEN}
    assert [row.other_id for row in connections_of(amira)] == [ben]


@pytest.mark.parametrize("cut_after", range(7))
def test_cleaning_that_was_cut_short_is_completed_later(
    cut_after: int, now: int
) -> None:
    guests = arrive(2, seed=1, now=now, advance=lambda _: None)
    connect(guests[0].email, guests[1].profile_id, now=now, event="rehearsal")
    made: list[str] = []

    def crash(operation: str, _: dict[str, Any]) -> None:
        if writes(operation):
            made.append(operation)
            if len(made) > cut_after:
                raise KeyboardInterrupt

    with listening(crash), pytest.raises(KeyboardInterrupt):
        leave(event="rehearsal", advance=lambda _: None)
    leave(event="rehearsal", advance=lambda _: None)

    assert all_members() == [] == list(all_profiles())
    assert list(Connection.scan()) == [] == list(LiveConnection.scan())
    assert list(WallControl.scan()) == []


@pytest.mark.parametrize("clean", [False, True])
def test_rehearsal_refuses_production(*, clean: bool) -> None:
    with (
        override_settings(ENVIRONMENT="PROD"),
        pytest.raises(CommandError, match="staging"),
    ):
        rehearse(clean=clean)


def test_rehearsal_refuses_the_clubs_own_event() -> None:
    store_rows(WallControl.of({"id": "current", "eventId": "blueprint-2026"}))

    for spelling in ("blueprint-2026", "blueprint;2026", "DEFAULT"):
        with pytest.raises(CommandError, match="another wall"):
            rehearse(event=spelling)

    assert list(Member.scan()) == []


@pytest.mark.parametrize(
    ("option", "value"),
    [("people", 1), ("people", 5001), ("taps_per_minute", 0), ("minutes", 0)],
)
def test_rehearsal_refuses_odd_numbers(option: str, value: int) -> None:
    with pytest.raises(CommandError, match=f"--{option.replace('_', '-')}"):
        rehearse(**{option: value})


def test_meetings_are_the_same_for_a_seed_and_never_twice() -> None:
    guests = [Guest(email=str(n), profile_id=str(n)) for n in range(6)]

    evening = list(meetings(guests, seed=7, a_minute=60))

    pairs = {frozenset({one.email, other.email}) for _, one, other in evening}
    assert len(evening) == len(pairs) == 15
    again = list(islice(meetings(guests, seed=7, a_minute=60), 15))
    assert again == evening
