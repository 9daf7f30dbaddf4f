"""The directory of people: how fresh it is, whatever happens while it is read."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accounts.models import User
from core.dynamo.base import Entity, Key
from core.dynamo.client import listening, shared_client
from core.dynamo.registry import tables
from core.dynamo.rows import remove_rows
from core.dynamo.signals import hear, tell_of_writes
from core.dynamo.tables import create_tables
from memberships.directory.keeping import Directory, StillReading
from memberships.directory.rows import MemberRow, ProfileRow, UserRow
from memberships.models import Member
from memberships.services import revoke_membership
from memberships.tests.people import AMIRA, BEN, make_member, meet, store
from profiles.models import Profile

CHLOE = "chloe@example.org"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        """Return the present moment."""
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(clock: Clock) -> Iterator[Directory]:
    """Return a directory of its own that is told of this process's writes."""
    kept = Directory(clock=clock)
    stop = tell_of_writes(kept.hear, User, Member, Profile, elsewhere=True)
    yield kept
    stop()
    kept.forget()


def names(directory: Directory) -> dict[str, str]:
    return {one.email: one.name for one in directory.reading().listed.people}


def codes(directory: Directory) -> list[tuple[str, str | None]]:
    problems = directory.reading().listed.problems()
    return [(problem.code, problem.email) for problem in problems]


def put_untold(model: type[Entity], **values: Any) -> None:
    """Put a row as another service does, which tells nobody."""
    name = model.Meta.table_name
    shared_client().put_item(TableName=name, Item=model.of(values).wire)


@contextmanager
def held_up(table: type[Entity]) -> Iterator[Callable[[], None]]:
    """Hold up the next scan of a table after it was answered; yields "it was"."""
    arrived, may_go_on = threading.Event(), threading.Event()

    def hold(operation: str, request: dict[str, Any]) -> None:
        # The scan of the table that is read next: the one before has been answered.
        if operation == "Scan" and request["TableName"] == table.Meta.table_name:
            arrived.set()
            may_go_on.wait(10)

    with listening(hold):
        try:
            yield lambda: assert_in_time(arrived)
        finally:
            may_go_on.set()


@contextmanager
def renewal_held_up(directory: Directory) -> Iterator[None]:
    """Have a renewal read the users, and nothing more before the block ends."""
    with held_up(Member) as users_are_read:
        directory.renew(patience=0)
        users_are_read()
        renewal = directory._renewal
        assert renewal
        yield
    assert_in_time(renewal.done)


def assert_in_time(event: threading.Event) -> None:
    assert event.wait(10)


def test_warm_reading_makes_no_call(
    directory: Directory, database_calls: list[str]
) -> None:
    make_member(AMIRA)
    directory.reading()
    database_calls.clear()

    assert directory.reading().listed.people[0].email == AMIRA
    assert database_calls == []


def test_first_reading_is_one_for_all_who_wait(
    directory: Directory, database_calls: list[str]
) -> None:
    waiting = [threading.Thread(target=directory.reading) for _ in range(5)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()

    assert sorted(database_calls) == ["GetItem", "Query"] + ["Scan"] * 8


def test_own_write_is_shown_by_reading_its_rows_again(
    directory: Directory, database_calls: list[str]
) -> None:
    profile_id = make_member(AMIRA)
    assert directory.reading().listed.people[0].member
    revoke_membership(AMIRA, reason="x", keep_profile=True, actor=BEN, now=2)
    database_calls.clear()

    shown = directory.reading().listed

    assert database_calls == ["BatchGetItem"] * 3
    (amira,), (profile,) = shown.people, shown.profiles
    assert (amira.member, amira.problems) == (False, ())
    assert (profile.profile_id, profile.state) == (profile_id, "hidden")


def test_removed_person_leaves(directory: Directory) -> None:
    store(User, id=AMIRA, fname="Amira")
    store(User, id=CHLOE, fname="Chloe")
    assert names(directory) == {AMIRA: "Amira", CHLOE: "Chloe"}

    remove_rows(User.of({"id": AMIRA}))

    assert names(directory) == {CHLOE: "Chloe"}


def test_untold_write_is_seen_with_the_next_reading(
    directory: Directory, clock: Clock
) -> None:
    store(User, id=AMIRA, fname="Amira")
    names(directory)
    put_untold(User, id=AMIRA, fname="Mira")
    put_untold(User, id=CHLOE, fname="Chloe")
    clock.seconds += 59
    assert names(directory) == {AMIRA: "Amira"}
    assert directory.reading().age == 59

    clock.seconds += 1

    assert names(directory) == {AMIRA: "Mira", CHLOE: "Chloe"}
    assert directory.reading().age == 0


def test_row_looked_for_is_never_stale(directory: Directory) -> None:
    store(User, id=AMIRA, fname="Amira")
    names(directory)
    put_untold(User, id=AMIRA, fname="Mira")
    put_untold(User, id=CHLOE, fname="Chloe")

    directory.look_again((User, AMIRA), (User, CHLOE))

    assert names(directory) == {AMIRA: "Mira", CHLOE: "Chloe"}


def test_listed_are_the_same_until_something_changes(directory: Directory) -> None:
    store(User, id=AMIRA, fname="Amira")
    before = directory.reading().listed

    directory.look_again((User, AMIRA), (Member, AMIRA))
    assert directory.reading().listed is before

    put_untold(User, id=AMIRA, fname="Mira")
    directory.look_again((User, AMIRA))
    assert directory.reading().listed is not before
    assert [one.name for one in before.people] == ["Amira"]


def test_profile_that_a_row_read_again_leads_to_is_read_too(
    directory: Directory, database_calls: list[str]
) -> None:
    profile_id = make_member(AMIRA)
    directory.reading()
    partition, sort_key = Profile.key(profile_id)
    put_untold(Profile, compositeID=partition, type=sort_key, profileType="EXEC")
    database_calls.clear()

    directory.look_again((Member, AMIRA))

    assert directory.reading().listed.people[0].profile_type == "EXEC"
    assert database_calls == ["BatchGetItem"] * 2


def test_row_that_leads_to_what_can_be_no_profile_is_read_again(
    directory: Directory,
) -> None:
    names(directory)
    store(Member, id=AMIRA, firstName="Amira", profileID="x" * 3000)

    assert names(directory) == {AMIRA: "Amira"}


def test_write_that_another_process_tells_of_is_shown(directory: Directory) -> None:
    store(User, id=AMIRA, fname="Amira")
    names(directory)
    put_untold(User, id=AMIRA, fname="Mira")

    hear(json.dumps(["biztechUsers", None, AMIRA, None]))

    assert names(directory) == {AMIRA: "Mira"}


def test_directory_is_of_the_present_year(directory: Directory, settings: Any) -> None:
    store(Member, id=AMIRA)
    assert names(directory) == {AMIRA: ""}
    settings.MEMBERSHIP_YEAR += 1
    create_tables(tables())

    assert names(directory) == {}


def test_renewal_asked_for_is_fresh_at_once(directory: Directory) -> None:
    names(directory)
    put_untold(User, id=CHLOE, fname="Chloe")

    assert directory.renew()

    assert names(directory) == {CHLOE: "Chloe"}


@pytest.mark.parametrize("asked_meanwhile", [True, False])
def test_renewal_never_brings_back_what_was_before_a_write(
    directory: Directory, asked_meanwhile: bool
) -> None:
    store(User, id=AMIRA, fname="Amira")
    store(User, id=CHLOE, fname="Chloe")
    names(directory)
    with renewal_held_up(directory):
        store(User, id=AMIRA, fname="Mira")
        remove_rows(User.of({"id": CHLOE}))
        if asked_meanwhile:
            assert names(directory) == {AMIRA: "Mira"}
            assert directory.reading().is_renewed

    assert names(directory) == {AMIRA: "Mira"}


def test_first_reading_never_shows_what_was_before_a_write(
    directory: Directory,
) -> None:
    store(User, id=AMIRA, fname="Amira")
    with renewal_held_up(directory):
        store(User, id=AMIRA, fname="Mira")

    assert names(directory) == {AMIRA: "Mira"}


def test_old_reading_is_shown_while_a_slow_one_is_renewed(
    directory: Directory, clock: Clock
) -> None:
    store(User, id=AMIRA, fname="Amira")
    with renewal_held_up(directory):
        clock.seconds += 5
    put_untold(User, id=CHLOE, fname="Chloe")
    clock.seconds += 100
    with held_up(Member):
        shown = directory.reading(patience=10)

        assert [one.email for one in shown.listed.people] == [AMIRA]
        assert (shown.age, shown.is_renewed) == (105, True)


def test_first_reading_that_takes_longer_tells_how_far_it_is(
    directory: Directory,
) -> None:
    store(User, id=AMIRA)
    with renewal_held_up(directory):
        with pytest.raises(StillReading) as told:
            directory.reading(patience=0)

        assert told.value.counts == {"users": 1}


def test_failed_reading_is_told_and_the_next_one_tries_again(
    directory: Directory,
) -> None:
    def fail(operation: str, _: dict[str, Any]) -> None:
        raise ConnectionError("gone")

    with listening(fail), pytest.raises(ConnectionError):
        directory.reading()

    assert names(directory) == {}


def test_failed_renewal_leaves_the_older_reading_and_rests(
    directory: Directory, clock: Clock, database_calls: list[str]
) -> None:
    store(User, id=AMIRA, fname="Amira")
    names(directory)

    def fail(operation: str, _: dict[str, Any]) -> None:
        raise ConnectionError("gone")

    clock.seconds += 70
    with listening(fail):
        assert names(directory) == {AMIRA: "Amira"}
    assert directory.reading().age == 70
    database_calls.clear()

    assert directory.reading().age == 70
    assert database_calls == []
    clock.seconds += 6
    assert directory.reading().age == 0


def test_rows_that_could_not_be_read_again_are_so_the_next_time(
    directory: Directory,
) -> None:
    store(User, id=AMIRA, fname="Amira")
    names(directory)
    store(User, id=AMIRA, fname="Mira")

    def fail(operation: str, _: dict[str, Any]) -> None:
        raise ConnectionError("gone")

    with listening(fail), pytest.raises(ConnectionError):
        names(directory)

    assert names(directory) == {AMIRA: "Mira"}


def test_two_who_ask_at_once_show_what_was_written_last(directory: Directory) -> None:
    store(User, id=AMIRA, fname="0")
    names(directory)

    def write_and_ask(number: int) -> None:
        store(User, id=AMIRA, fname=str(number))
        directory.reading()

    asking = [threading.Thread(target=write_and_ask, args=[n]) for n in range(1, 9)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()

    assert names(directory) == {AMIRA: User.get(AMIRA).fname}


def test_profile_shared_since_and_no_longer_is_told_of_both(
    directory: Directory,
) -> None:
    profile_id = make_member(AMIRA)
    assert codes(directory) == []

    store(User, id=CHLOE, isMember=True)
    store(Member, id=CHLOE, profileID=profile_id)
    assert codes(directory) == [("profile-shared", AMIRA), ("profile-shared", CHLOE)]

    remove_rows(Member.of({"id": CHLOE}))
    assert codes(directory) == [("flag-without-member", CHLOE)]


def test_profile_that_loses_its_member_is_nobodys(directory: Directory) -> None:
    make_member(AMIRA)
    assert codes(directory) == []

    remove_rows(Member.of({"id": AMIRA}), User.of({"id": AMIRA}))

    assert codes(directory) == [("profile-without-member", None)]
    (profile,) = directory.reading().listed.profiles
    assert profile.state == "orphan"


def test_profile_removed_is_missing_and_found_again(directory: Directory) -> None:
    profile_id = make_member(AMIRA)
    codes(directory)
    row = Profile.get(*Profile.key(profile_id))

    remove_rows(row)
    assert codes(directory) == [("profile-missing", AMIRA)]

    store(Profile, **row.plain())
    assert codes(directory) == []


def test_writes_of_connections_and_other_years_are_not_its_own(
    directory: Directory, database_calls: list[str]
) -> None:
    from core.dynamo.base import of_year

    one, other = make_member(AMIRA), make_member(CHLOE)
    directory.reading()
    meet(one, other)
    directory.hear(of_year(Member, 2020), Member.key(AMIRA))
    database_calls.clear()

    directory.reading()

    assert database_calls == []


def test_thousands_of_writes_are_read_with_everything_else(
    directory: Directory, clock: Clock, database_calls: list[str]
) -> None:
    names(directory)
    put_untold(User, id=AMIRA, fname="Amira")
    key: Key = (AMIRA, None)
    directory.hear(User, key)
    for number in range(1500):
        directory.hear(User, (f"{number}@example.org", None))
    clock.seconds += 20
    database_calls.clear()

    assert names(directory) == {AMIRA: "Amira"}
    assert database_calls.count("BatchGetItem") == 0


def test_reading_that_may_not_be_old_is_always_a_new_one(
    directory: Directory, settings: Any
) -> None:
    settings.DIRECTORY_SECONDS = 0
    names(directory)
    put_untold(User, id=CHLOE, fname="Chloe")

    assert names(directory) == {CHLOE: "Chloe"}


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"S": "Arts"},
        {"S": ""},
        {"S": " 7 "},
        {"S": "true"},
        {"N": "3"},
        {"N": "0"},
        {"N": "-2.5"},
        {"BOOL": True},
        {"NULL": True},
        {"L": [{"S": "Arts"}]},
        {"SS": ["b", "a"]},
        {"M": {}},
    ],
    ids=str,
)
def test_rows_are_read_as_their_entities_read_them(stored: dict[str, Any]) -> None:
    names = User.declared() | Member.declared() | Profile.declared()
    item = {name: stored for name in names if stored}
    user, member = User.of_item(item), Member.of_item(item)
    profile = Profile.of_item(item)

    assert UserRow.of(item) == (
        user.name,
        user.faculty or "",
        str(user.year or ""),
        bool(user.is_member),
        bool(user.admin),
        user.kept_profile_id or "",
        str(user.student_id or ""),
    )
    assert MemberRow.of(item) == (
        member.name,
        member.faculty or "",
        str(member.year or ""),
        int(member.card_count or 0),
        member.profile_id or "",
        int(member.created_at or 0),
        member.student_number or "",
    )
    assert ProfileRow.of(item) == (
        profile.name,
        profile.profile_type or "",
        bool(profile.hidden_at),
        bool(profile.replaced_at),
        int(profile.created_at or 0) or None,
    )
