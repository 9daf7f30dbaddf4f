"""How uvicorn serves the product."""

import resource

import uvicorn

from core.serving.connections import Connection, ScreenConnection

# Of connections to clients and databases, of a process.
_OPEN_FILES = 16_384


def server(application: str = "application") -> uvicorn.Server:
    """Return a server, with this package's limits, of an application of the project.

    It is one of ``biztech.asgi``: every face unless said otherwise.
    """
    return uvicorn.Server(
        uvicorn.Config(
            f"biztech.asgi:{application}",
            http=Connection,
            ws=ScreenConnection,
            # Request lines hold e-mail addresses, so they are not logged.
            access_log=False,
            log_config=None,
            log_level="warning",
            lifespan="off",
            server_header=False,
            # Who is in front is known by TRUSTED_PROXIES, not by its address.
            proxy_headers=False,
            timeout_graceful_shutdown=5,
            # A screen sends little; and what a thousand of them get costs most when
            # each socket compresses it anew.
            ws_max_size=64 * 1024,
            ws_per_message_deflate=False,
        )
    )


def allow_connections() -> None:
    """Let this process have as many connections as the limits speak of."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if now < _OPEN_FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(_OPEN_FILES, most), most))
