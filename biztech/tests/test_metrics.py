"""What Prometheus reads of a process, and who may read it."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, caller, change_row
from biztech.worker import Worker
from core.audit.pending_work import pending_work
from core.doctor.keeping import ask_to_examine, examine_if_due
from core.identity.local import issue_token
from core.leases import hold
from core.metrics import exposition
from core.serving.tests.conftest import Serve, serve
from interactions.services import connect
from memberships.tests.people import make_member

# A fixture.
__all__ = ["serve"]

TOKEN = "a-token-of-the-tests-0123456789"
BEARER = f"Bearer {TOKEN}"
ROOT = Path(__file__).resolve().parents[2]

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def counted(settings: Settings) -> None:
    """Count, and prove oneself by a token."""
    settings.METRICS_TOKEN = TOKEN


def samples() -> Samples:
    """Return what is told now, by name and labels."""
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(exposition()[1].decode())
        for sample in family.samples
    }


def told(before: Samples, name: str, **labels: str) -> float:
    """Return how much more is told than before."""
    key = (name, frozenset(labels.items()))
    return samples()[key] - before.get(key, 0)


@pytest.mark.parametrize("given", [None, "Bearer ", "Bearer x", BEARER])
def test_without_the_setting_there_is_nothing(serve: Serve, given: str | None) -> None:
    headers = {"Authorization": given} if given else {}

    assert serve().ask("GET", "/metrics", None, **headers).status == 404


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    "given", [None, "Bearer", "Bearer x", TOKEN, f"Basic {TOKEN}", f"{BEARER}x"]
)
def test_without_the_token_nothing_is_told(serve: Serve, given: str | None) -> None:
    headers = {"Authorization": given} if given else {}
    answer = serve().ask("GET", "/metrics", None, **headers)

    assert (answer.status, answer.read()) == (401, b"")
    assert answer.getheader("WWW-Authenticate") == "Bearer"


@pytest.mark.usefixtures("counted")
def test_exec_or_member_is_told_nothing(serve: Serve) -> None:
    for email in (AMIRA, BEN):
        bearer = f"Bearer {issue_token(email)}"
        assert serve().ask("GET", "/metrics", Authorization=bearer).status == 401


@pytest.mark.usefixtures("counted")
def test_prometheus_reads_every_call_by_its_route(serve: Serve) -> None:
    clients, before = serve(), samples()
    # Of these the second is answered ahead of Django.
    for path in (f"/users/check/{AMIRA}", f"/users/check/{BEN}", f"/users/{AMIRA}"):
        clients.ask("GET", path)
    clients.ask("GET", f"/{AMIRA}/{AMIRA}")
    clients.ask("PROPFIND", f"/{AMIRA}")
    clients.ask("POST", "/payments", b"x" * 262_145)

    answer = clients.ask("GET", "/metrics", Authorization=BEARER)

    assert answer.status == 200
    assert (answer.getheader("Content-Type") or "").startswith("text/plain")
    page = answer.read().decode()
    assert "process_resident_memory_bytes" in page
    assert "amira" not in page.lower() and "@" not in page
    answers = "biztech_http_answers_total"
    check = {"method": "GET", "route": "/users/check/<email>"}
    assert told(before, answers, **check, status="200") == 2
    assert told(before, "biztech_http_seconds_count", **check) == 2
    user = {"method": "GET", "route": "/users/<email>", "status": "401"}
    assert told(before, answers, **user) == 1
    assert told(before, answers, method="GET", route="unknown", status="403") == 1
    assert told(before, answers, method="other", route="unknown", status="403") == 1
    assert told(before, answers, method="POST", route="none", status="413") == 1


@pytest.mark.usefixtures("counted")
def test_calls_to_the_database_refusals_and_taps_are_counted(
    now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of servers that tests cut off screens may be left.
    monkeypatch.setattr("interactions.wall.live._hubs", {})
    before = samples()
    make_member(AMIRA)
    met = make_member(BEN)
    for _ in range(2):
        connect(AMIRA, met, now=now)
    caller(BEN).get("/users/nobody@example.org")
    caller(BEN).post("/members/grant", {})
    caller(BEN).put("/users")

    assert told(before, "biztech_dynamodb_calls_total", operation="GetItem") > 0
    assert (
        told(before, "biztech_dynamodb_calls_total", operation="TransactWriteItems") > 0
    )
    assert told(before, "biztech_taps_total", outcome="new") == 1
    assert told(before, "biztech_taps_total", outcome="repeated") == 1
    for code in ("not_found", "invalid_email", "method_not_allowed"):
        assert told(before, "biztech_refusals_total", code=code) == 1
    assert samples()["biztech_wall_screens", frozenset()] == 0


@pytest.mark.usefixtures("counted")
def test_worker_tells_what_waits_and_what_failed(now: int) -> None:
    def fail() -> None:
        raise ValueError

    before = samples()

    Worker({"broken": fail}).take_turn(now=now)

    assert told(before, "biztech_worker_turns_total") == 1
    assert told(before, "biztech_worker_failures_total", job="broken") == 1
    assert told({}, "biztech_mails", state="waiting") == 0
    assert told({}, "biztech_mails", state="given up") == 0
    left = [
        value
        for (name, _), value in samples().items()
        if name == "biztech_pending_work"
    ]
    assert left and sum(left) == len(pending_work()) == 0


@pytest.mark.usefixtures("counted")
def test_worker_tells_what_the_last_examination_found(now: int) -> None:
    make_member(AMIRA, now=now)
    change_row(User.get(*User.key(AMIRA)), User.is_member.set(False))
    ask_to_examine(now=now)
    examine_if_due(now=now)

    Worker({}).take_turn(now=now)

    for severity, count in (("error", 1), ("warning", 0), ("note", 0)):
        assert told({}, "biztech_doctor_findings", severity=severity) == count


@pytest.mark.usefixtures("counted")
def test_worker_that_does_not_work_tells_nothing_of_what_waits(now: int) -> None:
    worker = Worker({})
    worker.take_turn(now=now)
    assert any(name == "biztech_mails" for name, _ in samples())

    hold("worker", holder="the next", now=now + 10**9, for_ms=1000)
    worker.take_turn(now=now + 10**9)

    assert not any(name == "biztech_mails" for name, _ in samples())


def test_nothing_is_counted_without_the_setting(settings: Settings, now: int) -> None:
    before = samples()

    caller(BEN).get("/users/nobody@example.org")
    Worker({}).take_turn(now=now)

    counted = {key for key in before if key[0].startswith("biztech_")}
    assert {key: samples()[key] for key in counted} == {
        key: before[key] for key in counted
    }


def test_library_is_loaded_only_where_it_is_used() -> None:
    code = (
        "import sys, biztech.asgi;"
        "print('prometheus_client' in sys.modules, 'structlog' in sys.modules)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert finished.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("token", "ids"), [("", []), ("short", ["biztech.E007"]), (TOKEN, [])]
)
def test_token_that_somebody_could_guess_is_refused(
    settings: Settings, token: str, ids: list[str]
) -> None:
    settings.METRICS_TOKEN = token

    found = [message.id for message in run_checks()]

    assert [id_ for id_ in found if id_ == "biztech.E007"] == ids
