"""The forms of a resident's account. Each is one act, and says what came of it."""

from collections.abc import Callable, Sequence

import streamlit as st

from linli import clock, community, listing, privacy, residents
from linli.community import Compound
from linli.errors import GameError
from linli.listing import Choice
from linli.locale import N_, _, month_day, ngettext
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, pick, play
from linli.web.parts.join import PinsDiffer
from linli.web.text import escape, safe_label
from linli.who import Resident

SAID = "account_said"


class NotTyped(GameError):
    """The confirmation was not typed as asked."""

    def __init__(self, word: str) -> None:
        super().__init__(N_("Nothing was deleted. To go ahead, type your nickname exactly: {word}"), word=word)


def said() -> None:
    """What the last form did, once."""
    words = st.session_state.pop(SAID, None)
    if words:
        st.html(frame.lc(plain.say("right", words)))


def _do(act: Callable[[], object], done: str) -> None:
    """Carry out an act and show the page anew with what was done; a refusal is told in place."""
    try:
        act()
    except GameError as refusal:
        pick.say(refusal)
        return
    st.session_state[SAID] = done
    st.rerun()


def _fold(key: str, words: str, *, opened: bool = False) -> st.delta_generator.DeltaGenerator:
    return st.expander(words, expanded=opened, key=f"fold_{key}")


def nickname(who: Visitor, resident: Resident) -> None:
    """Another nickname."""
    words = _("Nickname: {name}", name=safe_label(resident.nickname, 24))
    with _fold("nickname", words), st.form("nickname_form", border=False):
        typed = st.text_input(_("New nickname"), key="new_nickname", placeholder=_("2 to 12 characters, no real name"), autocomplete="off")
        if st.form_submit_button(_("Change the nickname"), width="stretch"):
            _do(lambda: residents.change_nickname(store(), resident, typed, who.at), _("The nickname is changed."))


def listed(who: Visitor, resident: Resident) -> None:
    """Being named on public lists: what is shown where, and one tap to agree or to take it back."""
    now = listing.choice(store(), resident)
    with _fold("listed", _("Named on public lists: {state}", state=_listed(now))):
        where = _("Approved volunteer hours stand on a public page and on the notice board for some days, so that neighbours can object.")
        code = _("There you are a code that only you know. If you agree here, your nickname stands there instead; your compound only where five or more of its people are listed.")
        st.html(frame.lc("".join(f"<p>{escape(words)}</p>" for words in (where, code)) + _looked_at(now)))
        if now.listed:
            if st.button(_("Take it back: only the code from now on"), key="unlist", width="stretch"):
                _do(lambda: listing.withdraw(store(), resident), _("Taken back. Lists show your code from now on."))
        elif st.button(_("I agree: show my nickname"), key="list", width="stretch"):
            _do(lambda: listing.agree(store(), resident, who.at), _("Noted. An organiser looks at the nickname first; until then lists show your code."))


def _listed(now: Choice) -> str:
    if not now.listed:
        return _("no, a code")
    return _("yes") if now.named else _("not yet, a code")


def _looked_at(now: Choice) -> str:
    """What became of the nickname, where its owner wants it shown."""
    if now.hidden:
        return plain.say("warn", _("An organiser has hidden this nickname. Choose another one, and it is looked at anew."))
    if now.state == "refused":
        return plain.say("warn", _("This nickname is not put on lists. {why} Choose another one, and it is looked at anew.", why=listing.why_text(now.why)))
    if now.listed and now.state == "new":
        return plain.say("", _("The nickname waits for an organiser's look."))
    return ""


def pin(who: Visitor, resident: Resident) -> None:
    """A new PIN, for whoever knows the old one."""
    with _fold("pin", _("PIN"), opened=resident.pin_temporary), st.form("pin_form", border=False):
        old = st.text_input(_("PIN until now"), key="old_pin", type="password", autocomplete="current-password")
        new = st.text_input(_("New PIN of six digits"), key="new_pin", type="password", autocomplete="new-password")
        again = st.text_input(_("The PIN once more"), key="new_pin_again", type="password", autocomplete="new-password")
        if st.form_submit_button(_("Change the PIN"), width="stretch"):
            _do(lambda: _change_pin(who, resident, old, new, again), _("The PIN is changed."))
        st.html(frame.lc(bits.link("/help", _("Forgot the PIN?"), css="textlink")))


def _change_pin(who: Visitor, resident: Resident, old: str, new: str, again: str) -> None:
    if new.strip() != again.strip():
        raise PinsDiffer
    residents.change_pin(store(), resident, old, new, device=who.device, at=who.at, address=st.context.ip_address)


def slip(resident: Resident) -> None:
    """Add or change the household slip."""
    state = _("Household slip: there") if resident.slip else _("Household slip: none yet")
    with _fold("slip", state), st.form("slip_form", border=False):
        st.html(frame.lc(f"<p class='soft'>{escape(_('The slip lies in your letter box. It says that a household takes part, not which one.'))}</p>"))
        typed = st.text_input(_("Code on the slip"), key="new_slip", placeholder=_("6 characters"), autocomplete="off")
        if st.form_submit_button(_("Keep the slip"), width="stretch"):
            _do(lambda: residents.take_slip(store(), resident, typed), _("The slip is kept. From now on your answers light its window."))


def move(who: Visitor, resident: Resident, found: Sequence[Compound]) -> None:
    """Live in another compound from now on."""
    named = {one.id: one for one in found}
    home = named.get(resident.compound)
    words = _("Compound: {name}", name=safe_label(home.name, 24)) if home else _("Compound")
    with _fold("move", words), st.form("move_form", border=False):
        st.html(frame.lc(f"<p class='soft'>{escape(_('Points stay where they were earned. The old household slip is given up.'))}</p>"))
        others = [key for key in named if key != resident.compound]
        to = st.selectbox(_("Moving to"), others, index=None, key="new_home", format_func=lambda one: safe_label(named[one].name, 40), placeholder=_("Choose"))
        new_slip = st.text_input(_("Household slip, if at hand"), key="move_slip", placeholder=_("6 characters, may stay empty"), autocomplete="off")
        name = st.text_input(_("Another nickname, if yours is taken there"), key="move_name", autocomplete="off")
        if st.form_submit_button(_("Move"), width="stretch") and to:
            _do(lambda: residents.move(store(), resident, to, new_slip, who.at, name.strip() or None), _("You now play for {name}.", name=named[to].name))


def phones(who: Visitor, resident: Resident) -> None:
    """Which phones remember me: this one, and how to make all others forget."""
    with store().reading() as tx:
        settings = community.settings(tx)
    used = [clock.local_day(clock.parse(row["last_used_at"]), settings.zone) for row in privacy.export(store(), resident, who.at)["phones"]]
    with _fold("phones", ngettext("{n} phone remembers me", "{n} phones remember me", len(used))):
        last = _("Last used: {days}", days=", ".join(month_day(day) for day in sorted(used, reverse=True)[:10]))
        st.html(frame.lc(f"<p class='soft'>{escape(last)}</p>"))
        words = _("This phone remembers you until it is not used for {days} days. If you lost another phone, make all others forget you.", days=settings.device_days)
        st.html(frame.lc(f"<p>{escape(words)}</p>"))
        if st.button(_("All other phones forget me"), key="forget", width="stretch"):
            _do(lambda: residents.forget_other_phones(store(), resident, who.device), _("Only this phone remembers you now."))


def delete(who: Visitor, resident: Resident) -> None:
    """Delete the account, confirmed by typing the nickname."""
    with _fold("delete", _("Delete my account")), st.form("delete_form", border=False):
        words = _(
            "Nickname, PIN, phones and sign-ups go at once, and nobody can bring them back. The points stay with the compound, without you;"
            " hours and record sheets stay, under the word left."
        )
        st.html(frame.lc(f"<p>{escape(words)}</p>"))
        typed = st.text_input(_("Type your nickname to confirm: {name}", name=safe_label(resident.nickname, 24)), key="confirm", autocomplete="off")
        if st.form_submit_button(_("Delete everything about me"), width="stretch"):
            try:
                if typed.strip() != resident.nickname:
                    raise NotTyped(resident.nickname)
                privacy.delete(store(), resident, who.at)
            except GameError as refusal:
                pick.say(refusal)
            else:
                st.session_state["deleted"] = True
                play.to("data")
