"""The operations on rows, without what botocore does for every API of AWS.

Credentials and their refresh, region, endpoint, retries and their budget, errors and
events stay botocore's. In between are one JSON text each way, a signature that
follows Signature Version 4, and connections that are kept: for threads, which wait, and
for the event loop, which does not.
"""

import base64
import hashlib
import hmac
import time
import zlib
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import orjson
from botocore.client import BaseClient
from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import ConnectionError as Unconnected
from botocore.exceptions import (
    HTTPClientError,
    NoCredentialsError,
    ResponseStreamingError,
)
from botocore.utils import get_environ_proxies

from core.dynamo.connections import Answer, Connections, Endpoint
from core.dynamo.loop_connections import LoopConnections, NeedsThread

_OF_ROWS = frozenset(
    {
        "BatchGetItem",
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "TransactGetItems",
        "TransactWriteItems",
        "UpdateItem",
    }
)
_FIRST_REFUSAL = 300
# One text for all; botocore composes its own anew for each call.
USER_AGENT = "biztech-identity"
_CONTENT_TYPE = "application/x-amz-json-1.0"


class LeanClient(BaseClient):
    """Put before botocore's own base, takes the operations on rows over from it."""

    _endpoint: Any
    _request_signer: Any
    _serializer: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        url = self.meta.endpoint_url
        endpoint = Endpoint(url, self.meta.config, self._endpoint.http_session._verify)
        self._host = endpoint.host
        self._connections = Connections(endpoint)
        self._loop_connections = LoopConnections(endpoint)
        # Botocore knows how to speak through a proxy.
        proxied = urlsplit(url).scheme in get_environ_proxies(url)
        self._taken_over: frozenset[str] = frozenset() if proxied else _OF_ROWS

    def _make_api_call(self, operation_name: str, api_params: Any) -> Any:
        stock: Any = super()
        if operation_name not in self._taken_over:
            return stock._make_api_call(operation_name, api_params)
        asking = self._call(operation_name, api_params, self._connections)
        try:
            asking.send(None)
        except StopIteration as done:
            return done.value
        raise RuntimeError("What asks in a thread does not wait for an event loop.")

    async def read_on_loop(self, operation_name: str, api_params: Any) -> Any:
        """Return what an operation that only reads answers; the event loop goes on.

        Raises ``NeedsThread`` where the loop would stand still, and for what is seldom.
        """
        credentials = self._request_signer._credentials
        # To refresh them is another request, and others wait for it.
        stale = getattr(credentials, "refresh_needed", None)
        if operation_name not in self._taken_over or (stale and stale()):
            raise NeedsThread
        return await self._call(operation_name, api_params, self._loop_connections)

    async def _call(
        self,
        operation_name: str,
        api_params: Any,
        connections: Connections | LoopConnections,
    ) -> Any:
        model = self.meta.service_model.operation_model(operation_name)
        context: dict[str, Any] = {}
        self._tell("before-parameter-build", model, params=api_params, context=context)
        body = self._written(model, api_params)
        answer, parsed = await self._asked(model, body, context, connections)
        self._tell(
            "after-call", model, http_response=answer, parsed=parsed, context=context
        )
        if answer.status_code >= _FIRST_REFUSAL:
            refusal: Any = self.exceptions.from_code(parsed["Error"]["Code"])
            raise refusal(parsed, operation_name)
        return parsed

    def _tell(self, event: str, model: Any, **about: Any) -> list[Any]:
        responses: list[Any] = self.meta.events.emit(
            f"{event}.dynamodb.{model.name}", model=model, **about
        )
        return responses

    def _written(self, model: Any, request: Any) -> bytes:
        try:
            return orjson.dumps(request, default=_as_text)
        except TypeError:
            # Such as half of a surrogate pair, which orjson does not write.
            return bytes(self._serializer.serialize_to_request(request, model)["body"])

    async def _asked(
        self,
        model: Any,
        body: bytes,
        context: dict[str, Any],
        connections: Connections | LoopConnections,
    ) -> tuple[Answer, Any]:
        """Ask, and ask again as long as botocore's standard retries say so."""
        attempts = 0
        while True:
            attempts += 1
            response = fault = None
            try:
                response = await self._asked_once(model.name, body, connections)
            except (HTTPClientError, Unconnected) as silence:
                fault = silence
            if response and response[0].status_code < _FIRST_REFUSAL:
                return response
            delays = self._tell(
                "needs-retry",
                model,
                operation=model,
                endpoint=self._endpoint,
                response=response,
                caught_exception=fault,
                attempts=attempts,
                request_dict={"context": context},
            )
            delay = next((told for _, told in delays if told is not None), None)
            if delay is not None:
                await connections.pause(delay)
            elif response:
                return response
            elif fault:
                self._tell("after-call-error", model, exception=fault, context=context)
                raise fault

    async def _asked_once(
        self, operation: str, body: bytes, connections: Connections | LoopConnections
    ) -> tuple[Answer, Any]:
        # Refreshes them when they are about to expire.
        credentials = self._request_signer._credentials
        if credentials is None:
            raise NoCredentialsError
        head = signed_head(
            operation,
            body,
            host=self._host,
            region=self.meta.region_name,
            credentials=credentials.get_frozen_credentials(),
            moment=time.gmtime(),
        )
        answer = await connections.exchange(head + body)
        checksum = str(zlib.crc32(answer.content))
        if answer.headers.get("x-amz-crc32", checksum) != checksum:
            raise ResponseStreamingError(error="checksum differs")
        if answer.status_code >= _FIRST_REFUSAL:
            return answer, _refusal(answer)
        try:
            return answer, _read(answer.content)
        except ValueError as unreadable:
            raise ResponseStreamingError(error=unreadable) from unreadable


def signed_head(
    operation: str,
    body: bytes,
    *,
    host: str,
    region: str,
    credentials: ReadOnlyCredentials,
    moment: time.struct_time,
) -> bytes:
    """Return the head of a request, signed as Signature Version 4 prescribes."""
    at = time.strftime("%Y%m%dT%H%M%SZ", moment)
    day = at[:8]
    headers = {"content-type": _CONTENT_TYPE, "host": host, "x-amz-date": at}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    headers["x-amz-target"] = f"DynamoDB_20120810.{operation}"
    names = ";".join(headers)
    lines = "".join([f"{name}:{value}\n" for name, value in headers.items()])
    payload = hashlib.sha256(body).hexdigest()
    canonical = f"POST\n/\n\n{lines}\n{names}\n{payload}"
    scope = f"{day}/{region}/dynamodb/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.digest(
        _signing_key(credentials.secret_key, day, region),
        f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{digest}".encode(),
        "sha256",
    ).hex()
    head = (
        f"POST / HTTP/1.1\n{lines}"
        f"authorization:AWS4-HMAC-SHA256 Credential={credentials.access_key}/{scope},"
        f" SignedHeaders={names}, Signature={signature}\n"
        f"user-agent:{USER_AGENT}\n"
        "accept-encoding:identity\n"
        f"content-length:{len(body)}\n\n"
    )
    return head.replace("\n", "\r\n").encode()


# The key of a day is the same for all its requests; a refresh brings another secret.
@lru_cache(maxsize=4)
def _signing_key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, "dynamodb", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    raise TypeError


def _read(content: bytes) -> Any:
    read = orjson.loads(content)
    # Few rows hold binary values; the others are not walked through.
    return _with_bytes(read) if b'"B"' in content or b'"BS"' in content else read


def _with_bytes(value: Any) -> Any:
    # Only a wire value has text or a list under these names: what an attribute that
    # happens to be called "B" or "BS" holds is a wire value, which is a dict.
    match value:
        case {"B": str(text), **others} if not others:
            return {"B": base64.b64decode(text)}
        case {"BS": list(texts), **others} if not others:
            return {"BS": [base64.b64decode(text) for text in texts]}
        case dict():
            return {name: _with_bytes(inner) for name, inner in value.items()}
        case list():
            return [_with_bytes(inner) for inner in value]
    return value


def _refusal(answer: Answer) -> dict[str, Any]:
    """Return what botocore's errors hold: code, message, and what else is said."""
    try:
        said = dict(_read(answer.content))
    except (ValueError, TypeError):
        said = {}
    kind = str(said.pop("__type", answer.status_code))
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return {
        **said,
        "Error": {
            "Code": kind.partition(":")[0].rpartition("#")[2],
            "Message": said.get("message", said.get("Message", "")),
        },
        "ResponseMetadata": {
            "RequestId": headers.get("x-amzn-requestid", ""),
            "HTTPStatusCode": answer.status_code,
            "HTTPHeaders": headers,
        },
    }
