"""HTTP from the event loop into a fixed pool of threads, and back.

A thread is taken once the whole request is there, and is free again before the client
has read the answer: neither a slow sender nor a slow reader holds one.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context

from core.serving import limits
from core.serving.answers import Answer, Application, encoded
from core.serving.callers import caller_in
from core.serving.environ import environ_of
from core.serving.incoming import Gone, Incoming, Message, Receive, Scope
from core.serving.places import Full, Places
from core.serving.refusals import NotTaken, answer_to

Send = Callable[[Message], Awaitable[None]]


class Bridge:
    """An ASGI application around a WSGI one; ``each`` limits what one address holds."""

    def __init__(self, application: Application, *, threads: int, each: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="http")
        self._idle = asyncio.Semaphore(threads)
        self._incoming = Incoming(each=each)
        self._unread = Places(each=each, most=limits.ALL_UNREAD)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        caller = caller_in(scope)
        try:
            async with self._incoming.body(scope, receive, caller) as body:
                answer = Answer(self._application, environ_of(scope, body))
                await self._in_thread(answer.proceed, patience=limits.PATIENCE)
            await self._deliver(answer, receive, send, caller)
        except NotTaken as refused:
            await _refuse(refused, scope, receive, send)
        except Gone:
            pass

    async def _deliver(
        self, answer: Answer, receive: Receive, send: Send, caller: str
    ) -> None:
        if answer.finished and answer.waiting <= limits.PIECE:
            await send(answer.start())
            await send(_body(b"".join(answer.pieces()), more=False))
            return
        try:
            with self._unread.one(caller):
                await self._send_in_parts(answer, receive, send)
        except Full:
            raise NotTaken.too_many() from None
        finally:
            if not answer.finished:
                await self._in_thread(answer.close)

    async def _send_in_parts(
        self, answer: Answer, receive: Receive, send: Send
    ) -> None:
        gone = asyncio.ensure_future(receive())
        try:
            await send(answer.start())
            while not gone.done():
                for piece in answer.pieces():
                    await send(_body(piece, more=True))
                if answer.finished:
                    await send(_body(b"", more=False))
                    return
                await self._in_thread(answer.proceed)
        finally:
            gone.cancel()

    async def _in_thread(
        self, act: Callable[[], None], *, patience: float | None = None
    ) -> None:
        try:
            async with asyncio.timeout(patience):
                await self._idle.acquire()
        except TimeoutError:
            raise NotTaken.busy() from None
        try:
            # The thread knows which call it works for, as the loop does.
            known = copy_context()
            await asyncio.get_running_loop().run_in_executor(
                self._threads, known.run, act
            )
        finally:
            self._idle.release()


async def _refuse(
    refused: NotTaken, scope: Scope, receive: Receive, send: Send
) -> None:
    answer = answer_to(refused, environ_of(scope, b""))
    headers = {
        **answer.headers,
        "Content-Length": str(len(answer.content)),
        "Connection": "close",
    }
    await send(
        {
            "type": "http.response.start",
            "status": answer.status_code,
            "headers": encoded(headers.items()),
        }
    )
    await send(_body(answer.content, more=True))
    # A client that is still sending would be cut off before it reads the answer.
    with suppress(TimeoutError, Gone):
        async with asyncio.timeout(limits.LINGER):
            while (await receive()).get("more_body"):
                pass
    await send(_body(b"", more=False))


def _body(content: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}
