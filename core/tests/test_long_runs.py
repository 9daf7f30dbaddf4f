"""What long commands share: stopping between two items, and showing progress."""

import os
import signal
from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from core.long_runs import progress, stoppable


class Screen(StringIO):
    """A terminal, as far as anybody can tell."""

    def isatty(self) -> bool:
        """Pretend."""
        return True


def test_stoppable_run_is_not_interrupted_where_it_is() -> None:
    done = []

    with stoppable() as stop:
        for number in range(5):
            if stop:
                break
            os.kill(os.getpid(), signal.SIGTERM)
            done.append(number)

    assert done == [0]


def test_stoppable_run_asked_twice_ends_at_once() -> None:
    with pytest.raises(KeyboardInterrupt), stoppable():
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)


def test_progress_on_a_terminal_is_a_bar_that_goes_away(
    capfd: pytest.CaptureFixture[str],
) -> None:
    screen = Screen()

    with progress(OutputWrapper(screen), "Moving", total=2) as advance:
        advance("[red]amira")
        advance("")

    assert screen.getvalue() == ""
    assert capfd.readouterr().out == ""


def test_progress_elsewhere_is_a_line_now_and_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.long_runs.LINE_EACH", 2)
    said = StringIO()

    with progress(OutputWrapper(said), "Reading") as advance:
        for _ in range(5):
            advance("")

    assert said.getvalue() == "Reading: 2\nReading: 4\n"
