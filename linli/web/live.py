"""One stream of events for everything that moves by itself: boards, lists, the hall screen.

A single task asks the database a few times a second whether anybody committed anything, and only
then whether the ledger (or what staff did) went on. The pages fetch their own part anew; the
stream itself says no more than "changed", so a client needs no queue: the newest word is all
it can have missed.
"""

import asyncio
import logging
import signal
import threading
from collections.abc import AsyncIterator
from types import FrameType
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from linli import ledger
from linli.store import Store

log = logging.getLogger("linli.live")

POLL_SECONDS = 0.2
#: Whoever asks for every change (lists of an activity) is told at most this often.
ANY_SECONDS = 1.0
BEAT_SECONDS = 15.0
CHUNK = 100
CHUNK_PAUSE = 0.01
MOST_CLIENTS = 5000


def _signature(store: Store) -> tuple[str, Any]:
    """What changes when a board or what staff did went on."""
    with store.reading() as tx:
        return ledger.signature(tx), tx.value("select max(id) as act from audit")


class Client:
    """One open stream; `wake` is set when there is something new."""

    __slots__ = ("wake", "wants_any")

    def __init__(self, wants_any: bool) -> None:
        self.wake = asyncio.Event()
        self.wants_any = wants_any


class Hub:
    """All open streams, and the task that wakes them."""

    def __init__(self) -> None:
        self.clients: set[Client] = set()
        self.seen = 0
        self.closing = False
        self._commit = ""
        self._found: tuple[str, Any] = ("", None)
        self._any_due = False
        self._any_at = 0.0
        self._task: asyncio.Task[None] | None = None

    def start(self, store: Store) -> None:
        """Begin to watch the store."""
        self.closing = False
        self._task = asyncio.get_running_loop().create_task(self._watch(store))

    async def stop(self) -> None:
        """End the task and every stream."""
        self.close()
        if self._task:
            self._task.cancel()

    def close(self) -> None:
        """Let every open stream end; browsers come back by themselves."""
        self.closing = True
        for client in list(self.clients):
            client.wake.set()

    async def _watch(self, store: Store) -> None:
        while not self.closing:
            try:
                await self._look(store)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("the database could not be watched; trying again")
                await asyncio.sleep(2)
            await asyncio.sleep(POLL_SECONDS)

    async def _look(self, store: Store) -> None:
        commit = await run_in_threadpool(store.version)
        now = asyncio.get_running_loop().time()
        if commit != self._commit:
            found = await run_in_threadpool(_signature, store)
            news, self._found, self._commit = found != self._found, found, commit
            self._any_due = True
            if news:
                self.seen += 1
                await self._tell([client for client in self.clients if not client.wants_any])
        if self._any_due and now - self._any_at >= ANY_SECONDS:
            self._any_due, self._any_at = False, now
            await self._tell([client for client in self.clients if client.wants_any])

    async def _tell(self, clients: list[Client]) -> None:
        """Wake clients a hundred at a time: two thousand writes at once would hold up everybody."""
        for start in range(0, len(clients), CHUNK):
            for client in clients[start : start + CHUNK]:
                client.wake.set()
            await asyncio.sleep(CHUNK_PAUSE)

    async def events(self, wants_any: bool) -> AsyncIterator[str]:
        """What one client is sent: a greeting, changes, and a beat when nothing changes."""
        client = Client(wants_any)
        self.clients.add(client)
        try:
            yield f"retry: 2000\nevent: hello\ndata: {self.seen}\n\n"
            while not self.closing:
                yield await self._next(client)
        finally:
            self.clients.discard(client)

    async def _next(self, client: Client) -> str:
        try:
            await asyncio.wait_for(client.wake.wait(), BEAT_SECONDS)
        except TimeoutError:
            return "event: beat\ndata: 1\n\n"
        client.wake.clear()
        return f"event: changed\ndata: {self.seen} {self.pause_ms()}\n\n"

    def pause_ms(self) -> int:
        """How long a page waits at least between two fetches: the more viewers, the longer.

        A handful see an entry within the second; 500 together fetch some 600 parts a second.
        """
        return min(5000, 250 + len(self.clients))


hub = Hub()


async def stream(request: Request) -> Response:
    """GET /live: the events of boards; /live?on=any: of every commit, at most one a second."""
    if len(hub.clients) >= MOST_CLIENTS:
        return Response("too many", 503, headers={"retry-after": "30"})
    return StreamingResponse(
        hub.events(request.query_params.get("on") == "any"), media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def end_with_the_server() -> None:
    """Close the streams when the server is told to stop; it would wait for them for ever."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)

        def ended(got: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(got, frame)

        signal.signal(number, ended)
