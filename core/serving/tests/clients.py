"""Clients that send and read as slowly as they like."""

import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse

WITHIN = 60


@dataclass
class Clients:
    """Whoever calls the server at this port."""

    port: int

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> HTTPResponse:
        """Return the answer to a request, or fail when there is none."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        return connection.getresponse()

    def send(self, text: str | bytes) -> socket.socket:
        """Send these bytes alone, and return the connection."""
        client = socket.socket()
        # A small window, so that what is not read stays with the server.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(WITHIN)
        client.connect(("127.0.0.1", self.port))
        client.sendall(text if isinstance(text, bytes) else text.encode())
        return client

    def begin(
        self, path: str, *, announced: int = 1000, **headers: str
    ) -> socket.socket:
        """Send the head of a request and a little of its body."""
        more = "".join(
            f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()
        )
        return self.send(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{more}"
            f"Content-Type: application/json\r\nContent-Length: {announced}\r\n\r\n{{"
        )


def everything(client: socket.socket) -> bytes:
    """Return what a client is sent until the server ends the connection."""
    read = b""
    try:
        while chunk := client.recv(65536):
            read += chunk
    except ConnectionResetError:
        pass
    return read
