"""``manage.py normalize_emails``: shows, applies, goes on, and tells of everything."""

import os
import signal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from biztech.tests.callers import store_profile
from core.audit.reversal import undo
from core.audit.trail import history
from core.dynamo.wire import Item
from memberships.management.commands import normalize_emails
from memberships.models import Member
from memberships.services import respell
from memberships.tests.people import AMIRA, BEN, store

SHOUTED = "Amira@Student.ubc.ca"
BENS = "BEN@ubcbiztech.com"
DORA = "dora@student.ubc.ca"
DORAS = f" {DORA}"


@pytest.fixture
def club() -> None:
    """Store one to merge with conflicts, one to move, one to skip."""
    store(User, id=AMIRA, diet="Vegan", fname="Amira")
    store(User, id=SHOUTED, diet="None", lname="Kay")
    store(Member, id=SHOUTED, profileID="SillyPandasDeny")
    store(User, id=BENS, fname="Ben")
    store(User, id=DORAS, fname="Dora")
    store(User, id="nobody", fname="Nobody")


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("normalize_emails", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().splitlines()


def rows() -> dict[str, Item]:
    """Return every user and member row, as stored."""
    return {
        f"{table.__name__} {row.id}": row.wire
        for table in (User, Member)
        for row in table.read_all()
    }


def words(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


@pytest.mark.usefixtures("club")
def test_normalize_without_apply_shows_all_and_writes_nothing() -> None:
    before = rows()

    said = run()

    assert words(said) == [
        ["Address", "Stored", "as", "User", "Member"],
        [AMIRA, f"'{SHOUTED}'", "2", "merge", "moves"],
        [BEN, f"'{BENS}'", "moves", "-"],
        [DORA, "'", f"{DORA}'", "moves", "-"],
        [],
        ["Address", "Record", "Conflict", "in", "Stays", "Goes"],
        [AMIRA, "user", "diet", "'Vegan'", "'None'"],
        [],
        ["Skipped", "Why"],
        ["'nobody'", "This", "is", "no", "e-mail", "address."],
        [],
        ["Would", "move", "2,", "merge", "1,", "skip", "1,", "conflicts", "1."],
    ]
    assert rows() == before
    assert history(AMIRA) == []


@pytest.mark.usefixtures("club")
def test_normalize_with_apply_does_what_it_showed() -> None:
    said = run("--apply")

    assert said[-1] == "Moved 2, merged 1, skipped 1, conflicts 1."
    assert sorted(row.id for row in User.read_all()) == [AMIRA, BEN, DORA, "nobody"]
    assert [row.id for row in Member.read_all()] == [AMIRA]
    assert User.get(AMIRA).diet == "Vegan"


@pytest.mark.usefixtures("club")
def test_normalize_a_second_time_changes_nothing() -> None:
    run("--apply")
    before = rows()

    said = run("--apply")

    assert said[-1] == "Moved 0, merged 0, skipped 1, conflicts 0."
    assert rows() == before


def test_normalize_with_nothing_wrong_says_so_in_one_line() -> None:
    store(User, id=AMIRA)

    assert run("--apply") == ["Moved 0, merged 0, skipped 0, conflicts 0."]


@pytest.mark.usefixtures("club")
def test_normalize_undone_restores_every_row() -> None:
    before = rows()
    run("--apply")

    for email in (AMIRA, BEN, DORA):
        (act,) = history(email)
        undo(email, act.act_id, actor=BEN, now=int(act.at) + 1)

    assert rows() == before


@pytest.mark.usefixtures("club")
def test_normalize_after_a_crash_goes_on_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail_for_ben(email: str, *args: Any, **options: Any) -> Any:
        if email == BEN:
            raise ConnectionError
        return respell(email, *args, **options)

    monkeypatch.setattr(normalize_emails, "respell", fail_for_ben)
    said = StringIO()
    with pytest.raises(ConnectionError):
        call_command("normalize_emails", "--apply", stdout=said, stderr=StringIO())
    monkeypatch.undo()

    again = run("--apply", "--resume-from", BEN)

    assert said.getvalue().splitlines()[-2:] == [
        f"2 left; go on with --resume-from {BEN}",
        "Moved 0, merged 1, skipped 1, conflicts 1.",
    ]
    assert again[-1] == "Moved 2, merged 0, skipped 1, conflicts 0."
    assert [len(history(email)) for email in (AMIRA, BEN, DORA)] == [1, 1, 1]


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_normalize_told_to_stop_finishes_the_address_it_is_at(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def be_told(*args: Any, **options: Any) -> Any:
        os.kill(os.getpid(), number)
        return respell(*args, **options)

    handlers = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(normalize_emails, "respell", be_told)

    said = run("--apply")

    assert said[-2:] == [
        f"2 left; go on with --resume-from {BEN}",
        "Moved 0, merged 1, skipped 1, conflicts 1.",
    ]
    assert sorted(row.id for row in User.read_all()) == [DORAS, BENS, AMIRA, "nobody"]
    assert handlers == (
        signal.getsignal(signal.SIGTERM),
        signal.getsignal(signal.SIGINT),
    )


@pytest.mark.usefixtures("club")
def test_normalize_with_a_limit_says_where_to_go_on() -> None:
    said = run("--apply", "--resume-from", BEN.upper(), "--limit", "1")

    assert said[-2:] == [
        f"1 left; go on with --resume-from {DORA}",
        "Moved 1, merged 0, skipped 1, conflicts 0.",
    ]
    assert sorted(row.id for row in User.read_all()) == [
        DORAS,
        SHOUTED,
        AMIRA,
        BEN,
        "nobody",
    ]


def test_normalize_leaves_two_profiles_to_a_person() -> None:
    for key, profile_id in ((AMIRA, "SillyPandasDeny"), (SHOUTED, "CalmOwlsSing")):
        store(Member, id=key, profileID=profile_id)
        store_profile(profile_id)

    said = run("--apply")

    assert said[0].split() == ["Skipped", "Why"]
    assert "There are profiles SillyPandasDeny and CalmOwlsSing." in said[1]
    assert said[-1] == "Moved 0, merged 0, skipped 1, conflicts 0."


@pytest.mark.usefixtures("club")
def test_normalize_shows_progress_where_no_terminal_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.long_runs.LINE_EACH", 2)
    complained = StringIO()

    call_command("normalize_emails", stdout=StringIO(), stderr=complained)

    assert complained.getvalue() == f"Looking: 2 of 3 --resume-from {BEN}\n"
