"""What a clean-up left behind, at the organiser's desk: the small photos, bags and places, and the way to the page that keeps them."""

import streamlit as st

from linli.volunteer import evidence
from linli.volunteer.activities import ActivityView
from linli.volunteer.duty import By
from linli.web.parts import frame
from linli.web.parts.evidence import gallery
from linli.web.parts.organiser.desk import Desk


def draw(at: Desk, one: ActivityView) -> None:
    """The photos, bags and places of an activity."""
    kept = evidence.seen(at.store, one.id, By(staff=at.organiser().id), at.at)
    st.html(frame.lc(gallery(one.id, kept)))
