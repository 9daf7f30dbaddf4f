"""What was shown, and is then hidden, is gone from every face of every process."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from pynamodb.expressions.update import Action

from biztech.tests.drawn_profiles import SUCCESSOR, marks
from biztech.tests.redis_server import (
    WITHIN,
    Redis,
    needs_redis,
    running_redis,
    share,
)
from biztech.tests.test_privacy import MET, everything_shown, said_by_faces, store
from core.dynamo.base import attribute
from core.dynamo.errors import Stale
from core.dynamo.rows import update_row
from core.dynamo.signals import send_with
from core.dynamo.wire import to_wire
from core.relay import Relay
from profiles.models import Profile

Said = dict[str, str]


def _change(*actions: Action) -> None:
    update_row(Profile, Profile.key(MET), list(actions), otherwise=Stale())


def _hide_profile() -> None:
    _change(Profile.hidden_at.set(5))


def _hide_fields() -> None:
    _change(attribute("viewableMap").set(to_wire({"fname": False, "mbti": False})))


def _lose_card() -> None:
    _change(Profile.replaced_at.set(5), Profile.replaced_by.set(SUCCESSOR))


HIDINGS = (_hide_profile, _hide_fields, _lose_card)


def _telling(said: Said) -> list[str]:
    return [face for face, answer in said.items() if marks(answer)]


@pytest.mark.parametrize("hide", HIDINGS)
def test_hidden_at_once_in_this_process(hide: Callable[[], None]) -> None:
    store(everything_shown())
    assert "the journal" in _telling(said_by_faces())

    hide()

    assert _telling(said_by_faces()) == []


# Says what the faces say, once for each line that it reads. By itself it forgets none
# of them, so what it shows no more it was told of.
READER = """
import json
import sys
import django
from django.test.utils import setup_test_environment
django.setup()
setup_test_environment()
from biztech.tests.test_privacy import said_by_faces
from core.relay import relay
from profiles import faces
faces.KEPT_FOR = 3600
with relay.listening():
    for _ in sys.stdin:
        print(json.dumps(said_by_faces()), flush=True)
"""


@contextmanager
def _reader(redis_url: str) -> Iterator[Callable[[], Said]]:
    """Run another process; give how to ask what the faces say there."""
    process = subprocess.Popen(
        [sys.executable, "-c", READER],
        env={**os.environ, "REDIS_URL": redis_url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def ask() -> Said:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        said: Said = json.loads(process.stdout.readline())
        return said

    try:
        yield ask
    finally:
        process.communicate(timeout=WITHIN)


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Redis]:
    """Run a Redis of our own, to which this process sends what it writes."""
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        share(settings, running.url)
        relay = Relay()
        stop = send_with(partial(relay.send, "writes"))
        yield running
        stop()
        relay.finish()


@pytest.mark.redis
@pytest.mark.other_process
@needs_redis
def test_hidden_in_another_process_when_it_hears_of_it(redis: Redis) -> None:
    with _reader(redis.url) as ask:
        redis.wait_for_members(1)
        for hide in HIDINGS:
            store(everything_shown())
            _until(lambda: "the journal" in _telling(ask()))

            hide()

            _until(lambda: not _telling(ask()))


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN
    while not holds():
        assert time.monotonic() < deadline
