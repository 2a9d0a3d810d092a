"""Boards over HTTP: the live parts that phones and the hall screen fetch, and the hall screen itself.

    GET /part/board?board=fair|quiz|service|total&window=day|week|month|season|all
    GET /part/screen?window=…&lang=…      GET /screen?window=…&lang=…      GET /households

Five hundred viewers ask at the same moment, so a part is made once for each answer there can be.
"""

import gzip
import re
from collections.abc import Callable, Hashable
from datetime import datetime
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from linli import boards, clock, community, ledger, network, played
from linli.boards import Board
from linli.documents import qr
from linli.locale import LANGUAGES, _, language, pick, use_language
from linli.store import Store, Tx
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.middleware import secure
from linli.web.parts import households, screen, standings
from linli.web.text import safe_html

#: Seconds after which a kept part is made anew even if nothing seems to have changed.
KEPT_SECONDS = 5.0
#: Parts kept at a time: boards × windows × languages × compounds of the viewers.
MOST_KEPT = 2000
_HOST = re.compile(r"[\w.-]{1,200}(:\d{1,5})?|\[[0-9a-fA-F:]{2,45}\](:\d{1,5})?")
_LOOPBACK = re.compile(r"(localhost|127\.[\d.]+|\[::1\])(:\d+)?$")


class Kept:
    """HTML by what was asked, with what it was made from."""

    def __init__(self) -> None:
        self._parts: dict[Hashable, tuple[Hashable, float, bytes]] = {}

    def get(self, asked: Hashable, made_from: Hashable, seconds: float, make: Callable[[], str]) -> bytes:
        """The compressed part for `asked`; made anew when `made_from` is another or it is too old."""
        found = self._parts.get(asked)
        if found and found[0] == made_from and 0 <= seconds - found[1] < KEPT_SECONDS:
            return found[2]
        body = gzip.compress(make().encode(), 6, mtime=0)
        if len(self._parts) >= MOST_KEPT:
            self._parts.clear()
        self._parts[asked] = (made_from, seconds, body)
        return body


kept = Kept()


def made_from(tx: Tx, at: datetime) -> tuple[Hashable, ...]:
    """What every board is made from: it changes when one of them may have changed."""
    settings, roster = community.settings_and_roster(tx)
    return (ledger.signature(tx), roster, settings, clock.local_day(at, settings.zone), tuple(community.seasons(tx)))


def part_board(request: Request) -> Response:
    """The rows of a board as this visitor sees them."""
    who, opened = visitor(request), store()
    name, kind = standings.chosen(request.query_params.get("board", ""), request.query_params.get("window", ""))
    mine, everything = own_compound(opened, who), sees_everything(who)

    def make() -> str:
        return standings.html(boards.read(opened, name, kind, at=who.at), mine, everything=everything)

    return _sent(request, (name, kind, who.language, mine, everything), who.at, opened, make)


def own_compound(opened: Store, who: Visitor) -> str | None:
    """The compound of the resident, or the one that a guest on this phone played for."""
    if who.resident:
        return who.resident.compound
    return played.guest_compound(opened, who.holder) if who.holder and not who.kiosk else None


def sees_everything(who: Visitor) -> bool:
    """Whether all rows are shown: to organisers."""
    return who.staff is not None and who.staff.role == "organiser"


def _sent(request: Request, asked: Hashable, at: datetime, opened: Store, make: Callable[[], str]) -> Response:
    with opened.reading() as tx:
        version = made_from(tx, at)
    body = kept.get((id(opened), asked), version, at.timestamp(), make)
    headers = {"vary": "Accept-Encoding, Cookie, Accept-Language", "cache-control": "no-store"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return HTMLResponse(gzip.decompress(body), headers=headers)
    return HTMLResponse(body, headers={**headers, "content-encoding": "gzip"})


def part_screen(request: Request) -> Response:
    """What the hall screen shows, in the language and window of its address."""
    kind, base = _hall_asked(request)
    at, opened = clock.now(), store()
    return _sent(request, ("screen", kind, base, language()), at, opened, lambda: _hall(opened, kind, base, at))


def hall_screen(request: Request) -> Response:
    """GET /screen: for everybody, read-only, without sign-in."""
    kind, base = _hall_asked(request)
    inside = _hall(store(), kind, base, clock.now())
    address = f"/part/screen?window={kind}&lang={language()}"
    return plain.page(
        _("Hall screen"), screen.island(address, inside), scripts=("hall.js",), css="hall.css", html_class="hall", scheme="dark",
    )


def _hall_asked(request: Request) -> tuple[str, str]:
    """The window and our own address; also sets the language that the address names."""
    wanted = request.query_params.get("lang", "")
    if wanted in LANGUAGES:
        use_language(wanted)
    kind = request.query_params.get("window", "")
    return kind if kind in boards.WINDOW_KINDS else "week", base_url(request)


def base_url(request: Request) -> str:
    """Where phones reach this server: the address that was asked for, or its LAN address; "" if unknown."""
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        return ""
    if _LOOPBACK.fullmatch(host):  # a phone would look for us on itself
        host = host.replace(host.removesuffix(_port(host)), _lan_address() or host.removesuffix(_port(host)))
    return f"{'https' if secure(request.scope, request.headers) else 'http'}://{host}"


def _port(host: str) -> str:
    """The port of a Host header with its colon, or ''."""
    found = re.search(r":\d+$", host)
    return found[0] if found else ""


@lru_cache(maxsize=1)
def _lan_address() -> str:
    return next(iter(network.lan_addresses()), "")


def _hall(opened: Store, kind: str, base: str, at: datetime) -> str:
    with opened.reading() as tx:
        board = boards.read_in(tx, "fair", kind, at)
        now = boards.current_window(tx, "season", at, board.settings.zone)
        season = community.season_name(tx, now.starts) if now else ""
    return screen.html(screen.Hall(board, kind, season, feed(opened, board), qr.data_uri(f"{base}/") if base else ""))


def feed(opened: Store, board: Board) -> tuple[screen.Act, ...]:
    """The newest acts, one for each compound and kind: five answers in a row are one quiz."""
    compounds = {line.compound.mark: line.compound for ranking in board.rankings for line in ranking.lines}
    acts: dict[str, screen.Act] = {}
    for row in boards.feed(opened, 60):
        kind = "quiz" if row["kind"] == "guest" else str(row["kind"])
        # The key must not be the entry's id: that tells the minute.
        key = f"{row['mark']}-{kind}"
        if row["mark"] in compounds:
            acts.setdefault(key, screen.Act(key, compounds[row["mark"]], kind))
    return tuple(acts.values())


def households_page(request: Request) -> Response:
    """GET /households: every compound's number, where it comes from, and what it was before."""
    who, opened = visitor(request), store()
    with opened.reading() as tx:
        found = [(one, community.household_changes(tx, one.id)) for one in community.compounds(tx)]
        settings = community.settings(tx)
    name = safe_html(pick(settings.community_zh, settings.community_en))
    body = plain.bar(_("Numbers of households"), back="/board", large=who.large) + households.html(found, name, settings.zone)
    return plain.page(_("Numbers of households"), body, large=who.large, scripts=("plain.js",))


def routes() -> list[BaseRoute]:
    """The routes of boards and of the hall screen."""
    return [
        Route("/part/board", part_board),
        Route("/part/screen", part_screen),
        Route("/screen", hall_screen),
        Route("/households", households_page),
    ]
