"""Log lines name nobody."""

import logging
import sys
from typing import Any

import pytest

from biztech.logs import NamelessFormatter

FORMATTER = NamelessFormatter("{levelname} {message}", style="{")


def _line(message: str, *args: object, exc_info: Any = None) -> str:
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, message, args, exc_info
    )
    return FORMATTER.format(record)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("/admin/person/amira@student.ubc.ca/", "/admin/person/<address>/"),
        ("/members/amira%40student.ubc.ca", "/members/<address>"),
        ("Amira.O'Hara+x@Student.UBC.ca left", "<address> left"),
        ("nobody @ home", "nobody @ home"),
    ],
)
def test_log_line_leaves_addresses_out(said: str, line: str) -> None:
    assert _line("%s", said) == f"ERROR {line}"


def test_log_line_leaves_addresses_out_of_tracebacks() -> None:
    rows: dict[str, str] = {}
    try:
        _ = rows["amira@student.ubc.ca"]
    except KeyError:
        text = _line("failed", exc_info=sys.exc_info())

    assert "KeyError: '<address>'" in text
    assert "amira" not in text
