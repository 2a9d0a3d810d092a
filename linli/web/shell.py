"""The script that Streamlit runs: who is here, which pages they may open, and the one they opened."""

from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from linli.locale import _
from linli.web import nav, plain
from linli.web.begin import Visitor, begin
from linli.web.parts import frame
from linli.web.text import escape


def main() -> None:
    """One run: the pages of this visitor, and the page that the address names."""
    who = begin()
    screens = [screen for screen in nav.screens() if not screen.for_staff or _may(screen, who) or _wanted(screen)]
    pages = [_page(screen, who) for screen in screens]
    mine = [page for page, screen in zip(pages, screens, strict=True) if screen.for_staff and _may(screen, who)]
    current = st.navigation(pages, position="hidden")
    if current in mine:
        _sidebar(mine, who)
    st.set_page_config(page_title=f"{current.title} · {_('Linli Cup')}")
    with frame.guard():
        current.run()


def _page(screen: nav.Screen, who: Visitor) -> st.Page:
    title, home = _(screen.title), screen.name == nav.HOME
    if screen.for_staff and not _may(screen, who):
        return st.Page(partial(_closed, screen), title=title, url_path=screen.name)
    return st.Page(str(screen.path), title=title, url_path=None if home else screen.name, default=home)


def _wanted(screen: nav.Screen) -> bool:
    """Whether the address names this page. Each session keeps what it is told of every page, 20 KB for all."""
    address = st.context.url
    return address is None or urlsplit(address).path.strip("/") == screen.name


def _may(screen: nav.Screen, who: Visitor) -> bool:
    return who.staff is not None and who.staff.role in screen.roles


def _closed(screen: nav.Screen) -> None:
    """A staff page for whoever may not open it."""
    with frame.page(back="/", name=_("Staff only")) as who:
        words = _("This page is for staff. Please sign in.") if who.staff is None else _("Your role does not open this page. Ask an organiser.")
        link = f'<p class="section"><a class="btn pri" href="/staff?to={screen.url}">{_("Sign in as staff")}</a></p>'
        st.html(frame.lc(plain.say("", words) + ("" if who.staff else link)))


def _sidebar(pages: list[st.Page], who: Visitor) -> None:
    settings = frame.settings_now()
    name = escape(frame.community_name(settings))
    with st.sidebar:
        st.html(frame.lc(f'<div class="brand"><i></i><span>{_("Linli Cup")}<small>{name}</small></span></div>'))
        for page in pages:
            st.page_link(page, label=page.title, width="stretch")
        if who.staff:
            st.html(frame.lc(f'<p class="who">{escape(who.staff.name)}<br><a href="/staff/out">{_("Sign out")}</a></p>'))


main()
