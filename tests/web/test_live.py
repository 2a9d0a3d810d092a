"""The stream of changes: told within a second, and never more than the newest word."""

import asyncio
from contextlib import suppress

from linli import clock, community
from linli.store import Store
from linli.web.live import Hub


async def _until(events: "asyncio.Queue[str]", wanted: str) -> str:
    async with asyncio.timeout(3):
        while True:
            said = await events.get()
            if wanted in said:
                return said


async def _listening(hub: Hub, wants_any: bool, queue: "asyncio.Queue[str]") -> None:
    async for event in hub.events(wants_any):
        queue.put_nowait(event)


def test_a_new_entry_reaches_a_listener_within_a_second(store: Store) -> None:
    async def scenario() -> float:
        hub, queue = Hub(), asyncio.Queue[str]()
        hub.start(store)
        task = asyncio.create_task(_listening(hub, False, queue))
        await _until(queue, "hello")
        await asyncio.sleep(0.5)
        while not queue.empty():
            queue.get_nowait()
        started = asyncio.get_running_loop().time()
        await asyncio.to_thread(_note, store)
        await _until(queue, "changed")
        took = asyncio.get_running_loop().time() - started
        await hub.stop()
        await asyncio.wait_for(task, 2)
        return took

    assert asyncio.run(scenario()) < 1


def test_a_thousand_listeners_keep_one_word_each(sqlite_store: Store) -> None:
    async def scenario() -> set[int]:
        hub, queues = Hub(), [asyncio.Queue[str]() for _ in range(1000)]
        hub.start(sqlite_store)
        tasks = [asyncio.create_task(_listening(hub, False, queue)) for queue in queues]
        await asyncio.gather(*(_until(queue, "hello") for queue in queues))
        await asyncio.sleep(0.5)
        for _ in range(20):
            await asyncio.to_thread(_note, sqlite_store)
        await asyncio.gather(*(_until(queue, "changed") for queue in queues))
        await asyncio.sleep(0.5)
        waiting = {queue.qsize() for queue in queues}
        await hub.stop()
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*tasks), 3)
        assert not hub.clients
        return waiting

    assert max(asyncio.run(scenario())) < 6


def _note(store: Store) -> None:
    with store.writing() as tx:
        community.note(tx, None, "test", "", "", clock.now())
