"""Prints: the QR sheet of each compound, household slips."""

from linli.locale import N_, _
from linli.web.parts.organiser import desk, slip_forms

TITLE = N_("Prints")
ROLES = ("organiser", "clerk")
ORDER = 7

with desk.page("prints", *ROLES) as at:
    at.head(_("Prints"), _("Each link opens a page to print on A4."))
    slip_forms.draw(at)
