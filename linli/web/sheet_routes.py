"""Record sheets over HTTP: made and printed by the volunteer, printed by staff, checked by anybody.

`/verify?n=2026-0001&c=ABCDEFGHIJ` is what the QR code on a sheet says: it fills in the form, and the
tap on the button checks. Nothing is written by opening an address.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli.documents import record_sheet
from linli.errors import GameError
from linli.locale import N_, _
from linli.roles import NotSignedIn
from linli.rules.record_set import RecordSet
from linli.volunteer import record_sheets, sheet_checks
from linli.volunteer.sheet_checks import PleaseWait, Seeker
from linli.web import nav, plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.middleware import secure
from linli.web.parts import frame, verify_page
from linli.web.parts.organiser.address import base
from linli.web.posted import Form, address, getting, posting
from linli.web.text import escape

SIGN_IN = N_("Please sign in on this phone first; then the record sheet can be made.")
DESK = "/sheets"


def routes() -> list[BaseRoute]:
    """The routes of record sheets."""
    return [
        Route("/sheet/make", getting(lambda *_given: RedirectResponse(_back(), 303))),
        Route("/sheet/make", posting(_make), methods=["POST"]),
        Route("/me/sheet/{number}", getting(_mine)),
        Route("/print/record-sheet", getting(_staffs)),
        Route("/verify", getting(_see)),
        Route("/verify", posting(_check), methods=["POST"]),
    ]


def _back() -> str:
    """The volunteer's own page."""
    return "/hours" if "/hours" in nav.urls() else "/me"


def _make(request: Request, who: Visitor, form: Form) -> Response:
    """A sheet of one's own hours, as an address that can be opened again: a reload makes no second one."""
    if who.resident is None:
        return _stranger(who)
    try:
        made = record_sheets.issue_own(store(), who.resident.subject, form.get("first", "")[:10], form.get("last", "")[:10], who.at)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, back=_back())
    return RedirectResponse(f"/me/sheet/{made.number}", 303)


def _mine(request: Request, who: Visitor, asked: Form) -> Response:
    """The PDF of one's own sheet."""
    if who.resident is None:
        return _stranger(who)
    try:
        sheet = record_sheets.opened(store(), request.path_params["number"], subject=who.resident.subject)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, back=_back())
    return _pdf(request, sheet)


def _stranger(who: Visitor) -> Response:
    words = f'<main>{plain.say("", _(SIGN_IN))}<p class="section"><a class="btn pri" href="/enter">{escape(_("Sign in"))}</a></p></main>'
    title = _(record_sheet.TITLE)
    return plain.page(title, plain.bar(title, back=_back(), large=who.large) + words, large=who.large, scripts=("plain.js",), status=403)


def _staffs(request: Request, who: Visitor, asked: Form) -> Response:
    """The PDF of anybody's sheet, for organisers and clerks: ?n=NUMBER."""
    try:
        sheet = record_sheets.opened(store(), asked.get("n", ""), staff=who.staff)
    except NotSignedIn:
        return RedirectResponse(f"/staff?to={DESK}", 303)
    except GameError as refusal:
        return plain.refused(refusal, large=who.large, back=DESK)
    return _pdf(request, sheet)


def _pdf(request: Request, sheet: RecordSet) -> Response:
    scheme = "https" if secure(request.scope, request.headers) else "http"
    made = record_sheet.sheet_pdf(
        sheet, record_sheets.check_code(sheet), base=base(f"{scheme}://{request.headers.get('host', '')}"), sample=frame.settings_now().sample,
    )
    headers = {"content-disposition": f'inline; filename="record-sheet-{sheet.number}.pdf"', "cache-control": "no-store", "x-robots-tag": "noindex"}
    return Response(made, media_type="application/pdf", headers=headers)


def _see(request: Request, who: Visitor, asked: Form) -> Response:
    return _page(who, verify_page.lead() + verify_page.form(asked.get("n", "")[:20], asked.get("c", "")[:30]))


def _check(request: Request, who: Visitor, form: Form) -> Response:
    """What the sheet is worth; where it is unknown or too soon, what was typed stays in the form."""
    number, code = form.get("n", "")[:60], form.get("c", "")[:60]
    try:
        found = sheet_checks.verify(store(), number, code, who.at, Seeker(who.device, address(request)))
    except PleaseWait as refusal:
        answer = _page(who, verify_page.waiting(refusal) + verify_page.form(number[:20], code[:30]), 429)
        answer.headers["retry-after"] = str(refusal.minutes * 60)
        return answer
    if found.state == "invalid":
        return _page(who, verify_page.answer(found) + verify_page.form(number[:20], code[:30]))
    return _page(who, verify_page.answer(found) + verify_page.another())


def _page(who: Visitor, body: str, status: int = 200) -> Response:
    settings, title = frame.settings_now(), _(verify_page.TITLE)
    bar = plain.bar(title, frame.community_name(settings), back="/", large=who.large)
    answer = plain.page(title, f"{frame.sample_mark(settings)}{bar}<main>{body}</main>", large=who.large, scripts=("plain.js",), status=status)
    answer.headers["x-robots-tag"] = "noindex, nofollow"
    answer.headers["cache-control"] = "no-store"
    return answer
