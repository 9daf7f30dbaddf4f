"""Several processes through Redis: the cache and the channel layer."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from channels_redis.core import RedisChannelLayer
from django.core.cache import caches

from biztech.tests.redis_server import needs_redis, running_redis
from biztech.tests.test_serve import environment

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [pytest.mark.redis, needs_redis]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run a Redis of our own, in memory, on a free port."""
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        yield running.url


def configured(redis_url: str, tmp_path: Path, expression: str) -> Any:
    """Return a setting as a process with that Redis sees it."""
    code = f"from django.conf import settings; print(repr({expression}))"
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(tmp_path, 8000, REDIS_URL=redis_url),
        capture_output=True,
        text=True,
        check=True,
    )
    return eval(finished.stdout)  # noqa: S307 - our own settings, printed above


def test_idle_channel_still_receives_after_the_clients_read_limit(
    redis_url: str, tmp_path: Path
) -> None:
    options = configured(
        redis_url, tmp_path, "settings.CHANNEL_LAYERS['default']['CONFIG']"
    )

    async def wait_and_receive() -> dict[str, Any]:
        layer = RedisChannelLayer(**options)
        other = RedisChannelLayer(**options)
        channel = await layer.new_channel()
        receiving = asyncio.ensure_future(layer.receive(channel))
        # redis-py gives up on a silent socket after five seconds by default.
        await asyncio.sleep(6)
        await other.send(channel, {"type": "wall.connection", "id": 1})
        message: dict[str, Any] = await asyncio.wait_for(receiving, timeout=10)
        await layer.close_pools()
        await other.close_pools()
        return message

    assert asyncio.run(wait_and_receive()) == {"type": "wall.connection", "id": 1}


# Calls the API in a process of its own, where it is always the same minute.
CALLS = """
import time
import django
django.setup()
from django.test import Client
time.time = lambda: 1_795_176_000.0
client = Client()
print([client.get("/users/check/zz").status_code for _ in range(5)])
"""


def test_calls_to_two_processes_are_counted_together(
    redis_url: str, tmp_path: Path
) -> None:
    settings = environment(
        tmp_path,
        8000,
        REDIS_URL=redis_url,
        EXISTENCE_CHECKS_PER_MINUTE="6",
        DJANGO_SETTINGS_MODULE="biztech.settings",
    )

    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CALLS],
            cwd=ROOT,
            env=settings,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answered = [
        status
        for process in processes
        for status in json.loads(process.communicate(timeout=60)[0])
    ]

    assert sorted(answered) == [200] * 6 + [429] * 4


def test_cache_is_shared_through_redis(
    redis_url: str, tmp_path: Path, settings: Any
) -> None:
    settings.CACHES = configured(redis_url, tmp_path, "settings.CACHES")

    caches["default"].set("tries", 1)

    assert caches["default"].incr("tries") == 2
    caches["default"].clear()
