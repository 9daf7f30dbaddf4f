"""Several callers at the same moment, by chance or at the worst one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from core.dynamo.transactions import Writes


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
