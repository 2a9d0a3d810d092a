"""What stands around every request: language, security headers, the device cookie, static files.

Plain ASGI, so that a request that is none of its business costs microseconds.
"""

import logging
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from linli import ids
from linli.locale import N_, _, from_header, use_language
from linli.web import assets, index

log = logging.getLogger("linli.access")

DEVICE = "ll_device"
LANGUAGE = "ll_lang"
LARGE = "ll_large"
DEVICE_SECONDS = 180 * 24 * 3600
_READING = ("GET", "HEAD", "OPTIONS")
#: Streamlit's endpoints that answer anybody and that nobody here needs.
_CLOSED = re.compile(r"^/_stcore/(metrics|agent)(/|$)")
_HOST = re.compile(r"[\w.:\[\]-]{1,255}")
_COOKIE = re.compile(r"[\w-]{43}")
FOREIGN = N_("This request came from another site, so nothing was done. Open the page again and try once more.")


def cookies(headers: Headers) -> dict[str, str]:
    """The cookies of a request; none when they cannot be read."""
    jar = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except Exception:  # a broken cookie header must not shut its owner out
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def language_of(kept: dict[str, str], accept_language: str) -> str:
    """The chosen language, or else the browser's."""
    return kept[LANGUAGE] if kept.get(LANGUAGE) in ("zh", "en") else from_header(accept_language)


def secure(scope: Scope, headers: Headers) -> bool:
    """Whether the visitor's own connection is HTTPS, here or at the proxy in front."""
    forwarded = headers.get("x-forwarded-proto", "").split(",")[0].strip()
    return (forwarded or scope.get("scheme", "http")) == "https"


def same_origin(headers: Headers) -> bool:
    """Whether a writing request comes from our own pages: Origin's host is the Host."""
    origin, host = headers.get("origin"), headers.get("host", "")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return bool(host) and urlsplit(origin).netloc == host


class Edge:
    """The outermost layer of the app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.hashes = " ".join(index.inline_hashes(index.source()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer static files here; pass the rest on with headers, cookie and language."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        kept = cookies(headers)
        use_language(language_of(kept, headers.get("accept-language", "")))
        started = time.perf_counter()
        dressed = self._dressed(scope, headers, kept, send, started)
        answer = self._refused(scope, headers) or await _static(scope, headers)
        await (answer or self.app)(scope, receive, dressed)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        path, method = scope["path"], scope["method"]
        if _CLOSED.match(path):
            return PlainTextResponse("Not found", 404)
        if method in _READING or path.startswith("/_stcore/") or same_origin(headers):
            return None
        return JSONResponse({"error": _(FOREIGN)}, 403)

    def _dressed(self, scope: Scope, headers: Headers, kept: dict[str, str], send: Send, started: float) -> Send:
        policy = self._policy(headers.get("host", ""))

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                _protect(out, policy)
                _recognise(out, scope, headers, kept)
                _note(scope, message["status"], started)
            await send(message)

        return dressed

    def _policy(self, host: str) -> str:
        # Older Safari does not count a WebSocket to the same host as 'self'.
        sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
        return (
            f"default-src 'self'; script-src 'self' blob: {self.hashes}; style-src 'self' 'unsafe-inline';"
            " img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:;"
            f" connect-src 'self'{sockets}; frame-ancestors 'self'; object-src 'none'; base-uri 'self'; form-action 'self'"
        )


def _protect(out: MutableHeaders, policy: str) -> None:
    out["x-content-type-options"] = "nosniff"
    out["referrer-policy"] = "same-origin"
    out["x-frame-options"] = "SAMEORIGIN"
    out["permissions-policy"] = "geolocation=(), microphone=(), payment=(), usb=()"
    if out.get("content-type", "").startswith("text/html"):
        out["content-security-policy"] = policy
        out.setdefault("cache-control", "no-store")


def _recognise(out: MutableHeaders, scope: Scope, headers: Headers, kept: dict[str, str]) -> None:
    """Give a new browser its device cookie with the first page."""
    page = scope["method"] == "GET" and out.get("content-type", "").startswith("text/html")
    if not page or _COOKIE.fullmatch(kept.get(DEVICE, "")) or DEVICE in "".join(out.getlist("set-cookie")):
        return
    ending = "; Secure" if secure(scope, headers) else ""
    out.append("set-cookie", f"{DEVICE}={ids.token()}; Path=/; Max-Age={DEVICE_SECONDS}; HttpOnly; SameSite=Lax{ending}")


async def _static(scope: Scope, headers: Headers) -> Response | None:
    path = scope["path"]
    if scope["method"] not in ("GET", "HEAD"):
        return None
    if path.startswith("/lc/"):
        asset = assets.ours().get(path[4:])
        exact = asset is not None and f"v={asset.digest}".encode() in scope.get("query_string", b"")
        return await sent(asset, headers, assets.YEAR if exact else 600) if asset else PlainTextResponse("Not found", 404)
    if path.startswith("/static/"):
        asset = await to_thread.run_sync(assets.streamlits, path)
        return await sent(asset, headers, assets.YEAR) if asset else None
    return None


async def sent(asset: assets.Asset, headers: Headers, seconds: int) -> Response:
    """The asset in the best coding; seconds: how long it may be cached, 0 asks again each time."""
    coding = assets.coding_for(headers.get("accept-encoding", "")) if asset.packable else ""
    body = asset.packed(coding) if asset.ready(coding) else await to_thread.run_sync(asset.packed, coding)
    fresh = "no-cache" if not seconds else f"public, max-age={seconds}" + (", immutable" if seconds == assets.YEAR else "")
    extra = {"cache-control": fresh, "vary": "Accept-Encoding"}
    if seconds:  # a page goes out whole each time: a 304 could not bring the device cookie
        extra["etag"] = f'"{asset.digest}{coding}"'
        if headers.get("if-none-match") == extra["etag"]:
            return Response(status_code=304, headers=extra)
    if coding:
        extra["content-encoding"] = coding
    return Response(body, headers=extra, media_type=asset.kind)


def _note(scope: Scope, status: int, started: float) -> None:
    """One line for a request: no address, no query, and of the path only what holds no secret."""
    path = scope["path"]
    if path.startswith(("/lc/", "/static/", "/_stcore/")) or not log.isEnabledFor(logging.INFO):
        return
    parts = path.split("/")
    shown = "/".join(parts[:3] if parts[1] == "api" else parts[:2]) + ("/…" if len(parts) > 3 or len(parts) == 3 and parts[1] != "api" else "")
    log.info("%s %s %s %.1f ms", scope["method"], shown, status, (time.perf_counter() - started) * 1000)
