"""A stand between a server and the engine that counts the calls through it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from core.dynamo.engine import HOST, Engine


@contextmanager
def counted(engine: Engine) -> Iterator[tuple[str, list[str]]]:
    """Return an endpoint, and the names of the calls that come to it."""
    calls: list[str] = []

    class Forwards(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append(self.headers["X-Amz-Target"].rpartition(".")[2])
            to = HTTPConnection(HOST, engine.port)
            to.request("POST", "/", body, dict(self.headers))
            answer = to.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("content-length", "connection", "date"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            to.close()

        def log_message(self, *args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer((HOST, 0), Forwards)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}", calls
    finally:
        server.shutdown()
