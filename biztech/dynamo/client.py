"""The one DynamoDB client of the process.

PynamoDB makes a client and a connection pool for every model class (70 ms and
9 MiB each); all entities share this one instead.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import botocore.client
import botocore.session
from django.conf import settings

from biztech.dynamo.engine import current_endpoint

_building = threading.Lock()

Listener = Callable[[str, dict[str, Any]], None]
_listeners: list[Listener] = []


def shared_client() -> Any:
    """Return the client for the endpoint and region that hold now."""
    with _building:
        return _client(current_endpoint(), settings.AWS_REGION)


@cache
def _client(endpoint: str | None, region: str) -> Any:
    session = botocore.session.get_session()
    if endpoint:
        # An embedded engine checks no signature but refuses a request without one.
        session.set_credentials("local", "local")
    client = session.create_client(
        "dynamodb",
        region,
        endpoint_url=endpoint or None,
        config=botocore.client.Config(
            parameter_validation=False,
            connect_timeout=1,
            read_timeout=3,
            max_pool_connections=settings.HTTP_THREADS + 8,
            retries={"total_max_attempts": 4, "mode": "standard"},
        ),
    )
    client.meta.events.register("before-parameter-build.dynamodb", _announce)
    return client


def _announce(params: dict[str, Any], model: Any, **_: Any) -> None:
    for listener in tuple(_listeners):
        listener(model.name, params)


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
