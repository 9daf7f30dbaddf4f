"""What Sentry is told of a fault, and what it is never told."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from biztech.fault_reports import without_people

ROOT = Path(__file__).resolve().parents[2]
DSN = "https://public@sentry.example.org/1"
START = "import django; django.setup(); print('sentry_sdk' in sys.modules)"

# In a process of its own, as Sentry's library changes how Django works.
FAILS = """
import json, logging, sys
import django
from django.conf import settings
import sentry_sdk
from sentry_sdk.transport import Transport

AMIRA = "amira@student.ubc.ca"
sent = []

class Captured(Transport):
    def capture_envelope(self, envelope):
        sent.extend(i.payload.json for i in envelope.items if i.type == "event")

settings.ROOT_URLCONF = "__main__"
settings.ALLOWED_HOSTS = ["*"]
django.setup()
from django.test import Client
from django.urls import path
from biztech.fault_reports import options

sentry_sdk.init(**options(), transport=Captured())

def fail(request, about):
    asked_for = about
    raise KeyError(asked_for)

urlpatterns = [path("members/<about>", fail)]
handler500 = "django.views.defaults.server_error"
client = Client(raise_request_exception=False)
client.cookies["csrftoken"] = AMIRA
client.post(
    "/members/amira%40student.ubc.ca?email=amira@student.ubc.ca",
    {"email": AMIRA},
    headers={"authorization": "Bearer of-amira", "x-forwarded-for": "10.0.0.7"},
)
sentry_sdk.set_user({"email": AMIRA, "ip_address": "10.0.0.7"})
sentry_sdk.set_extra(AMIRA, [{"of": AMIRA}])
logging.getLogger("biztech").error("worker.failed of=%s", AMIRA)
print(json.dumps(sent))
"""


def ran(program: str, state: Path, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "biztech.settings",
            "ENV_FILE": "/dev/null",
            "DEBUG": "true",
            "VAR_DIR": str(state),
            **given,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_reports_of_what_failed_name_nobody(tmp_path: Path) -> None:
    finished = ran(FAILS, tmp_path, SENTRY_DSN=DSN)

    assert finished.returncode == 0, finished.stderr
    for never in ("amira", "10.0.0.7", "Bearer", "csrftoken"):
        assert never not in finished.stdout
    events = json.loads(finished.stdout)
    failed = next(event for event in events if "exception" in event)
    (exception,) = failed["exception"]["values"]
    assert (exception["type"], exception["value"]) == ("KeyError", "'<address>'")
    frame = exception["stacktrace"]["frames"][-1]
    assert frame["function"] == "fail"
    assert "vars" not in frame
    logged = events[-1]
    assert logged["logentry"]["message"] == "worker.failed of=%s"
    assert logged["extra"]["<address>"] == [{"of": "<address>"}]
    assert not [event for event in events if {"request", "user"} & set(event)]


def test_report_keeps_what_is_no_text() -> None:
    event: dict[str, Any] = {
        "level": "error",
        "user": {"id": 1},
        "request": {"url": "/members/amira@student.ubc.ca"},
        "extra": {"numbers": [1, 2.5, None, True], "of": ("b@c.co",)},
    }

    assert without_people(event, {}) == {
        "level": "error",
        "extra": {"numbers": [1, 2.5, None, True], "of": ["<address>"]},
    }


def test_start_without_the_library_says_what_is_missing(tmp_path: Path) -> None:
    missing = f"import sys; sys.modules['sentry_sdk'] = None; {START}"

    stopped = ran(missing, tmp_path, SENTRY_DSN=DSN)
    unasked = ran(f"import sys; {START}", tmp_path)

    assert stopped.returncode != 0
    assert "SENTRY_DSN is set and sentry-sdk is not installed" in stopped.stderr
    assert unasked.stdout.split() == ["False"]
