"""Ends well if the server of this container answers; asked by its health check."""

import os
from http import HTTPStatus
from http.client import HTTPConnection

connection = HTTPConnection("127.0.0.1", int(os.environ["PORT"]), timeout=2)
connection.request("GET", "/health/live")
if connection.getresponse().status != HTTPStatus.OK:
    raise SystemExit(1)
