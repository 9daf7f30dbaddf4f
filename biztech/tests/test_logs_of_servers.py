"""A server that is asked all sorts of things prints nobody's address."""

import socket
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from biztech.tests.test_serve import PRODUCTION, Server, Start, start

# A fixture.
__all__ = ["start"]

AMIRA = "amira@student.ubc.ca"
FORM = "application/x-www-form-urlencoded"
HTTPS = {"X-Forwarded-Proto": "https"}
PATHS = [
    f"/members/{AMIRA}",
    f"/users/{quote(AMIRA)}?email={AMIRA}",
    f"/users/check/{AMIRA}",
    f"/{AMIRA}",
    f"/profile/{AMIRA}",
    f"/membership/?email={AMIRA}",
    f"/sign-in/?next=/admin/{AMIRA}",
    "/admin/memberships/person/amira_40student.ubc.ca/change/",
    f"/interactions/wall?eventId={AMIRA}&sinceSec={AMIRA}",
    f"/qr/{AMIRA}?eventID={AMIRA}",
    f"/pictures/{AMIRA}",
    f"/static/{AMIRA}",
    f"/wall/?{AMIRA}",
]
HEADERS = [
    {"Authorization": f"Bearer {AMIRA}"},
    {"Cookie": f"sessionid={AMIRA}; csrftoken={AMIRA}"},
    {"Host": AMIRA},
    {"Origin": f"https://{AMIRA}", "Referer": f"https://example.org/{AMIRA}"},
    {"Content-Type": AMIRA, "Accept": AMIRA},
    {"X-Forwarded-For": AMIRA, "User-Agent": AMIRA},
]
BODIES = [
    ("application/json", f'{{"email": "{AMIRA}"}}'),
    ("application/json", f'{{"email": "{AMIRA}"'),
    (FORM, f"email={AMIRA}&csrfmiddlewaretoken={AMIRA}"),
    ("multipart/form-data; boundary=x", f"--x\r\n{AMIRA}\r\n"),
    (f"text/plain; charset={AMIRA}", AMIRA),
]
POSTED_TO = [
    "/members",
    "/members/grant",
    "/users",
    "/payments",
    "/payments/webhook",
    "/membership/",
    "/sign-in/",
    f"/sign-in/{AMIRA}/",
    "/admin/memberships/person/amira_40student.ubc.ca/revoke/",
    f"/profile/{AMIRA}/connect/",
    f"/{AMIRA}",
]
UPGRADE = (
    "Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nOrigin: http://localhost\r\n"
)
BROKEN = [
    f"GET /{AMIRA} HTTP/9.9\r\n\r\n",
    f"{AMIRA}\r\n\r\n",
    f"GET /{AMIRA}\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    f"GET /ws/{AMIRA} HTTP/1.1\r\n{UPGRADE}Sec-WebSocket-Key: {AMIRA}\r\n\r\n",
    f"POST /users HTTP/1.1\r\nHost: localhost\r\nContent-Length: {AMIRA}\r\n\r\n",
]


def ask(
    server: Server, method: str, path: str, headers: dict[str, str], body: str = ""
) -> int:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, body or None, {**HTTPS, **headers})
    status = connection.getresponse().status
    connection.close()
    return status


def say(server: Server, text: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(text.encode())
        client.shutdown(socket.SHUT_WR)
        while client.recv(4096):
            pass


@pytest.mark.other_process
@pytest.mark.parametrize("production", [True, False], ids=["production", "development"])
def test_server_names_nobody_whatever_it_is_asked(
    start: Start, engine: str, tmp_path: Path, *, production: bool
) -> None:
    (tmp_path / "state of a club" / "static").mkdir(parents=True)
    settings = PRODUCTION if production else {"DEBUG": "true"}
    server = start(**settings, DYNAMODB_ENDPOINT=engine)

    answers = [ask(server, "GET", path, {}) for path in PATHS]
    answers += [ask(server, "GET", "/members", headers) for headers in HEADERS]
    answers += [
        ask(server, "POST", path, {"Content-Type": kind}, body)
        for path in POSTED_TO
        for kind, body in BODIES
    ]
    for text in BROKEN:
        say(server, text)
    server.process.terminate()
    server.process.wait(timeout=30)

    printed = server.output.read_text()
    assert "amira" not in printed.lower()
    # Not for want of lines: refused hosts and forms are logged by what they sent.
    assert "<address>" in printed
    assert {400, 401, 403, 404} <= set(answers)
