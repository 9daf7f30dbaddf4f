"""Health: of the process, and of what it leans on."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.asgi import ASGIHandler
from pytest_django import Settings

from biztech.asgi import application
from biztech.health import LIVE, READY, Health, Part, parts_of_this_process

NOWHERE = "http://127.0.0.1:9"


async def asked(path: str, *, of: Any, method: str = "GET", host: str = "x") -> Any:
    """Return status, body and headers of an answer."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(b"host", host.encode())],
    }
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await of(scope, receive, send)
    start, body = said
    return start["status"], json.loads(body["body"]), dict(start["headers"])


def readiness(**parts: Part) -> Any:
    """Return the answer of an application that leans on these parts."""
    parts = parts or parts_of_this_process()
    return asyncio.run(asked(READY, of=Health(ASGIHandler(), parts)))


def words(body: Any) -> dict[str, str]:
    return {name: part["status"] for name, part in body["parts"].items()}


async def well() -> None:
    """Answer at once."""


async def never() -> None:
    """Answer when nobody waits any more."""
    await asyncio.sleep(60)


async def broken() -> None:
    """Fail, and quote what nobody should read."""
    raise ConnectionError("amira@student.ubc.ca at 10.0.0.7 with password p")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_live_answers_any_host_without_the_database(
    method: str, settings: Settings, database_calls: list[str]
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    status, body, headers = asyncio.run(
        asked(LIVE, of=application, method=method, host="10.0.0.7:8000")
    )

    assert (status, body) == (200, {"status": "ok"})
    assert headers[b"cache-control"] == b"no-store"
    assert database_calls == []


def test_live_and_ready_take_no_other_method() -> None:
    for path in (LIVE, READY):
        status, _, headers = asyncio.run(
            asked(f"{path}/", of=application, method="POST")
        )
        assert status == 405
        assert headers[b"allow"] == b"GET, HEAD"


def test_other_addresses_are_left_to_the_application() -> None:
    async def other(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 418, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    for path in ("/health", "/health/nothing", "/members"):
        status, _, _ = asyncio.run(asked(path, of=Health(other, {})))
        assert status == 418


def test_ready_names_each_part_with_its_time(database_calls: list[str]) -> None:
    status, body, _ = readiness()

    assert status == 200
    assert body["status"] == "ok"
    assert words(body) == {"database": "ok", "live": "ok", "pictures": "ok"}
    assert all(part["ms"] >= 0 for part in body["parts"].values())
    assert database_calls == ["GetItem"]


@pytest.fixture
def without_database(settings: Settings, engine: str) -> Iterator[None]:
    settings.DYNAMODB_ENDPOINT = NOWHERE
    yield
    settings.DYNAMODB_ENDPOINT = engine


@pytest.mark.usefixtures("without_database")
def test_database_that_is_away_is_named() -> None:
    status, body, _ = readiness()

    assert status == 503
    assert words(body) == {"database": "failed", "live": "ok", "pictures": "ok"}


def test_channel_layer_that_is_away_is_named(settings: Settings) -> None:
    settings.CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": ["redis://127.0.0.1:9"]},
        }
    }

    status, body, _ = readiness()

    assert status == 503
    assert words(body) == {"database": "ok", "live": "failed", "pictures": "ok"}


def test_folder_that_takes_no_picture_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "file"},
        },
    }

    status, body, _ = readiness()

    assert status == 503
    assert words(body) == {"database": "ok", "live": "ok", "pictures": "failed"}


def test_bucket_that_is_away_is_named_and_missing_pictures_are_no_illness(
    settings: Settings,
) -> None:
    settings.LOCAL_PICTURES = False
    assert "pictures" not in readiness()[1]["parts"]

    settings.PROFILE_BUCKET = "biztech-profile-pictures"
    settings.STORAGES = {
        **settings.STORAGES,
        "pictures": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "biztech-profile-pictures",
                "endpoint_url": NOWHERE,
                "access_key": "test",
                "secret_key": "test",
            },
        },
    }
    assert words(readiness()[1])["pictures"] == "failed"


def test_parts_are_asked_side_by_side_each_within_its_limit() -> None:
    status, body, _ = readiness(
        slow=Part(never, limit=0.05), slower=Part(never, limit=0.1), sound=Part(well)
    )

    assert status == 503
    assert words(body) == {"slow": "failed", "slower": "failed", "sound": "ok"}


def test_answer_and_log_tell_nothing_of_why(caplog: pytest.LogCaptureFixture) -> None:
    part = Part(broken)
    for _ in range(2):
        _, body, _ = readiness(database=part)

    assert "amira" not in json.dumps(body) + caplog.text
    assert "10.0.0.7" not in json.dumps(body) + caplog.text


def test_part_that_fails_is_logged_once_and_once_more_when_it_is_well(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("biztech.health._HOLDS_FOR", -1.0)
    ill = [True, True, False, False]

    async def check() -> None:
        if ill.pop(0):
            raise ConnectionError

    part = Part(check)
    for _ in range(4):
        readiness(database=part)

    said = [message.partition(" ms=")[0] for message in caplog.messages]
    assert said == ["health.failed part=database", "health.answers part=database"]


def test_many_questions_at_once_ask_each_part_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("biztech.health._HOLDS_FOR", 60.0)
    asked_for = []

    async def check() -> None:
        asked_for.append(1)
        await asyncio.sleep(0.05)

    async def crowd() -> list[Any]:
        health = Health(ASGIHandler(), {"database": Part(check, limit=60)})
        together = [asked(READY, of=health) for _ in range(50)]
        return [*await asyncio.gather(*together), await asked(READY, of=health)]

    statuses = {answer[0] for answer in asyncio.run(crowd())}

    assert statuses == {200}
    assert len(asked_for) == 1
