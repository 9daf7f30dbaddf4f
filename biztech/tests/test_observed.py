"""Every answer tells the name of its call, and so do the lines logged meanwhile."""

import json
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

from biztech.observed import Observed
from core.calls import current_call
from core.serving.bridge import Bridge
from core.serving.tests.clients import Clients
from core.serving.tests.conftest import Serve, serve
from core.structured_logs import StructuredFormatter

# A fixture.
__all__ = ["serve"]

NAME = "X-Request-ID"
MADE = re.compile(r"[0-9a-f]{16}")


def test_answer_tells_the_name_that_the_proxy_gave(serve: Serve) -> None:
    answer = serve().ask("GET", "/users/check/zz", X_Request_ID="of-the-proxy-1")

    assert answer.getheader(NAME) == "of-the-proxy-1"


def test_answer_tells_a_new_name_where_the_given_one_is_odd(serve: Serve) -> None:
    clients = serve()
    names = [
        clients.ask("GET", "/users/check/zz", X_Request_ID=given).getheader(NAME) or ""
        for given in ("", "", "amira@student.ubc.ca")
    ]

    assert len(set(names)) == 3
    assert all(MADE.fullmatch(name) for name in names)


def test_whatever_is_answered_has_one_name(serve: Serve) -> None:
    clients = serve()
    calls = [
        ("GET", "/nothing", None),
        ("GET", "/admin/", None),
        ("GET", "/wall/", None),
        ("POST", "/payments", b"x" * 262_145),
    ]
    for method, path, body in calls:
        answer = clients.ask(method, path, body)
        names = [
            value
            for name, value in answer.getheaders()
            if name.title() == "X-Request-Id"
        ]
        assert len(names) == 1, path


class Keeper(logging.Handler):
    """Keeps what the structured format makes of each line."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[dict[str, Any]] = []
        self.setFormatter(StructuredFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.told.append(json.loads(self.format(record)))


def slow_talker(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer in parts that are made in threads, and log something with each."""
    start("200 OK", [("Content-Type", "text/plain")])
    for part in range(3):
        logging.getLogger("core.api").warning("part.made number=%d", part)
        yield b"x" * 300_000


def test_lines_of_each_part_of_an_answer_tell_its_call(serve: Serve) -> None:
    keeper = Keeper()
    logging.getLogger("core.api").addHandler(keeper)
    clients: Clients = serve(Observed(Bridge(slow_talker, threads=2, each=10)))

    for name in ("the-first-call", "the-second-call"):
        assert len(clients.ask("GET", "/", X_Request_ID=name).read()) == 900_000

    logging.getLogger("core.api").removeHandler(keeper)
    told = [(line["request_id"], line["number"]) for line in keeper.told]
    assert told == [
        (name, part)
        for name in ("the-first-call", "the-second-call")
        for part in range(3)
    ]
    assert current_call.get() is None
