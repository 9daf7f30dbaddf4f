"""What a WSGI application is told of a request."""

import sys
from io import BytesIO
from typing import Any

_UNPREFIXED = {"content-type": "CONTENT_TYPE"}
# Said of the body as it came, which is here whole.
_OUTDATED = {"content-length", "transfer-encoding"}


def environ_of(scope: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Return the environment of a request whose body is there."""
    server, port = scope.get("server") or ("localhost", 80)
    peer = (scope.get("client") or ("",))[0]
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin1"),
        "QUERY_STRING": scope["query_string"].decode("latin1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": peer,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in _headers(scope):
        before = f"{environ[name]}," if name in environ else ""
        environ[name] = before + value
    return environ


def _headers(scope: dict[str, Any]) -> list[tuple[str, str]]:
    named = ((name.decode("latin1"), value) for name, value in scope["headers"])
    return [
        (
            _UNPREFIXED.get(name) or f"HTTP_{name.upper().replace('-', '_')}",
            value.decode("latin1"),
        )
        for name, value in named
        # An underscore would become the same name as a hyphen, which proxies set.
        if "_" not in name and name not in _OUTDATED
    ]
