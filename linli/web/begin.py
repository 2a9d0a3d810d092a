"""Who is here: read from the cookies at the beginning of every run and request.

Nothing about a person is kept between two runs. The cookies that a Streamlit script sees are
those of the socket's handshake; the database decides what they are worth now.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import streamlit as st
from starlette.requests import Request

from linli import clock, devices, kiosks, roles, staff, upkeep
from linli.kiosks import Kiosk
from linli.locale import from_header, use_language
from linli.roles import Staff
from linli.store import Store
from linli.web.app_store import store
from linli.web.middleware import DEVICE, LARGE, language_of
from linli.who import Resident

STAFF = "ll_staff"
KIOSK = "ll_kiosk"
SITTING = "ll_sitting"


@dataclass(frozen=True)
class Visitor:
    """Whoever this run or request is for.

    device: mark of the browser's cookie, "" where it has none; kiosk: set on a registered kiosk;
    sitting: mark of the sitting of whoever stands at the kiosk now, wiped with it.
    """

    language: str
    large: bool
    device: str
    resident: Resident | None
    staff: Staff | None
    kiosk: Kiosk | None
    sitting: str
    at: datetime

    @property
    def holder(self) -> str:
        """What an attempt of this visitor hangs on: the device, at a kiosk the sitting."""
        return self.sitting if self.kiosk else self.device


def _script_cookies() -> Mapping[str, str]:
    return st.context.cookies


def _script_language() -> str:
    return str(st.context.headers.get("Accept-Language") or st.context.locale or "")


#: How a script reads its cookies and wishes; page tests put their own in, AppTest has none.
script_cookies: Callable[[], Mapping[str, str]] = _script_cookies
script_language: Callable[[], str] = _script_language


def begin() -> Visitor:
    """Who a Streamlit run is for; sets the language of the run. Call it first, in fragments too."""
    return of(script_cookies(), script_language())


def visitor(request: Request) -> Visitor:
    """Who an HTTP request is for; the middleware has set the language already."""
    return of(request.cookies, request.headers.get("accept-language", ""))


def of(kept: Mapping[str, str], accept_language: str) -> Visitor:
    """The visitor with those cookies, at this moment."""
    at, opened = clock.now(), store()
    upkeep.once_a_day(opened, at)
    language = language_of(dict(kept), accept_language)
    use_language(language)
    kiosk = kiosks.of_cookie(opened, kept[KIOSK]) if kept.get(KIOSK) else None
    device = devices.mark(kept[DEVICE]) if kept.get(DEVICE) else ""
    sitting = devices.mark(kept[SITTING]) if kept.get(SITTING) else device
    return Visitor(
        language, kept.get(LARGE) == "1", device, _resident(opened, device, at, kiosk), _staff(opened, kept, at, kiosk),
        kiosk, sitting, at,
    )


def _resident(opened: Store, device: str, at: datetime, kiosk: Kiosk | None) -> Resident | None:
    # At a kiosk nobody is signed in: the next person would be, too.
    return None if kiosk or not device else devices.resident_of(opened, device, at)


def _staff(opened: Store, kept: Mapping[str, str], at: datetime, kiosk: Kiosk | None) -> Staff | None:
    return staff.of_cookie(opened, kept[STAFF], at) if kept.get(STAFF) and not kiosk else None


def require(who: Visitor, *names: str) -> Staff:
    """The signed-in staff person with one of the roles. Raises NotSignedIn, NotAllowed."""
    return roles.require(who.staff, *names)


__all__ = ["Visitor", "begin", "from_header", "of", "require", "visitor"]
