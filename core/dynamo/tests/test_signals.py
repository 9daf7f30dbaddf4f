"""Whoever keeps a picture of rows is told which were written, and no others."""

import json
import os
import queue
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_user
from biztech.tests.redis_server import Redis, needs_redis, running_redis, share
from core.dynamo.base import of_year
from core.dynamo.rows import (
    create_row,
    delete_row,
    put_row,
    remove_rows,
    store_rows,
    update_row,
)
from core.dynamo.signals import announce, hear, send_with, tell_of_writes
from core.dynamo.transactions import write_transaction
from core.errors import Conflict
from core.relay import relay
from memberships.models import Member
from profiles.models import QR, Profile

REFUSAL = Conflict("There is one, or none.")
Told = list[tuple[str, str]]


@pytest.fixture
def told() -> Iterator[Told]:
    """Collect what is told, beside somebody who fails at it."""
    rows: Told = []

    def fail(*_: object) -> None:
        raise RuntimeError

    stops = [
        tell_of_writes(fail),
        tell_of_writes(lambda model, key: rows.append((model.__name__, key[0]))),
    ]
    yield rows
    for stop in stops:
        stop()


def test_rows_of_a_transaction_are_told_once_it_holds(told: Told) -> None:
    store_user(BEN)
    store_user(CHLOE)
    told.clear()

    with write_transaction() as writes:
        writes.create(User.of({"id": AMIRA}), otherwise=REFUSAL)
        writes.update(User, (BEN, None), [User.fname.set("Ben")], otherwise=REFUSAL)
        writes.delete(User, (CHLOE, None), otherwise=REFUSAL)
        writes.require_absent(User, ("new@example.org", None), otherwise=REFUSAL)
        assert told == []

    assert sorted(told) == sorted([("User", AMIRA), ("User", BEN), ("User", CHLOE)])


def test_refused_transaction_tells_nothing(told: Told) -> None:
    store_user(AMIRA)
    told.clear()

    with pytest.raises(Conflict), write_transaction() as writes:
        writes.create(User.of({"id": AMIRA}), otherwise=REFUSAL)

    assert told == []


def test_rows_written_in_one_call_are_told_once_they_are_there(told: Told) -> None:
    key = User.key(AMIRA)

    create_row(User.of({"id": AMIRA}), otherwise=REFUSAL)
    put_row(User.of({"id": AMIRA}), condition=User.id.exists(), otherwise=REFUSAL)
    update_row(User, key, [User.fname.set("Amira")], otherwise=REFUSAL)
    delete_row(User, key, otherwise=REFUSAL)

    assert told == [("User", AMIRA)] * 4


def test_refused_writes_of_one_row_tell_nothing(told: Told) -> None:
    key = User.key(AMIRA)
    refused: list[Callable[[], object]] = [
        lambda: put_row(User(AMIRA), condition=User.id.exists(), otherwise=REFUSAL),
        lambda: update_row(User, key, [User.fname.set("A")], otherwise=REFUSAL),
        lambda: delete_row(User, key, otherwise=REFUSAL),
    ]

    for write in refused:
        with pytest.raises(Conflict):
            write()

    assert told == []


def test_rows_stored_and_removed_together_are_told_one_by_one(told: Told) -> None:
    rows = [User.of({"id": AMIRA}), Member.of({"id": AMIRA})]

    store_rows(*rows)
    remove_rows(*rows)

    assert told == [("User", AMIRA), ("Member", AMIRA)] * 2


@pytest.fixture
def stopping() -> Iterator[ExitStack]:
    """Stop afterwards whatever listens or sends."""
    with ExitStack() as stack:
        yield stack


def test_listener_is_told_of_the_tables_that_it_names(stopping: ExitStack) -> None:
    rows: list[tuple[str, int | None]] = []

    def listen(model: Any, _: object) -> None:
        rows.append((model.base_name(), model.Meta.year))

    stopping.callback(tell_of_writes(listen, Member))
    store_rows(User.of({"id": AMIRA}), Member.of({"id": AMIRA}))
    announce(of_year(Member, 2025), Member.key(AMIRA))

    assert rows == [("biztechMembers", None), ("biztechMembers", 2025)]


@pytest.fixture
def sent(stopping: ExitStack) -> list[str]:
    """Collect what is sent to other processes, beside somebody who fails at it."""

    def fail(_: str) -> None:
        raise RuntimeError

    texts: list[str] = []
    stopping.callback(send_with(fail))
    stopping.callback(send_with(texts.append))
    return texts


def test_processes_are_told_keys_of_the_tables_that_somebody_elsewhere_wants(
    stopping: ExitStack, sent: list[str]
) -> None:
    stopping.callback(tell_of_writes(lambda *_: None, Member, elsewhere=True))
    stopping.callback(tell_of_writes(lambda *_: None, QR, Member))

    store_rows(
        QR.of({"id": "door", "eventID;year": "x;2026"}),
        Member.of({"id": AMIRA, "firstName": "Amira"}),
    )
    announce(of_year(Member, 2025), Member.key(AMIRA))

    assert [json.loads(text) for text in sent] == [
        ["biztechMembers", settings.MEMBERSHIP_YEAR, AMIRA, None],
        ["biztechMembers", 2025, AMIRA, None],
    ]


def test_write_of_another_process_is_told_to_who_asked_and_not_sent_on(
    stopping: ExitStack, sent: list[str], told: Told
) -> None:
    heard: list[Any] = []
    stopping.callback(
        tell_of_writes(lambda *row: heard.append(row), Member, elsewhere=True)
    )
    store_rows(Member.of({"id": AMIRA}))
    announce(of_year(Member, 2025), Member.key(BEN))
    texts = tuple(sent)
    told.clear()
    heard.clear()

    for text in texts:
        hear(text)

    assert heard == [
        (Member, (AMIRA, None)),
        (of_year(Member, 2025), (BEN, None)),
    ]
    assert told == []
    assert tuple(sent) == texts


@pytest.mark.parametrize("text", ["", "{}", "[]", '["noTable", null, "a", null]', "7"])
def test_text_of_an_unlike_version_tells_nothing(text: str, told: Told) -> None:
    hear(text)

    assert told == []


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Redis]:
    """Run a Redis of our own, and use it."""
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        share(settings, running.url)
        yield running


# Writes as a command does, in a process that ends at once.
WRITES = """
import sys
import django
django.setup()
from core.dynamo.transactions import write_transaction
from profiles.models import Profile, PROFILE, partition
with write_transaction() as writes:
    for profile_id in sys.argv[1:]:
        row = {"compositeID": partition(profile_id), "type": PROFILE}
        writes.put(Profile.of(row))
"""


@pytest.mark.redis
@pytest.mark.other_process
@needs_redis
def test_rows_that_another_process_writes_are_told_here(
    redis: Redis, stopping: ExitStack
) -> None:
    heard: queue.Queue[tuple[str, str | None]] = queue.Queue()
    stopping.callback(
        tell_of_writes(lambda _, key: heard.put(key), Profile, elsewhere=True)
    )

    with relay.listening():
        redis.wait_for_members(1)
        subprocess.run(
            [sys.executable, "-c", WRITES, "amira", "ben"],
            env={**os.environ, "REDIS_URL": redis.url},
            check=True,
            timeout=60,
        )
        keys = {heard.get(timeout=20) for _ in range(2)}

    assert keys == {Profile.key("amira"), Profile.key("ben")}
