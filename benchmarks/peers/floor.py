"""What Python does with a maintained client: Starlette and aiobotocore."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session
from botocore import xform_name
from starlette.applications import Starlette

from benchmarks.peers.routes import Wire, application

clients: list[Any] = []


async def call(operation: str, params: Wire) -> Wire:
    """Make one call and return what it answers."""
    answer: Wire = await getattr(clients[0], xform_name(operation))(**params)
    return answer


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Hold one client."""
    async with get_session().create_client(
        "dynamodb",
        region_name="us-west-2",
        endpoint_url=os.environ["DYNAMODB_ENDPOINT"],
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - of the embedded engine
        config=AioConfig(max_pool_connections=24, parameter_validation=False),
    ) as client:
        clients.append(client)
        yield


app: Any = application(call, lifespan=lifespan)

if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), access_log=False, log_level="error")
