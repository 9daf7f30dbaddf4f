"""The least that Python can do: Starlette, aiohttp, SigV4 by hand, orjson."""

import hashlib
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson
import uvicorn
from starlette.applications import Starlette

from benchmarks.peers.routes import Wire, application

ENDPOINT = os.environ["DYNAMODB_ENDPOINT"]
HOST = urlsplit(ENDPOINT).netloc
REGION, SECRET = "us-west-2", "local"
_TYPE = "application/x-amz-json-1.0"
_SIGNED = "content-type;host;x-amz-date;x-amz-target"
_OK = 200

sessions: list[aiohttp.ClientSession] = []


async def call(operation: str, params: Wire) -> Wire:
    """Send one signed request and return what it answers."""
    body = orjson.dumps(params)
    async with sessions[0].post(
        ENDPOINT, data=body, headers=_headers(operation, body)
    ) as answer:
        content = await answer.read()
    if answer.status != _OK:
        raise RuntimeError(content.decode())
    read: Wire = orjson.loads(content)
    return read


def _headers(operation: str, body: bytes) -> dict[str, str]:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target, day = f"DynamoDB_20120810.{operation}", now[:8]
    digest = hashlib.sha256(body).hexdigest()
    canonical = (
        f"POST\n/\n\ncontent-type:{_TYPE}\nhost:{HOST}\nx-amz-date:{now}\n"
        f"x-amz-target:{target}\n\n{_SIGNED}\n{digest}"
    )
    scope = f"{day}/{REGION}/dynamodb/aws4_request"
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    said = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashed}"
    signature = hmac.digest(_key(day), said.encode(), "sha256").hex()
    return {
        "Content-Type": _TYPE,
        "X-Amz-Date": now,
        "X-Amz-Target": target,
        "Authorization": (
            f"AWS4-HMAC-SHA256 Credential=local/{scope}, SignedHeaders={_SIGNED},"
            f" Signature={signature}"
        ),
    }


@cache
def _key(day: str) -> bytes:
    key = f"AWS4{SECRET}".encode()
    for part in (day, REGION, "dynamodb", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Hold one pool of connections to the database."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        sessions.append(session)
        yield


app: Any = application(call, lifespan=lifespan)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False, log_level="error")
