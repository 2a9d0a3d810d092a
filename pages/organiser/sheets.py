"""Record sheets: made for volunteers, and the list of those issued."""

from linli.locale import N_, _
from linli.web.parts.organiser import desk, sheet_desk

TITLE = N_("Record sheets")
ROLES = ("organiser", "clerk")
ORDER = 4

with desk.page("sheets", *ROLES) as at:
    at.head(_("Record sheets"), _("A volunteer's approved hours on paper, for the committee to seal; anybody can check it at /verify."))
    sheet_desk.draw(at)
