"""What one process writes shows in the directory of another, which Redis tells."""

import os
import subprocess
import sys
import time
from typing import Any

import pytest

from accounts.models import User
from biztech.tests.redis_server import WITHIN, needs_redis, running_redis, share
from core.dynamo.signals import tell_of_writes
from core.relay import relay
from memberships.directory.keeping import Directory
from memberships.tests.people import AMIRA, store

WRITER = f"""
import django
django.setup()
from accounts.models import User
from memberships.tests.people import store
store(User, id="{AMIRA}", fname="Mira")
"""


@pytest.mark.redis
@pytest.mark.other_process
@needs_redis
def test_write_of_another_process_is_shown(
    tmp_path_factory: pytest.TempPathFactory, settings: Any
) -> None:
    # No time passes, so nothing is read again that nobody told of.
    directory = Directory(clock=lambda: 100.0)
    stop = tell_of_writes(directory.hear, User, elsewhere=True)
    store(User, id=AMIRA, fname="Amira")

    def shown() -> list[str]:
        return [one.name for one in directory.reading().listed.people]

    with running_redis(tmp_path_factory.mktemp("redis")) as redis:
        share(settings, redis.url)
        with relay.listening():
            redis.wait_for_members(1)
            assert shown() == ["Amira"]

            subprocess.run(
                [sys.executable, "-c", WRITER],
                env={**os.environ, "REDIS_URL": redis.url},
                check=True,
            )

            deadline = time.monotonic() + WITHIN
            while shown() != ["Mira"]:
                assert time.monotonic() < deadline
    stop()
    directory.forget()
