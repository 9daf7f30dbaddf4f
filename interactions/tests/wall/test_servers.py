"""The wall over real sockets: one server, and two that share one evening."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from biztech.tests.callers import store_profile
from biztech.tests.redis_server import Redis, needs_redis, running_redis
from core.identity.local import issue_token
from interactions.tests.people import AMIRA, BEN, DARA, join
from interactions.tests.wall.machines import act_elsewhere, browser, server
from interactions.tests.wall.screens import log

pytestmark = pytest.mark.other_process


@pytest.fixture(scope="module")
def address(engine: str) -> Iterator[str]:
    """Run one server, without Redis, which reads the log every half second."""
    with server(
        WALL_POLL_SECONDS="0.5",
        CORS_ALLOWED_ORIGINS="https://app.ubcbiztech.com",
    ) as running:
        yield running


def test_present_client_sees_each_tap_once(address: str) -> None:
    """As it is: connects to the root with a version, subscribes, reads frames."""
    store_profile("Amira", fname="Amira")
    store_profile("Ben", fname="Ben")
    rows = [log("Amira", "Ben")]

    with browser(address, "/?v=1") as page:
        page.socket.send('{"action": "subscribe", "eventId": "DEFAULT"}')
        frames = [page.next("connection")]
        rows.append(log("Ben", "Amira"))
        frames.append(page.next("connection"))
        assert page.is_quiet()

    assert {frame["seq"] for frame in frames} == {row.sequence for row in rows}
    assert frames[0]["from"].keys() == {"id", "name", "avatar", "major", "year"}


def test_page_of_a_configured_site_may_connect(address: str) -> None:
    site = "https://app.ubcbiztech.com"

    with browser(address, "/ws/wall/", origin=site) as page:
        assert page.subscribe()["type"] == "snapshot"


@pytest.mark.parametrize("path", ["/?v=1", "/ws/wall/"])
def test_page_of_any_other_site_is_refused(address: str, path: str) -> None:
    with (
        pytest.raises(InvalidStatus) as refused,
        browser(address, path, origin="https://elsewhere.example"),
    ):
        pass

    assert refused.value.response.status_code == 403


def test_message_beyond_what_the_server_reads_closes_the_socket(address: str) -> None:
    with browser(address) as page:
        page.socket.send("x" * 1_000_000)
        with pytest.raises(ConnectionClosed) as closed:
            page.read()

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


def test_flood_of_messages_closes_the_socket(address: str) -> None:
    with browser(address) as page, pytest.raises(ConnectionClosed) as closed:
        for _ in range(100):
            page.socket.send('{"action": "ping"}')
        while True:
            page.read()

    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (
        4429,
        "too many messages",
    )


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Run a Redis of our own."""
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.mark.redis
@needs_redis
def test_two_servers_share_an_evening_that_redis_does_not_survive(
    redis: Redis, engine: str, now: int
) -> None:
    """One server reads the log by itself; the other relies on being told."""
    amira, ben, dara = (join(email, now=now) for email in (AMIRA, BEN, DARA))
    told = server(REDIS_URL=redis.url, WALL_POLL_SECONDS="3600")
    reading = server(REDIS_URL=redis.url, WALL_POLL_SECONDS="0.5")

    with (
        told as one,
        reading as other,
        browser(one) as page,
        browser(other) as kiosk,
    ):
        empty = page.subscribe()
        kiosk.subscribe()
        redis.wait_for_members(2)

        # Longer than the five seconds after which redis-py gives up on silence.
        time.sleep(6)
        act_elsewhere(redis.url, "tap", AMIRA, ben)
        first = page.next("connection")
        assert kiosk.next("connection") == first
        assert (first["from"]["id"], first["to"]["id"]) == (amira, ben)

        redis.kill()
        act_elsewhere(redis.url, "tap", AMIRA, dara)
        second = kiosk.next("connection")
        assert second["to"]["id"] == dara
        assert page.is_quiet()
        missed = page.subscribe(
            since=first["seq"], seen=[first["seq"]], epoch=empty["epoch"]
        )
        assert [each["seq"] for each in missed["connections"]] == [second["seq"]]

        redis.start()
        redis.wait_for_members(2)
        act_elsewhere(redis.url, "tap", BEN, dara)
        assert page.next("connection")["from"]["id"] == ben
        act_elsewhere(redis.url, "hide", "DEFAULT", ben)
        (link,) = page.next("snapshot")["links"]
        assert (link["source"], link["target"]) == (amira, dara)


def answer_of(address: str, path: str) -> tuple[int, str]:
    """Return status and text of an answer to a request."""
    host = address.removeprefix("ws://")
    with closing(HTTPConnection(host, timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.redis
@needs_redis
def test_two_kinds_of_process_serve_half_each_and_share_an_evening(
    redis: Redis, engine: str, now: int
) -> None:
    amira, ben = (join(email, now=now) for email in (AMIRA, BEN))
    more = {"REDIS_URL": redis.url, "WALL_POLL_SECONDS": "3600"}

    with (
        server("--only", "web", **more) as web,
        server("--only", "wall", **more) as wall,
    ):
        assert answer_of(web, "/health/live")[0] == 200
        assert answer_of(wall, "/health/live")[0] == 200
        status, profile = answer_of(web, f"/profiles/profile/{amira}")
        assert (status, "Haddad" in profile) == (200, True)
        assert answer_of(wall, f"/profiles/profile/{amira}") == (
            421,
            "This process serves websockets: send requests to `web`.\n",
        )
        with pytest.raises(InvalidStatus) as refused, browser(web):
            pass
        response = refused.value.response
        assert response.status_code == 421
        assert b"send websockets to `wall`" in (response.body or b"")

        with browser(wall) as page:
            page.subscribe()
            redis.wait_for_members(2)
            token = issue_token(AMIRA)
            body = json.dumps({"eventType": "CONNECTION", "eventParam": ben})
            with closing(HTTPConnection(web.removeprefix("ws://"), timeout=20)) as tap:
                tap.request(
                    "POST",
                    "/interactions",
                    body,
                    {
                        "Authorization": f"Bearer {token}",
                        "Content-Type": "application/json",
                    },
                )
                assert tap.getresponse().status == 200
            told = page.next("connection")
            assert (told["from"]["id"], told["to"]["id"]) == (amira, ben)
