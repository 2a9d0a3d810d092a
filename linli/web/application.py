"""The web application: Streamlit with our routes, middleware and what runs beside it."""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware

from linli.web import app_store, assets, live, self_test
from linli.web.middleware import Edge
from linli.web.parts.frame import on_script_error
from linli.web.routes import routes

__all__ = ["SHELL", "lifespan", "middleware", "on_script_error", "routes"]

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
    yield {"store": store}
    await live.hub.stop()


def _log() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    ours = logging.getLogger("linli")
    if not ours.handlers:
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)
        ours.propagate = False
