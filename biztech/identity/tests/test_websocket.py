import asyncio
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.test import override_settings

from biztech.identity.local import issue_token
from biztech.identity.tests.issuer import UserPool
from biztech.identity.tests.signing_in import cookie, signed_in
from biztech.identity.websocket import IdentityMiddleware

BEN = "ben@ubcbiztech.com"


class WhoAmI(AsyncJsonWebsocketConsumer):
    """Tells the client whom it is taken for."""

    async def connect(self) -> None:
        """Accept, then tell."""
        await self.accept()
        user: Any = self.scope["user"]
        await self.send_json(
            {
                "email": user.email,
                "known": user.is_authenticated,
                "exec": user.is_exec,
                "subprotocols": self.scope["subprotocols"],
            }
        )


async def talk(scope: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Return what the handshake agreed on, and the first thing that came."""
    # Typed loosely: asgiref leaves it without types.
    communicator: Any = ApplicationCommunicator
    socket = communicator(IdentityMiddleware(WhoAmI.as_asgi()), scope)
    await socket.send_input({"type": "websocket.connect"})
    accepted = await socket.receive_output()
    assert accepted["type"] == "websocket.accept"
    output = await socket.receive_output()
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait()
    return accepted["subprotocol"], output


def connect(
    *subprotocols: str, headers: list[tuple[bytes, bytes]] | None = None
) -> tuple[Any, dict[str, Any]]:
    scope = {
        "type": "websocket",
        "path": "/ws/wall/",
        "query_string": b"",
        "headers": headers or [],
        "subprotocols": list(subprotocols),
    }
    return asyncio.run(talk(scope))


def cookie_header(value: str, **more: str) -> list[tuple[bytes, bytes]]:
    extra = [(name.encode(), text.encode()) for name, text in more.items()]
    return [(b"cookie", f"sessionid={value}".encode()), *extra]


def test_socket_with_a_token_knows_its_bearer() -> None:
    agreed, output = connect("bearer", issue_token("amira@student.ubc.ca"))

    assert agreed == "bearer"
    assert output["text"] == (
        '{"email": "amira@student.ubc.ca", "known": true, "exec": false,'
        ' "subprotocols": ["bearer"]}'
    )


def test_socket_without_anything_is_anonymous() -> None:
    agreed, output = connect()

    assert agreed is None
    assert '"known": false, "exec": false' in output["text"]


def test_socket_with_a_session_knows_the_exec() -> None:
    key = cookie(signed_in(BEN))

    _, output = connect(
        headers=cookie_header(key, host="club.example", origin="http://club.example")
    )

    assert (
        '"email": "ben@ubcbiztech.com", "known": true, "exec": true' in output["text"]
    )


def test_socket_with_a_members_session_knows_the_member() -> None:
    key = cookie(signed_in("amira@student.ubc.ca"))

    _, output = connect(headers=cookie_header(key, host="club.example"))

    assert (
        '"email": "amira@student.ubc.ca", "known": true, "exec": false'
        in output["text"]
    )


def test_socket_with_an_ended_session_is_anonymous() -> None:
    client = signed_in(BEN)
    key = cookie(client)
    client.post("/sign-out/")

    _, output = connect(headers=cookie_header(key, host="club.example"))

    assert '"known": false' in output["text"]


def test_socket_of_another_sites_page_does_not_act_for_the_exec() -> None:
    key = cookie(signed_in(BEN))

    _, output = connect(
        headers=cookie_header(
            key, host="dashboard.club.example", origin="https://app.club.example"
        )
    )

    assert '"known": false' in output["text"]


def test_socket_with_a_wrong_token_is_closed_with_the_reason() -> None:
    wrong = [
        ("bearer",),
        ("bearer", ""),
        ("bearer", "x"),
        ("bearer", issue_token(BEN, verified=False)),
        ("bearer", issue_token(BEN, expires_in=-60)),
    ]

    for subprotocols in wrong:
        _, output = connect(*subprotocols)

        assert output == {"type": "websocket.close", "code": 4401}


def test_socket_with_a_token_that_cannot_be_checked_may_try_again(
    pool: UserPool,
) -> None:
    with override_settings(COGNITO_ISSUER="http://127.0.0.1:9"):
        _, output = connect("bearer", pool.token(iss="http://127.0.0.1:9"))

    assert output == {"type": "websocket.close", "code": 1013}
