"""Joining and signing in: what the forms refuse by themselves, the notice, the new player number."""

import streamlit as st

from linli import claims, community, notice, played, residents
from linli.community import Compound
from linli.errors import GameError
from linli.locale import N_, _
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.parts import bits, frame, play
from linli.web.text import escape, safe_html, safe_label
from linli.who import Resident


class NoCompoundChosen(GameError):
    """None of the cards is chosen."""

    def __init__(self) -> None:
        super().__init__(N_("Please choose your compound from the list above."))


class PinsDiffer(GameError):
    """The two PINs are not the same."""

    def __init__(self) -> None:
        super().__init__(N_("The two PINs are not the same. Please type the same six digits twice."))


class NotAgreed(GameError):
    """The tick under the notice is missing."""

    def __init__(self) -> None:
        super().__init__(N_("Please read the privacy notice and tick that you agree. Without it everybody can play as a guest."))


def check(home: Compound | None, pin: str, again: str, agreed: bool) -> Compound:
    """What the form itself can tell. Raises NoCompoundChosen, PinsDiffer, NotAgreed."""
    if home is None:
        raise NoCompoundChosen
    if pin.strip() != again.strip():
        raise PinsDiffer
    if not agreed:
        raise NotAgreed
    return home


def own_phone(who: Visitor) -> bool:
    """Whether people may sign in here; says why not at a kiosk. Raises NoCookies."""
    if who.kiosk:
        words = _("At this screen everybody plays as a guest. Make a nickname on your own phone: the code at the end of the quiz takes the points along.")
        st.html(frame.lc(plain.say("", words) + f'<p class="section">{bits.link("/", _("To the home page"), css="btn sec")}</p>'))
    elif not who.device:
        raise play.NoCookies
    return not who.kiosk


def notice_text() -> str:
    """The whole privacy notice as HTML, with its version."""
    with store().reading() as tx:
        parts = notice.notice(community.settings(tx))
    body = "".join(
        f"<h3>{escape(part.heading)}</h3>" + "".join(f"<p>{escape(words)}</p>" for words in part.paragraphs) for part in parts
    )
    return f'<div class="prose">{body}</div>'


def welcome(who: Visitor, resident: Resident) -> None:
    """The player number once, large; the guest quiz of this phone to add; then on to the quiz."""
    st.html(frame.lc(number_card(resident)))
    claim_offer(who, resident)
    today = played.todays(store(), play.player(who), who.at)
    on = bits.link("/quiz", _("On to today's five"), css="btn pri", after="arrow") if not today or not today.handed_in else ""
    links = on + bits.link("/", _("To the home page"), css="btn quiet" if on else "btn pri")
    st.html(frame.lc(f'<div class="section">{links}</div>'))


def number_card(resident: Resident) -> str:
    """The player number, large, with the advice to note it."""
    words = _("Write it down, or take a picture of this screen. With it and your PIN you sign in on any phone, also where no Chinese can be typed.")
    number = f"{resident.player_number[:3]} {resident.player_number[3:]}"
    return (
        f'<article class="rim"><div class="in numbered"><h1>{_("Welcome, {name}", name=safe_html(resident.shown_name, 20))}</h1>'
        f'<p class="soft">{escape(_("Your player number"))}</p><p class="digits">{escape(number)}</p>'
        f"<p>{escape(words)}</p></div></article>"
    )


def claim_offer(who: Visitor, resident: Resident) -> None:
    """Offer to add the finished guest quiz of this phone, and say what it brought."""
    added = st.session_state.pop("added", None)
    if added is not None:
        st.html(frame.lc(plain.say("right", _("Added: {points} points for you and your compound.", points=added))))
    waiting = played.claimable(store(), who.holder, resident.compound, who.at)
    if waiting is None:
        return
    with st.container(key="card_claim"):
        words = _("A quiz played as a guest on this phone brought {points} points. If it was you, you can add it to your account.", points=waiting.points or 0)
        st.html(frame.lc(f"<p>{escape(words)}</p>"))
        if st.button(_("It was me: add it"), key="claim", width="stretch"):
            st.session_state["added"] = claims.claim(store(), waiting.claim_code, play.player(who), at=who.at)
            st.rerun()


def here_now(who: Visitor) -> None:
    """Who is signed in on this phone, and stepping aside for a guest without being forgotten."""
    if not who.resident:
        return
    st.html(frame.lc(f"<p>{_('Now on this phone: {name}', name=safe_html(who.resident.shown_name, 24))}</p>"))
    if st.button(_("Play as a guest for now"), key="guest", width="stretch"):
        residents.step_away(store(), who.device)
        play.to("home")


def person_label(one: Resident, home: str) -> str:
    """The label of a person to switch to."""
    return f"{safe_label(one.shown_name, 24)} · {safe_label(home, 24)}"
