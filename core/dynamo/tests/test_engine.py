"""The embedded engine: one for a checkout, durable, stopped by its last user."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.dynamo import engine as engines
from core.dynamo.client import shared_client
from core.dynamo.engine import (
    Engine,
    EngineUnavailable,
    current_endpoint,
    living_engine,
    local_engine,
    release_engine,
    start_engine,
)
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def own_engine(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Give the test a state folder, and an engine only if it starts one."""
    settings.VAR_DIR = tmp_path / "a folder with spaces"
    settings.DYNAMODB_ENDPOINT = None
    local_engine.cache_clear()
    yield settings.VAR_DIR
    release_engine()
    local_engine.cache_clear()


def run_elsewhere(state: Path, code: str) -> str:
    """Run code in another process of the same checkout and return what it prints."""
    environment = {
        **os.environ,
        "DEBUG": "true",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(state),
        "DYNAMODB_ENDPOINT": "",
    }
    preamble = "from core.dynamo.engine import *; import os, signal\n"
    finished = subprocess.run(
        [sys.executable, "-c", preamble + code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return finished.stdout.strip() or finished.stderr


def test_engine_is_described_in_the_state_folder(own_engine: Path) -> None:
    started = local_engine()

    described = json.loads((own_engine / "engine.json").read_text())
    assert described == {
        "name": "dynoxide",
        "endpoint": started.endpoint,
        "pid": started.pid,
    }
    assert started.endpoint.startswith("http://127.0.0.1:")
    assert started.answers()


def test_engine_of_another_process_is_reused(own_engine: Path) -> None:
    started = local_engine()

    other = run_elsewhere(own_engine, "print(local_engine().pid)")

    assert other == str(started.pid)
    assert started.answers()


def test_engine_started_by_a_command_stops_with_it(own_engine: Path) -> None:
    endpoint = run_elsewhere(own_engine, "print(current_endpoint())")

    port = int(endpoint.rpartition(":")[2])
    assert not Engine(name="dynoxide", endpoint=endpoint, pid=1).answers(), port
    assert not (own_engine / "engine.json").exists()


def test_engine_survives_the_death_of_its_server_and_is_taken_over(
    own_engine: Path,
) -> None:
    run_elsewhere(own_engine, "local_engine(); os.kill(os.getpid(), signal.SIGKILL)")
    orphan = living_engine()

    adopted = local_engine()

    assert orphan is not None
    assert adopted == orphan


def test_engine_in_use_elsewhere_is_not_stopped(own_engine: Path) -> None:
    started = local_engine()

    run_elsewhere(own_engine, "local_engine(); release_engine(); print('released')")

    assert started.answers()
    assert living_engine() == started


def test_killed_engine_is_replaced_and_keeps_every_row(
    own_engine: Path, settings: Any
) -> None:
    first = local_engine()
    settings.DYNAMODB_ENDPOINT = first.endpoint
    create_tables([table_named("biztechUsers")])
    for number in range(50):
        row = {"id": {"S": str(number)}}
        shared_client().put_item(TableName="biztechUsers", Item=row)
    os.kill(first.pid, signal.SIGKILL)
    os.waitpid(first.pid, 0)
    local_engine.cache_clear()

    second = local_engine()

    settings.DYNAMODB_ENDPOINT = second.endpoint
    assert second.pid != first.pid
    assert shared_client().scan(TableName="biztechUsers")["Count"] == 50


def test_two_starters_at_once_share_one_engine(own_engine: Path) -> None:
    code = "import time; print(local_engine().pid); time.sleep(1)"
    environment = {**os.environ, "VAR_DIR": str(own_engine), "DYNAMODB_ENDPOINT": ""}
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", f"from core.dynamo.engine import *; {code}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]

    pids = {starter.communicate(timeout=60)[0].strip() for starter in starters}

    assert len(pids) == 1
    assert pids != {""}


@pytest.mark.parametrize(
    "content",
    ["", "nonsense", "[]", '{"name": "dynoxide"}', '{"endpoint": 1, "pid": "x"}'],
)
def test_unreadable_description_is_taken_for_no_engine(
    own_engine: Path, content: str
) -> None:
    own_engine.mkdir()
    (own_engine / "engine.json").write_text(content)

    assert living_engine() is None
    assert local_engine().answers()


def test_stranger_under_a_remembered_process_id_is_not_ours(own_engine: Path) -> None:
    stranger = start_engine(None)
    own_engine.mkdir()
    (own_engine / "engine.json").write_text(
        json.dumps({"name": "dynoxide", "endpoint": stranger.endpoint,
                    "pid": stranger.pid})
    )  # fmt: skip

    found = living_engine()

    release_engine()
    assert found is None
    assert stranger.answers()
    stranger.stop()


def test_stop_twice_is_harmless() -> None:
    started = start_engine(None)

    started.stop()
    started.stop()

    assert not started.answers()


def test_missing_engine_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "DYNOXIDE", Path("/nowhere/dynoxide"))
    monkeypatch.setattr(engines, "MINISTACK_PYTHON", Path("/nowhere/python"))

    with pytest.raises(EngineUnavailable) as missing:
        start_engine(None)

    assert str(missing.value) == (
        "No embedded DynamoDB engine is installed. Run `make run` once, or set"
        " DYNAMODB_ENDPOINT to a DynamoDB service."
    )


def test_engine_that_ends_at_once_names_its_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no such luck\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(engines, "DYNOXIDE", broken)
    log = tmp_path / "engine.log"

    with pytest.raises(EngineUnavailable, match=r"engine\.log for its reason"):
        start_engine(None, log=log)

    assert log.read_text() == "no such luck\n"


def test_endpoint_that_is_set_wins(settings: Any) -> None:
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"

    assert current_endpoint() == "http://127.0.0.1:9"


def test_production_without_endpoint_means_aws(settings: Any) -> None:
    settings.DYNAMODB_ENDPOINT = None
    settings.DEBUG = False

    assert current_endpoint() is None


@pytest.mark.parametrize("command", ["check", "help", "table_map"])
def test_command_without_database_starts_no_engine(
    own_engine: Path, command: str
) -> None:
    environment = {**os.environ, "VAR_DIR": str(own_engine), "DYNAMODB_ENDPOINT": ""}

    finished = subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert finished.returncode == 0, finished.stderr
    assert not (own_engine / "engine.log").exists()
