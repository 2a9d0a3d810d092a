"""The web application: Streamlit with our routes, middleware and what runs beside it."""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from linli import backups, clock
from linli.store import Store
from linli.web import app_store, assets, live, self_test
from linli.web.middleware import Edge
from linli.web.parts.frame import on_script_error
from linli.web.routes import routes

__all__ = ["SHELL", "lifespan", "middleware", "on_script_error", "routes"]

log = logging.getLogger("linli.backups")

HOUR_SECONDS = 3600
SHELL = Path(__file__).parent / "shell.py"


def middleware() -> list[Middleware]:
    """What stands around every request."""
    return [Middleware(Edge)]


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
    """Set up the log, open the store, compress the first files, look for what an upgrade broke, watch for changes."""
    _log()
    store = app_store.store()
    assets.warm_up()
    for sentence in self_test.faults():
        print(f"Warning: {sentence}", file=sys.stderr, flush=True)
    live.hub.start(store)
    live.end_with_the_server()
    backing_up = asyncio.get_running_loop().create_task(_back_up(store))
    yield {"store": store}
    backing_up.cancel()
    await live.hub.stop()


async def _back_up(store: Store) -> None:
    """Look every hour whether the day's backup is due; a failure is logged and tried again."""
    while True:
        await asyncio.sleep(HOUR_SECONDS)
        try:
            await run_in_threadpool(backups.daily, store, clock.now())
        except Exception:
            log.exception("the day's backup could not be made; trying again in an hour")


def _log() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    ours = logging.getLogger("linli")
    if not ours.handlers:
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
        ours.propagate = False
