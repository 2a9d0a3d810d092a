"""The same quiz card as a Streamlit fragment, for comparison with the route (docs/performance.md).

    streamlit run benchmarks/fragment_card.py     the card: eight elements, callbacks, the same transaction
    python -m benchmarks.fragment                 drives it with the load client
"""

import streamlit as st

from linli import answers, attempts, clock, ids
from linli.attempts import Player
from linli.web.app_store import store

TOPICS = ("fire", "traffic", "gas", "fraud", "waste", "water", "noise", "dogs")


def begin() -> None:
    """A new subject and a topic quiz, kept for the session."""
    if "player" not in st.session_state:
        subject = ids.new()
        with store().writing() as tx:
            tx.insert("subject", [{"id": subject}])
            compound = str(tx.value("select id from compound order by id limit 1"))
        st.session_state.player = Player(f"bench-{subject}", compound, subject)
    topic = TOPICS[hash(ids.new()) % len(TOPICS)]
    st.session_state.attempt = attempts.start(store(), st.session_state.player, "topic", topic, at=clock.now())
    st.session_state.marked = None


def tap(item: str, option: int) -> None:
    """Answer; the run that follows shows what came of it."""
    found = answers.answer(store(), st.session_state.attempt, item, [option], st.session_state.player, at=clock.now())
    st.session_state.marked = found


def go_on() -> None:
    """The next item, or a new quiz."""
    done, st.session_state.marked = st.session_state.marked, None
    if done and done.finished:
        begin()


@st.fragment
def card() -> None:
    """Question and options, or feedback and a way on."""
    if st.session_state.marked:
        st.html(f"<p>{st.session_state.marked.correct}</p>")
        st.button("Next", on_click=go_on, key="next")
        return
    sitting = attempts.look(store(), st.session_state.attempt, st.session_state.player)
    asked = sitting.next
    if asked is None:
        begin()
        return
    st.html(f"<p>{asked.position + 1}</p><h1>{asked.item.stem.zh}</h1>")
    for place, option in enumerate(asked.order):
        st.button(f"Option {place}", on_click=tap, args=(asked.item.id, option), key=f"o{place}", help=None)


if "player" not in st.session_state:
    begin()
card()
