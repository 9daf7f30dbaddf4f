"""The one DynamoDB client of the process.

PynamoDB makes a client and a connection pool for every model class (70 ms and
9 MiB each); all entities share this one instead.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.client
import botocore.session
from botocore.exceptions import ConnectionError as Unconnected
from botocore.exceptions import HTTPClientError
from django.conf import settings

from core.dynamo.engine import current_endpoint
from core.dynamo.errors import DatabaseSilent
from core.dynamo.lean import USER_AGENT, LeanClient
from core.metrics import Counter

# Endpoint, region, and whose short way to rows.
Wanted = tuple[str | None, str, str]

_building = threading.Lock()
_clients: dict[Wanted, Any] = {}

Listener = Callable[[str, dict[str, Any]], None]
_listeners: list[Listener] = []

CALLS = Counter("biztech_dynamodb_calls", "Calls to DynamoDB.", "operation")

_ENDPOINTS = str(Path(__file__).parent / "aws")
_FIRST_FAULT = 500
_OVERLOADED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ThrottlingException",
}


def shared_client() -> Any:
    """Return the client for the endpoint and region that hold now."""
    return client_at_hand() or _client(*_wanted())


def client_at_hand() -> Any | None:
    """Return that client if it was made before; to make it takes long."""
    return _clients.get(_wanted())


def _wanted() -> Wanted:
    return current_endpoint(), settings.AWS_REGION, settings.DYNAMODB_CLIENT


def _client(*wanted: *Wanted) -> Any:
    with _building:
        if wanted not in _clients:
            _clients[wanted] = _made(*wanted)
    return _clients[wanted]


def _made(endpoint: str | None, region: str, kind: str) -> Any:
    session = botocore.session.get_session()
    if kind == "lean":
        session.register("creating-client-class.dynamodb", _take_over)
        # Botocore's own list of all that AWS has anywhere takes 7 MB, for one host.
        session.set_config_variable("data_path", _ENDPOINTS)
    if endpoint:
        # An embedded engine checks no signature but refuses a request without one.
        session.set_credentials("local", "local")
    client = session.create_client(
        "dynamodb",
        region,
        endpoint_url=endpoint or None,
        config=botocore.client.Config(
            parameter_validation=False,
            # Both tries, with a second at most between them, end before anybody who
            # waits for an answer gives up.
            connect_timeout=1,
            read_timeout=1.8,
            max_pool_connections=settings.HTTP_THREADS + 8,
            user_agent=USER_AGENT,
            retries={"total_max_attempts": 2, "mode": "standard"},
        ),
    )
    events = client.meta.events
    events.register("before-parameter-build.dynamodb", _announce)
    events.register("after-call-error.dynamodb", _refuse_silence)
    events.register("after-call.dynamodb", _refuse_faults)
    return client


def _take_over(**about: Any) -> None:
    about["base_classes"].insert(0, LeanClient)


def _announce(params: dict[str, Any], model: Any, **_: Any) -> None:
    CALLS.add(model.name)
    for listener in tuple(_listeners):
        listener(model.name, params)


def _refuse_silence(exception: Exception, **_: Any) -> None:
    if isinstance(exception, Unconnected | HTTPClientError):
        raise DatabaseSilent from exception


def _refuse_faults(http_response: Any, parsed: dict[str, Any], **_: Any) -> None:
    code = parsed.get("Error", {}).get("Code")
    if http_response.status_code >= _FIRST_FAULT or code in _OVERLOADED:
        raise DatabaseSilent


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell ``listener`` the operation name and request of each database call."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def counted_calls() -> Iterator[list[str]]:
    """Collect the operation names of the calls made within, in order."""
    operations: list[str] = []
    with listening(lambda operation, _: operations.append(operation)):
        yield operations
