"""Staff accounts and kiosks: invite, change, reset, remove; register and revoke."""

import streamlit as st

from linli import kiosks, staff
from linli.clock import local
from linli.kiosks import Kiosk
from linli.locale import _, full_day
from linli.roles import ROLES, Staff, named
from linli.web.parts import frame
from linli.web.parts.organiser import address, desk
from linli.web.parts.organiser.desk import Desk
from linli.web.parts.organiser.fields import link_card
from linli.web.parts.organiser.tables import facts, table
from linli.web.text import escape, safe_label


def everyone(at: Desk) -> None:
    """All staff, and what an organiser may do with each."""
    people = staff.everyone(at.store, at.organiser())
    rows = [
        (one.name, one.post, named(one.role), one.office_phone, _("yes") if one.phone_public else _("no"),
         _("linked") if one.resident else _("declares none") if one.declared_none else _("not settled"))
        for one in people
    ]
    heads = (_("Name"), _("Post"), _("Role"), _("Office telephone"), _("Shown to residents"), _("Resident account"))
    with st.container(key="card_staff"):
        st.html(frame.lc(table(heads, rows)))
    desk.show_once("team:staff")
    left, right = st.columns(2)
    with left, st.container(key="card_invite"):
        _invite(at)
    with right, st.container(key="card_one"):
        names = {one.id: f"{safe_label(one.name, 40)} · {named(one.role)}" for one in people}
        chosen = st.selectbox(_("Account"), list(names), format_func=names.__getitem__, key="team_chosen")
        _account(at, next(one for one in people if one.id == chosen))


def _invite(at: Desk) -> None:
    st.html(frame.lc(f"<h2>{escape(_('Invite somebody'))}</h2>" + facts([
        (named("organiser"), _("does everything, and is the only one who approves")), (named("clerk"), _("reads, exports, imports")),
        (named("inspector"), _("checks compounds")), (named("host"), _("runs contests")),
    ])))
    with st.form(desk.key("invite")):
        role = st.selectbox(_("Role"), ROLES, format_func=lambda one: named(one), key=desk.key("invite") + "_role")
        if st.form_submit_button(_("Make a one-time link"), type="primary"):
            desk.save("invite", lambda: _invited(at, str(role)))


def _invited(at: Desk, role: str) -> str:
    token = staff.invite(at.store, at.organiser(), role, at.at)
    words = _("Whoever opens this link makes an account as {role}.", role=named(role))
    _keep(address.once(desk.seen_address(), address.STAFF_LINK, token), words, _("It works once, within 3 days. It is shown only now."))
    return ""


def _keep(url: str, words: str, until: str) -> None:
    desk.keep_once("team:staff", link_card(url, words, until))


def _account(at: Desk, one: Staff) -> None:
    name = f"role_{one.id}"
    with st.form(desk.key(name)):
        role = st.selectbox(_("Role"), ROLES, ROLES.index(one.role), format_func=lambda each: named(each), key=desk.key(name) + "_role")
        if st.form_submit_button(_("Change the role"), width="stretch"):
            desk.save(name, lambda: _role_changed(at, one, str(role)))
    if st.button(_("Link for a new password"), key=desk.key(f"reset_{one.id}"), width="stretch"):
        desk.save(f"reset_{one.id}", lambda: _reset(at, one))
    with st.expander(_("Remove the account")), st.form(desk.key(f"remove_{one.id}")):
        words = _("Nobody signs in with it again; its telephone and password are deleted. The name stays under what was approved.")
        st.html(frame.lc(f'<p class="soft">{escape(words)}</p>'))
        if st.form_submit_button(_("Remove {name}", name=safe_label(one.name, 40)), width="stretch"):
            desk.save(f"remove_{one.id}", lambda: _removed(at, one))


def _role_changed(at: Desk, one: Staff, role: str) -> str:
    staff.change_role(at.store, at.organiser(), one.id, role, at.at)
    return _("{name} is {role} from now on.", name=one.name, role=named(role))


def _reset(at: Desk, one: Staff) -> str:
    token = staff.reset(at.store, at.organiser(), one.id, at.at)
    words = _("{name} sets a new password with this link.", name=one.name)
    _keep(address.once(desk.seen_address(), address.STAFF_LINK, token), words, _("It works once, within a day. It is shown only now."))
    return ""


def _removed(at: Desk, one: Staff) -> str:
    staff.remove(at.store, at.organiser(), one.id, at.at)
    return _("The account of {name} is removed.", name=one.name)


def machines(at: Desk) -> None:
    """Kiosks in use, and the link that makes a browser one."""
    st.html(frame.lc(f'<p class="soft">{escape(_("A kiosk is a shared screen in the hall: nobody stays signed in, and staff pages are closed on it."))}</p>'))
    for one in kiosks.everywhere(at.store, at.organiser()):
        _machine(at, one)
    desk.show_once("team:kiosk")
    with st.form(desk.key("kiosk")):
        where = st.text_input(_("Where it stands"), max_chars=40, key=desk.key("kiosk") + "_name", placeholder=_("for example: community hall, left"))
        if st.form_submit_button(_("Make a link for it"), type="primary"):
            desk.save("kiosk", lambda: _kiosk_link(at, where))


def _machine(at: Desk, one: Kiosk) -> None:
    since = _("since {day}", day=full_day(local(one.registered_at, at.settings.zone).date()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(frame.lc(f'<p><b>{escape(one.name)}</b> <span class="soft">{escape(since)}</span></p>'))
        if st.button(_("Revoke"), key=desk.key(f"revoke_{one.id[:16]}")):
            desk.save(f"revoke_{one.id[:16]}", lambda: _revoked(at, one))


def _kiosk_link(at: Desk, where: str) -> str:
    token = kiosks.link(at.store, at.organiser(), where, at.at)
    url = address.once(desk.seen_address(), address.KIOSK_LINK, token)
    words = _("Open this link in the browser of the machine itself; it is a kiosk from then on.")
    desk.keep_once("team:kiosk", link_card(url, words, _("It works once, within a day. It is shown only now.")))
    return ""


def _revoked(at: Desk, one: Kiosk) -> str:
    kiosks.revoke(at.store, at.organiser(), one.id, at.at)
    return _("{name} is no longer a kiosk.", name=one.name)
