"""Addresses that leave the office: on paper, in QR codes, in one-time links."""

import os
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

from starlette.requests import Request

from linli import network
from linli.web.middleware import secure

#: Where one-time links lead; the page there asks before it uses the link up.
STAFF_LINK = "/staff/link?t="
COORDINATOR_LINK = "/duty?t="
KIOSK_LINK = "/kiosk/start?t="


def base(seen: str) -> str:
    """The address under which phones reach this server, without a slash at its end.

    seen: how this browser came here (`http://127.0.0.1:8501/…`). LINLI_URL decides where it is
    set; on the server's own screen its address in the network stands in for the loopback.
    """
    public = os.environ.get("LINLI_URL", "").rstrip("/")
    if public:
        return public
    parts = urlsplit(seen)
    host, port = parts.hostname or "127.0.0.1", f":{parts.port}" if parts.port else ""
    lan = network.lan_addresses() if _loopback(host) else []
    shown = lan[0] if lan else f"[{host}]" if ":" in host else host
    return f"{parts.scheme or 'http'}://{shown}{port}"


def of_request(request: Request) -> str:
    """As `base`, of a request; a proxy in front says whether it is HTTPS."""
    scheme = "https" if secure(request.scope, request.headers) else "http"
    return base(f"{scheme}://{request.headers.get('host', '')}")


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def once(seen: str, path: str, token: str) -> str:
    """A one-time link. path: one of the constants above."""
    return base(seen) + path + quote(token, safe="")
