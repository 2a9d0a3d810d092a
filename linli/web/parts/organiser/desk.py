"""The frame of every organisers' page: who is here, its head, what was done, and secrets shown once.

    with desk.page("questions", "organiser", "clerk") as at:
        at.head(_("Questions"))

Roles are asked again here, and again by every write.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import streamlit as st

from linli import overview, roles
from linli.errors import GameError
from linli.locale import _
from linli.roles import Staff
from linli.rules.settings import Settings
from linli.store import Store
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, begin
from linli.web.parts import frame
from linli.web.staff_routes import AtKiosk
from linli.web.text import escape

_TOLD, _ONCE = "desk_told", "desk_once"


@dataclass(frozen=True)
class Desk:
    """One run of an organisers' page. name: the page's, which the sidebar marks."""

    name: str
    who: Visitor
    staff: Staff
    settings: Settings

    @property
    def store(self) -> Store:
        """The database."""
        return store()

    @property
    def at(self) -> datetime:
        """When this run began."""
        return self.who.at

    @property
    def organises(self) -> bool:
        """Whether this person may decide, not only read."""
        return self.staff.role == "organiser"

    def organiser(self) -> Staff:
        """The organiser who is here; asked before every write. Raises NotAllowed."""
        return roles.require(self.staff, "organiser")

    def _badge(self) -> str:
        """How many records wait, beside their page in the sidebar."""
        count = overview.todo_records(self.store) if self.organises else 0
        if not count:
            return ""
        words = _("{n} waiting", n=count)
        return f'<style>[data-testid="stPageLink-NavLink"][href="approvals"]:after{{content:"{count}" / "{words}"}}</style>'

    def head(self, title: str, lead: str = "", right_html: str = "") -> None:
        """The page's heading, and what the last run did."""
        said = f"<p>{escape(lead)}</p>" if lead else ""
        st.html(frame.lc(f'<div class="hd"><div><h1>{escape(title)}</h1>{said}</div><div class="r">{right_html}</div></div>') + self._badge())
        for kind, words in st.session_state.pop(_TOLD, []):
            st.html(frame.lc(plain.say(kind, words)))


def _wide(name: str, html: str) -> str:
    """Our own HTML; its classes make the page wide and say in the sidebar where we are."""
    return f'<div class="lc lc-wide at-{name}">{html}</div>'


@contextmanager
def page(name: str, *allowed: str) -> Iterator[Desk]:
    """The organisers' page of that name, for these roles (none: organisers and clerks). Gives the desk."""
    who = begin()
    settings = frame.settings_now()
    st.html(_wide(name, frame.sample_mark(settings)))
    with frame.guard():
        if who.kiosk:
            raise AtKiosk
        with st.sidebar:
            own = f'<a href="/staff/me">{escape(_("My staff account"))}</a>'
            st.html(frame.lc(f'<p class="who">{own}</p><p class="prefs">{plain.tools(who.large)}</p>'))
        yield Desk(name, who, roles.require(who.staff, *(allowed or ("organiser", "clerk"))), settings)


def key(name: str) -> str:
    """The widget key of a form, new after each time it was saved, so that a second tap finds nothing."""
    return f"{name}_{st.session_state.get(f'desk_{name}', 0)}"


def fresh(name: str) -> None:
    """Begin a form anew."""
    st.session_state[f"desk_{name}"] = st.session_state.get(f"desk_{name}", 0) + 1


def tell(words: str, kind: str = "right") -> None:
    """Say this under the heading of the next run."""
    st.session_state.setdefault(_TOLD, []).append((kind, words))


def save(name: str, work: Callable[[], str | None]) -> None:
    """Do the write of a form: what it returns is told, the form begins anew, the page runs again.

    What is refused is told in place, and what was typed stays.
    """
    try:
        words = work()
    except GameError as refusal:
        st.html(frame.lc(plain.say("warn", refusal.sentence())))
        return
    except Exception as error:
        st.html(frame.lc(frame.fault(error)))
        return
    fresh(name)
    if words:
        tell(words)
    st.rerun()


def list_height(rows: int) -> int | Literal["content"]:
    """How high the box of a list to choose from is: as its rows, or so that many scroll within it."""
    return 520 if rows > 8 else "content"


def wished(name: str, parts: Sequence[str]) -> str:
    """Which of a page's parts its address asks for (`?part=files`); the first one otherwise."""
    asked = st.query_params.get(name, "")
    return asked if asked in parts else parts[0]


def keep_once(place: str, html: str) -> None:
    """Keep a secret (a PIN, a one-time link) for this place until it is put away."""
    st.session_state[_ONCE] = (place, html)


def show_once(place: str) -> None:
    """Show the secret of this place (`page:what`), with a button that puts it away for good.

    Another page puts it away too.
    """
    kept = st.session_state.get(_ONCE)
    if kept is None or kept[0] != place:
        if kept and kept[0].split(":")[0] != place.split(":")[0]:
            del st.session_state[_ONCE]
        return
    with st.container(key="once_" + place.replace(":", "_")):
        st.html(frame.lc(kept[1]))
        if st.button(_("Done, put it away"), key="once_done"):
            del st.session_state[_ONCE]
            st.rerun()


def forget_once() -> None:
    """Put any secret away."""
    st.session_state.pop(_ONCE, None)


def seen_address() -> str:
    """How this browser came here, such as http://192.168.1.20:8501/people."""
    return str(st.context.url or "")
