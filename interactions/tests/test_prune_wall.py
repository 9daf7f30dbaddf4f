"""``manage.py prune_wall``: expired entries and dead screens go, all else stays."""

import os
import signal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from core.clock import DAY, now_ms
from core.dynamo.rows import store_rows
from interactions.models import LiveConnection, WallSocket
from interactions.services import pruning
from interactions.wall import screens

FORTNIGHT = 14 * DAY


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("prune_wall", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().splitlines()


def entry(name: str, *, at: int, **values: Any) -> None:
    sequence = f"ts#{at:013d}#{name}"
    store_rows(LiveConnection.of({"eventId": "DEFAULT", "sk": sequence, **values}))


def entries_left() -> list[str]:
    rows = LiveConnection.query("DEFAULT", consistent_read=True)
    return sorted(row.sequence.rpartition("#")[2] for row in rows)


def screens_left() -> list[str]:
    return sorted(row.connection_id for row in WallSocket.read_all())


@pytest.fixture
def evening() -> None:
    """Store entries and screens, of which some are over."""
    now = now_ms()
    entry("fresh", at=now, createdAt=now, expiresAt=(now + FORTNIGHT) // 1000)
    entry("expired", at=now - FORTNIGHT, expiresAt=now // 1000 - 1)
    entry("old of before", at=now - FORTNIGHT - 60_000)
    entry("young of before", at=now - FORTNIGHT + 60_000)
    entry("kept on purpose", at=now - 2 * FORTNIGHT, expiresAt=now // 1000 + 60)
    store_rows(LiveConnection.of({"eventId": "DEFAULT", "sk": "of no age"}))
    screens.put_up("up", event="DEFAULT", screen="page", now=now)
    screens.put_up("dead", event="DEFAULT", screen="page", now=now - DAY)
    store_rows(WallSocket.of({"connectionId": "of before", "eventId": "DEFAULT"}))


@pytest.mark.usefixtures("evening")
def test_prune_without_apply_counts_and_removes_nothing() -> None:
    assert run() == ["Would remove 2 entries of the log and 2 screens."]
    assert (len(entries_left()), len(screens_left())) == (6, 3)


@pytest.mark.usefixtures("evening")
def test_prune_with_apply_removes_what_is_over_and_nothing_else() -> None:
    assert run("--apply") == ["Removed 2 entries of the log and 2 screens."]

    assert entries_left() == [
        "fresh",
        "kept on purpose",
        "of no age",
        "young of before",
    ]
    assert screens_left() == ["up"]


@pytest.mark.usefixtures("evening")
def test_prune_a_second_time_finds_nothing() -> None:
    run("--apply")

    assert run("--apply") == ["Removed 0 entries of the log and 0 screens."]


def test_prune_of_more_than_a_transaction_holds_removes_all() -> None:
    for number in range(120):
        entry(f"{number}", at=1_000)

    assert run("--apply") == ["Removed 120 entries of the log and 0 screens."]
    assert entries_left() == []


@pytest.mark.usefixtures("evening")
def test_prune_leaves_a_screen_that_was_renewed_meanwhile() -> None:
    now = now_ms()
    found = pruning.dead_screens(now=now)
    screens.renew("dead", event="DEFAULT", now=now)

    removed = [row for batch in pruning.prune(found) for row in batch]

    assert [row.key_of() for row in removed] == [("of before", None)]
    assert screens_left() == ["dead", "up"]


def test_prune_told_to_stop_ends_after_the_batch_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pruning, "_BATCH", 2)
    for number in range(5):
        entry(f"{number}", at=1_000)
    remove = pruning._remove

    def be_told(rows: Any) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        return remove(rows)

    monkeypatch.setattr(pruning, "_remove", be_told)
    said = run("--apply")
    monkeypatch.undo()

    assert said == [
        "3 left; run it again to go on.",
        "Removed 2 entries of the log and 0 screens.",
    ]
    assert run("--apply") == ["Removed 3 entries of the log and 0 screens."]
