"""The recorder that holds the run against the table ownership map."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from accounts.models import User
from biztech.tests.recorder import Recorder
from biztech.tests.rights import Need
from core.dynamo.client import listening
from memberships.models import Member
from profiles.models import Profile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    recorder = Recorder(root=ROOT)
    with listening(recorder.hear):
        yield recorder


@pytest.fixture(autouse=True)
def _not_in_the_run(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the violations made here out of the judgement of the whole run."""
    run = next(
        value
        for value in request.config.stash._storage.values()
        if isinstance(value, Recorder)
    )
    monkeypatch.setattr(run, "judge", lambda *_, **__: None)


def code_of(path: str) -> Callable[[str], ModuleType]:
    """Return a way to run code as if it stood in that file of the project."""

    def compiled(code: str) -> ModuleType:
        module = ModuleType("pretended")
        exec(compile(code, str(ROOT / path), "exec"), module.__dict__)  # noqa: S102
        return module

    return compiled


FIND = "def run(entity, *key):\n    return entity.find(*key)\n"
CREATE = """
from core.dynamo.transactions import write_transaction
from core.errors import Conflict

def run(entity, values):
    with write_transaction() as writes:
        writes.create(entity.of(values), otherwise=Conflict("exists"))
"""


def said(recorder: Recorder) -> list[str]:
    return [str(violation) for violation in recorder.violations]


def test_app_that_reads_a_table_it_may_not_is_caught(recorder: Recorder) -> None:
    code_of("interactions/queries.py")(FIND).run(User, "amira@student.ubc.ca")

    assert said(recorder) == [
        (
            "interactions reads biztechUsers in interactions/queries.py:2, but the"
            " table ownership map gives interactions no such access. Go through the"
            " owner's services or queries, or correct core/dynamo/registry."
        )
    ]


def test_app_that_writes_a_table_it_may_only_read_is_caught(
    recorder: Recorder,
) -> None:
    code_of("interactions/queries.py")(FIND).run(Member, "amira@student.ubc.ca")
    code_of("interactions/services.py")(CREATE).run(Member, {"id": "amira@a.co"})

    [violation] = recorder.violations
    assert violation.place.startswith("interactions/services.py:")
    assert violation.written


def test_service_that_writes_may_look_at_what_it_writes(recorder: Recorder) -> None:
    code_of("memberships/services/grant.py")(FIND).run(Profile, *Profile.key("a"))

    assert said(recorder) == []
    assert recorder.calls == {"memberships": 1}


def test_platform_code_alone_may_not_touch_the_clubs_tables(
    recorder: Recorder,
) -> None:
    code_of("biztech/dashboard/framework/home.py")(FIND).run(
        User, "amira@student.ubc.ca"
    )

    assert [violation.app for violation in recorder.violations] == ["biztech"]


def test_platform_code_on_an_apps_behalf_counts_as_the_app(
    recorder: Recorder,
) -> None:
    platform = code_of("biztech/dashboard/framework/listing.py")(
        "def run(inner, *arguments):\n    return inner(*arguments)\n"
    )
    app = code_of("accounts/queries.py")(
        "def run(platform, find, *arguments):\n    return platform(find, *arguments)\n"
    )

    app.run(platform.run, User.find, "amira@student.ubc.ca")

    assert said(recorder) == []
    assert recorder.calls == {"accounts": 1}


def test_a_tests_own_calls_are_ignored(recorder: Recorder) -> None:
    User.find("amira@student.ubc.ca")

    assert said(recorder) == []
    assert recorder.calls == {}


def test_tables_of_another_year_and_environment_are_recognised(
    recorder: Recorder, settings: Any
) -> None:
    settings.ENVIRONMENT = "PROD"

    recorder.judge("events", "here", "biztechMembers2024PROD", written=False)
    recorder.judge("events", "here", "biztechEventsPROD", written=True)
    recorder.judge("events", "here", "somethingElse", written=True)

    assert [violation.table for violation in recorder.violations] == ["biztechMembers"]


def test_call_that_the_policy_of_the_product_does_not_allow_is_caught(
    recorder: Recorder,
) -> None:
    recorder.require_right("core/a.py:1", Need("PutItem", "biztechUsers"))
    recorder.require_right("core/a.py:2", Need("PutItem", "bizBtxPrices"))
    for _ in range(2):
        recorder.require_right("core/a.py:3", Need("Query", "biztechUsers", "by-name"))

    assert [str(found).partition(", which")[0] for found in recorder.uncovered] == [
        "core/a.py:2 needs PutItem on bizBtxPrices ",
        "core/a.py:3 needs Query on biztechUsers by-name",
    ]


SUITE = """
import os

def test_that_itself_passes():
    from accounts.models import User
    from django.conf import settings

    assert str(settings.VAR_DIR) == os.environ["VAR_DIR"] != {var_dir!r}
    namespace = {{}}
    exec(compile({code!r}, {path!r}, "exec"), namespace)
    namespace["run"](User, "amira@student.ubc.ca")
"""


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "workers"])
def test_run_with_a_violation_fails_and_says_which(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    suite = tmp_path / "test_suite.py"
    pretended = str(ROOT / "interactions" / "forbidden.py")
    suite.write_text(
        SUITE.format(code=FIND, path=pretended, var_dir=os.environ["VAR_DIR"])
    )
    inherited = dict(os.environ)
    del inherited["DJANGO_SETTINGS_MODULE"]

    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "--rootdir", str(ROOT),
         "-c", str(ROOT / "pyproject.toml"), *workers, str(suite)],
        cwd=ROOT,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )  # fmt: skip

    assert finished.returncode == 1, finished.stdout
    assert "1 passed" in finished.stdout
    assert "FAILED interactions reads biztechUsers in" in finished.stdout
