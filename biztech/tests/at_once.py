"""Several callers at the same moment, by chance or at the worst one."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings

from core.dynamo.transactions import Writes

Calls = Sequence[Callable[[], object]]

# Answers once it could begin, begins when it is told, and says what came of it.
_OTHER = """
import importlib, sys
import django
django.setup()
from biztech.tests.at_once import at_once
module, name = sys.argv[1:]
calls = getattr(importlib.import_module(module), name)(1)
print("ready", flush=True)
input()
print(*(type(each).__name__ for each in at_once(*calls)))
"""


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Return what each call answers, or the exception that it raises."""
    start = Barrier(len(calls))

    def answer(call: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - it is the answer
            return error

    with ThreadPoolExecutor(len(calls)) as callers:
        return list(callers.map(answer, calls))


def at_once_in_two_processes(calls: Callable[[int], Calls]) -> list[str]:
    """Return of what type each answer is, sorted; tests need ``other_process``.

    ``calls``, of a module, returns those of this process, 0, and of the other, 1.
    """
    other = subprocess.Popen(
        [sys.executable, "-c", _OTHER, calls.__module__, calls.__name__],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with other:
        assert other.stdin and other.stdout
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("\n")
        other.stdin.flush()
        answers = [type(each).__name__ for each in at_once(*calls(0))]
        answers += other.stdout.read().split()
    assert other.returncode == 0
    return sorted(answers)


def just_before_the_commit(
    monkeypatch: pytest.MonkeyPatch, call: Callable[[], object]
) -> None:
    """Make a call once the next transaction is decided, before it is sent."""
    send = Writes.commit

    def commit(writes: Writes) -> None:
        monkeypatch.setattr(Writes, "commit", send)
        call()
        send(writes)

    monkeypatch.setattr(Writes, "commit", commit)
