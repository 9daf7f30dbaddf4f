"""The event loop meets what threads meet, says the same of it, and waits for nobody."""

import asyncio
import datetime as dt
import json
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError
from pytest_django import Settings

from accounts.models import User
from core.dynamo import loop_connections
from core.dynamo.client import _client, counted_calls, shared_client
from core.dynamo.errors import DatabaseSilent
from core.dynamo.loop_connections import NeedsThread
from core.dynamo.on_loop import row_on_loop
from core.dynamo.tests.stand_in import (
    AMIRA,
    DAMAGED,
    FOUND,
    GET,
    PASSING,
    StandIn,
    Step,
    answer,
    lasting,
    refusal,
    said,
)

REGION = "us-west-2"


@pytest.fixture
def lean(stand_in: StandIn) -> Any:
    client = _client(stand_in.endpoint, REGION, "lean")
    client._loop_connections._idle.clear()
    return client


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Runner]:
    """Run on one loop, which loses no time between tries."""
    sleep = asyncio.sleep
    monkeypatch.setattr("asyncio.sleep", lambda _: sleep(0))
    with asyncio.Runner() as runner:
        yield runner


def read(client: Any) -> Coroutine[Any, Any, Any]:
    return client.read_on_loop("GetItem", GET)  # type: ignore[no-any-return]


@pytest.mark.parametrize("step", [*PASSING, *DAMAGED])
def test_what_passes_is_asked_again(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn, step: Step
) -> None:
    stand_in.will(step, answer(FOUND))

    with counted_calls() as calls:
        found = loop.run(read(lean))

    assert found == FOUND
    assert [json.loads(heard.body) for heard in stand_in.heard] == [GET, GET]
    assert calls == ["GetItem"]


@pytest.mark.parametrize("step", [*PASSING, *DAMAGED, answer("<html>Sign in</html>")])
def test_what_does_not_pass_is_an_outage_after_two_tries(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn, step: Step
) -> None:
    stand_in.will(step, step, answer(FOUND))

    with pytest.raises(DatabaseSilent):
        loop.run(read(lean))

    assert len(stand_in.heard) == 2


def test_refusal_is_raised_and_not_repeated(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn
) -> None:
    stand_in.will(refusal("ResourceNotFoundException"), answer(FOUND))

    with pytest.raises(ClientError):
        loop.run(read(lean))

    assert len(stand_in.heard) == 1


def test_request_is_signed_as_one_of_a_thread(
    lean: Any,
    loop: asyncio.Runner,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = dt.datetime(2026, 11, 28, tzinfo=dt.UTC).timetuple()
    monkeypatch.setattr("time.gmtime", lambda *_: moment)
    stand_in.will(answer(FOUND), answer(FOUND))

    assert lean.get_item(**GET) == loop.run(read(lean)) == FOUND

    by_thread, by_loop = stand_in.heard
    assert by_thread.headers == by_loop.headers
    assert by_thread.body == by_loop.body


@pytest.mark.parametrize(
    "head",
    [
        b"transfer-encoding: chunked\r\n",
        b"connection: close\r\n",
        b"x-folded: a\r\n b\r\ncontent-length: 2\r\n",
    ],
)
def test_answer_of_a_seldom_kind_is_left_to_a_thread(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn, head: bytes
) -> None:
    stand_in.will(Step(b"HTTP/1.1 200 OK\r\n%b\r\n{}" % head), answer(FOUND))

    with pytest.raises(NeedsThread):
        loop.run(read(lean))

    assert loop.run(read(lean)) == FOUND
    first, second = stand_in.heard
    assert first.connection != second.connection


def test_slow_server_is_given_up_while_others_are_answered(
    lean: Any,
    loop: asyncio.Runner,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lean.meta.config, "read_timeout", 0.3)
    late = said({"Item": {"id": {"S": "somebody else"}}})
    stand_in.will(Step(late, wait=1), answer(FOUND), answer(FOUND))

    async def both() -> list[Any]:
        first = asyncio.create_task(read(lean))
        while not stand_in.heard:  # noqa: ASYNC110 - heard in a thread
            await asyncio.sleep(0)
        second = await read(lean)
        assert not first.done()
        return [await first, second]

    assert loop.run(both()) == [FOUND, FOUND]
    assert len({heard.connection for heard in stand_in.heard}) == 2


def test_connection_is_kept_until_the_server_closes_it(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn
) -> None:
    closing = Step(said(FOUND), closes=True)
    stand_in.will(answer(FOUND), closing, answer(FOUND))

    loop.run(read(lean))
    loop.run(read(lean))
    loop.run(closed_over_there(lean))
    loop.run(read(lean))

    first, second, third = [heard.connection for heard in stand_in.heard]
    assert first == second != third


async def closed_over_there(lean: Any) -> None:
    [connection] = lean._loop_connections._idle
    while connection.is_usable:  # noqa: ASYNC110 - nobody else is told
        await asyncio.sleep(0)


def test_what_was_said_unasked_is_nobodys(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn
) -> None:
    stand_in.will(Step(said(FOUND) + said({})), answer(FOUND))

    assert loop.run(read(lean)) == FOUND
    loop.run(closed_over_there(lean))
    assert loop.run(read(lean)) == FOUND


def test_connection_of_another_loop_is_not_used(
    lean: Any, loop: asyncio.Runner, stand_in: StandIn
) -> None:
    stand_in.will(answer(FOUND), answer(FOUND))
    loop.run(read(lean))

    assert asyncio.run(read(lean)) == FOUND

    first, second = stand_in.heard
    assert first.connection != second.connection


def test_many_at_once_get_their_own_answers_and_too_many_a_thread(
    engine: str, loop: asyncio.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop_connections, "_AT_ONCE", 20)
    lean = _client(engine, REGION, "lean")
    names = [f"{number}@example.org" for number in range(30)]
    for name in names:
        lean.put_item(TableName="biztechUsers", Item={"id": {"S": name}})

    async def all_of(names: list[str]) -> list[Any]:
        asking = [
            lean.read_on_loop(
                "GetItem", {"TableName": "biztechUsers", "Key": {"id": {"S": name}}}
            )
            for name in names
        ]
        return await asyncio.gather(*asking, return_exceptions=True)

    read = loop.run(all_of(names))

    assert [found["Item"]["id"]["S"] for found in read[:20]] == names[:20]
    assert [type(each) for each in read[20:]] == [NeedsThread] * 10
    assert len(loop.run(all_of(names[:20]))) == 20
    assert len(lean._loop_connections._idle) == 20


@pytest.mark.parametrize("left", [dt.timedelta(seconds=-1), dt.timedelta(minutes=5)])
def test_credentials_are_refreshed_in_a_thread(
    lean: Any,
    loop: asyncio.Runner,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    left: dt.timedelta,
) -> None:
    credentials = RefreshableCredentials.create_from_metadata(
        lasting("OLD", left), lambda: lasting("NEW", dt.timedelta(hours=6)), "fake"
    )
    monkeypatch.setattr(lean._request_signer, "_credentials", credentials)
    stand_in.will(answer(FOUND), answer(FOUND))

    with counted_calls() as calls, pytest.raises(NeedsThread):
        loop.run(read(lean))
    assert (stand_in.heard, calls) == ([], [])
    lean.get_item(**GET)
    loop.run(read(lean))

    assert [
        "Credential=NEW/" in h.headers["authorization"] for h in stand_in.heard
    ] == [
        True,
        True,
    ]


def test_server_that_nobody_vouches_for_hears_nothing(
    authority: tuple[StandIn, Path],
    loop: asyncio.Runner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, vouching = authority
    server.will(answer(FOUND))
    stranger = _client(server.endpoint, REGION, "lean")

    with pytest.raises(DatabaseSilent) as silent:
        loop.run(read(stranger))
    assert "CERTIFICATE_VERIFY_FAILED" in str(silent.value.__cause__)
    assert server.heard == []

    monkeypatch.setenv("AWS_CA_BUNDLE", str(vouching))
    other_name = server.endpoint.replace("127.0.0.1", "localhost")
    with pytest.raises(DatabaseSilent):
        loop.run(read(_client(other_name, REGION, "lean")))
    assert server.heard == []


def test_trusted_server_is_asked(
    authority: tuple[StandIn, Path],
    loop: asyncio.Runner,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server, vouching = authority
    monkeypatch.setenv("AWS_CA_BUNDLE", str(vouching))
    server.will(answer(FOUND))

    assert loop.run(read(_client(server.endpoint, REGION, "lean"))) == FOUND


def test_row_is_the_one_that_a_thread_finds(
    engine: str, loop: asyncio.Runner, settings: Settings
) -> None:
    settings.DYNAMODB_CLIENT = "lean"
    item = {"id": {"S": AMIRA}, "fname": {"S": "Amira"}, "odd": {"B": b"\x00"}}
    shared_client().put_item(TableName="biztechUsers", Item=item)

    found = loop.run(row_on_loop(User, User.key(AMIRA)))

    assert found is not None
    assert found.wire == item
    assert loop.run(row_on_loop(User, User.key("nobody@example.org"))) is None


def test_client_that_is_not_made_yet_is_made_in_a_thread(
    loop: asyncio.Runner, stand_in: StandIn, settings: Settings
) -> None:
    settings.AWS_REGION = "eu-north-1"

    with pytest.raises(NeedsThread):
        loop.run(row_on_loop(User, User.key(AMIRA)))

    assert stand_in.heard == []


def test_stock_client_works_in_threads_alone(
    engine: str, loop: asyncio.Runner, settings: Settings
) -> None:
    settings.DYNAMODB_CLIENT = "botocore"
    shared_client()

    with pytest.raises(NeedsThread):
        loop.run(row_on_loop(User, User.key(AMIRA)))
