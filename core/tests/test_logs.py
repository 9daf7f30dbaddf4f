"""Log lines name nobody."""

import json
import logging
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from biztech.tests.log_reader import reading
from biztech.tests.test_checks import PRODUCTION
from core.calls import Call, current_call
from core.logs import NamelessFormatter
from core.structured_logs import StructuredFormatter

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    "accounts",
    "asyncio",
    "core.api",
    "django",
    "django.request",
    "django.security.csrf",
    "django.security.DisallowedHost",
    "django.server",
    "django.template",
    "py.warnings",
    "stripe",
    "uvicorn",
    "uvicorn.access",
    "uvicorn.error",
]
# As whoever starts uvicorn by itself, with the loggers that it sets up first.
EVERYBODY_SPEAKS = f"""
import django, logging, uvicorn, warnings
uvicorn.Config("biztech.asgi:application")
django.setup()
for name in {SOURCES}:
    logging.getLogger(name).error("%s of amira@student.ubc.ca", name)
logging.getLogger("uvicorn.access").info("GET /amira@student.ubc.ca")
warnings.warn("amira@student.ubc.ca is odd")
"""
EVERYTHING_FAILS = """
import django, logging, threading
django.setup()
from core.logs import print_lines_only
print_lines_only()
ended = threading.Thread(target=lambda: {}["amira@student.ubc.ca"])
ended.start()
ended.join()
logging.getLogger("stripe").error("%d", "amira@student.ubc.ca")
"""
FORMATTER = NamelessFormatter("{levelname} {message}", style="{")
STRUCTURED = StructuredFormatter()


def _record(message: str, *args: object, exc_info: Any = None) -> logging.LogRecord:
    return logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, message, args, exc_info
    )


def _line(message: str, *args: object, exc_info: Any = None) -> str:
    return FORMATTER.format(_record(message, *args, exc_info=exc_info))


def _object(message: str, *args: object, exc_info: Any = None) -> dict[str, Any]:
    line = STRUCTURED.format(_record(message, *args, exc_info=exc_info))
    assert "\n" not in line
    told: dict[str, Any] = json.loads(line)
    assert datetime.fromisoformat(told.pop("timestamp")).tzinfo == UTC
    assert (told.pop("level"), told.pop("logger")) == ("error", "django.request")
    return told


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("/admin/person/amira@student.ubc.ca/", "/admin/person/<address>/"),
        ("/members/amira%40student.ubc.ca", "/members/<address>"),
        ("Amira.O'Hara+x@Student.UBC.ca left", "<address> left"),
        ("nobody @ home", "nobody @ home"),
        ("/admin/person/amira_40student.ubc.ca/", "/admin/person/<address>/"),
        ("/x?next=%2Fy%3Fe%3Damira%252Bx%2540student.ubc.ca", "/<address>"),
        ('{"email":"amira\\u0040student.ubc.ca"}', '{"email":"<address>"}'),
        ("Amira &lt;amira&#64;student.ubc.ca&gt;", "Amira &lt;<address>&gt;"),
        ("'amira@student.ubc.ca'", "'<address>'"),
    ],
)
def test_log_line_leaves_addresses_out(said: str, line: str) -> None:
    assert _line("%s", said) == f"ERROR {line}"
    assert _object("%s", said) == {"event": line}
    assert _object("said.so what=%s", said) == {"event": "said.so", "what": line}


def test_log_line_leaves_addresses_out_of_tracebacks() -> None:
    rows: dict[str, str] = {}
    try:
        _ = rows["amira@student.ubc.ca"]
    except KeyError:
        text = _line("failed", exc_info=sys.exc_info())
        told = _object("failed", exc_info=sys.exc_info())

    for said in (text, told["exception"]):
        assert "KeyError: '<address>'" in said
    assert "amira" not in text + json.dumps(told)


def test_structured_line_tells_facts_by_name() -> None:
    assert _object("mail.failed id=%s tries=%d", "m-1", 3) == {
        "event": "mail.failed",
        "id": "m-1",
        "tries": 3,
    }
    assert _object("Failed in %s of %s", "one", "two") == {
        "event": "Failed in one of two"
    }
    assert _object("session.started") == {"event": "session.started"}


def test_structured_line_tells_which_call_it_belongs_to() -> None:
    before = current_call.set(Call("of-the-test"))
    told = _object("token.refused code=%s", "expired")
    current_call.reset(before)

    assert told["request_id"] == "of-the-test"
    assert "request_id" not in _object("token.refused code=%s", "expired")


def test_structured_line_names_nobody_in_whatever_is_told() -> None:
    class Rude:
        def __str__(self) -> str:
            return "amira@student.ubc.ca"

    told = _object("a.fact one=%s two=%s three=%s", Rude(), ["b@c.co"], None)

    assert told == {
        "event": "a.fact",
        "one": "<address>",
        "two": "['<address>']",
        "three": None,
    }


@pytest.mark.parametrize(
    ("asked_for", "kept"),
    [
        ("0af7651916cd43dd8448eb211c80319c", True),
        ("a_Name-of_8", True),
        ("short", False),
        ("x" * 65, False),
        ("amira@student.ubc.ca", False),
        ("amira%40student.ubc.ca", False),
        ("amira_40student.ubc.ca", False),
        ("two\nlines-of-it", False),
        ("", False),
    ],
)
def test_call_takes_the_name_it_is_given_if_that_names_nobody(
    asked_for: str, *, kept: bool
) -> None:
    call = Call.named(asked_for)

    assert (call.id == asked_for) is kept
    assert re.fullmatch(r"[\w-]{8,64}", call.id)


def test_long_line_is_read_through_at_once() -> None:
    for part in ("a", "a'", "%40", "a_40b", "_40", "a@"):
        assert _line("%s", part * 50_000) == f"ERROR {part * 50_000}"
        assert _object("%s", part * 50_000) == {"event": part * 50_000}


def printed_by(program: str, state: Path, **environment: str) -> list[str]:
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "biztech.settings",
            "ENV_FILE": "/dev/null",
            "VAR_DIR": str(state),
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    printed = finished.stdout + finished.stderr
    return [line for line in printed.splitlines() if line]


@pytest.mark.parametrize(
    "environment",
    [{"DEBUG": "true"}, PRODUCTION, {**PRODUCTION, "LOG_FORMAT": "line"}],
    ids=["development", "production", "production in lines"],
)
def test_every_line_of_every_source_names_nobody_and_comes_once(
    environment: dict[str, str], tmp_path: Path
) -> None:
    lines = printed_by(EVERYBODY_SPEAKS, tmp_path, **environment)

    assert not [line for line in lines if "amira" in line]
    for name in SOURCES:
        assert sum(f"{name} of <address>" in line for line in lines) == 1
    assert len(lines) == len(SOURCES) + 1
    assert "<address> is odd" in lines[-1]


def test_what_python_prints_by_itself_names_nobody(tmp_path: Path) -> None:
    lines = printed_by(EVERYTHING_FAILS, tmp_path, **PRODUCTION, LOG_FORMAT="line")
    (structured,) = printed_by(EVERYTHING_FAILS, tmp_path, **PRODUCTION)

    assert "ERROR core.logs thread.ended" in lines[0]
    assert lines[-1] == "KeyError: '<address>'"
    assert json.loads(structured)["event"] == "thread.ended"
    assert structured.endswith("KeyError: '<address>'\"}")


def test_reader_of_a_run_finds_lines_that_name_somebody() -> None:
    with reading() as reader:
        logging.getLogger("django.request").error("amira@student.ubc.ca")
    with reading(logging.Formatter()) as careless:
        logging.getLogger("django.request").error("/amira%40student.ubc.ca")

    assert reader.named == []
    assert careless.named == ["django.request: /amira%40student.ubc.ca"]
