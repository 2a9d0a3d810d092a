"""Paper sign-in sheets: making and printing them, typing them in, comparing, taking over.

For organisers and clerks by their sign-in, and for the activity's coordinators by their cookie.
Every request asks again.
"""

import os
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import roles
from linli.documents import sign_sheet
from linli.errors import GameError
from linli.locale import _, ngettext, use_language
from linli.volunteer import activities, duty, sheet_stays, sheet_typing, sign_sheets, supplementary, supplementary_list
from linli.volunteer.duty import By
from linli.volunteer.sheet_typing import Typed
from linli.volunteer.sign_sheets import SheetView
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor, visitor
from linli.web.parts import frame
from linli.web.parts.organiser import address, sign_sheet_page
from linli.web.parts.organiser.sign_sheet_page import Head
from linli.web.posted import AtKiosk, Form, Work, getting, number, posting
from linli.web.routes import guarded, json_body
from linli.web.tick_routes import FORBIDDEN, by_of


def routes() -> list[BaseRoute]:
    """The routes of paper sheets."""
    acts: dict[str, Work] = {"start": _start, "rows": _rows, "again": _again, "settle": _settle, "take": _take, "withdraw": _withdraw}
    return [
        Route("/sign-sheets/{activity}", getting(_staff(_of_activity))),
        Route("/sign-sheets/{activity}", posting(_staff(_make)), methods=["POST"]),
        Route("/print/sign-sheet", getting(_staff(_pdf))),
        Route("/sign-sheet/{code}", getting(_staff(_see))),
        Route("/sign-sheet/{code}/row", _row, methods=["POST"]),
        *(Route(f"/sign-sheet/{{code}}/{name}", posting(_staff(work)), methods=["POST"]) for name, work in acts.items()),
    ]


def _staff(work: Work) -> Work:
    """Who is nobody here signs in first."""
    def asked(request: Request, who: Visitor, form: Form) -> Response:
        try:
            return work(request, who, form)
        except (roles.NotSignedIn, duty.NotCoordinator):
            if who.staff is None and request.method == "GET":
                return RedirectResponse("/staff?to=/late_entry", 303)
            raise

    return asked


def _by(request: Request, who: Visitor, activity: str) -> By:
    return by_of(request, who, activity)


def _code(request: Request) -> str:
    return str(request.path_params["code"])[:16]


def _sheet(request: Request, who: Visitor, code: str) -> tuple[By, SheetView, Head]:
    """Who is here, for which sheet. Raises UnknownSheet, SheetWithdrawn, NotCoordinator, roles.NotAllowed."""
    with store().reading() as tx:
        found = sign_sheets.sheet_of(tx, code)
        deadline = duty.deadline(tx, activities.found(tx, found["activity"])["act_on"])
        over = supplementary.is_overdue(tx, deadline, who.at)
    by = _by(request, who, found["activity"])
    view = next(one for one in sign_sheets.of_activity(store(), found["activity"], by) if one.code == found["code"])
    clock = supplementary_list.said_deadline(deadline, over=over).sentence()
    return by, view, Head(found["code"], activities.view(store(), found["activity"], who.at), clock)


def _page(who: Visitor, name: str, small: str, body: str, back: str, status: int = 200) -> Response:
    bar = plain.bar(name, small, back=back, large=who.large)
    inside = f'<div class="page">{frame.sample_mark(frame.settings_now())}{bar}<main>{body}</main></div>'
    return plain.page(name, inside, large=who.large, css="sign_sheet.css", body_class="lc-page", scripts=("sign_sheet.js",), status=status)


def _of_activity(request: Request, who: Visitor, form: Form) -> Response:
    activity = str(request.path_params["activity"])[:64]
    by = _by(request, who, activity)
    found, sheets = activities.view(store(), activity, who.at), sign_sheets.of_activity(store(), activity, by)
    back = f"/tick/{activity}" if by.resident else "/late_entry?part=sheets"
    return _page(who, _("Paper sheets"), sign_sheet_page.title(found), sign_sheet_page.of_activity(found, sheets), back)


def _make(request: Request, who: Visitor, form: Form) -> Response:
    activity = str(request.path_params["activity"])[:64]
    blanks = number(form.get("blanks", ""))
    sign_sheets.make(store(), activity, _by(request, who, activity), who.at, blanks=-1 if blanks is None else blanks)
    return RedirectResponse(f"/sign-sheets/{activity}", 303)


def _pdf(request: Request, who: Visitor, form: Form) -> Response:
    """The PDF of the sheet that ?s=CODE names, in ?lang=zh or en."""
    language = "en" if form.get("lang") == "en" else "zh"
    by, view, _head = _sheet(request, who, form.get("s", "")[:16])
    with use_language(language):
        made = sign_sheets.printable(store(), view.code, by)
    seen = f"{request.url.scheme}://{request.headers.get('host', '')}"
    where = f"{address.base(seen)}/sign-sheet/{view.code}" if seen or os.environ.get("LINLI_URL") else ""
    content = sign_sheet.sheet_pdf(made, frame.settings_now(), address=where, language=language)
    headers = {"content-disposition": f'inline; filename="sign-in-{view.code}.pdf"', "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


def _see(request: Request, who: Visitor, form: Form, refusal: GameError | None = None) -> Response:
    """Before typing, typing, waiting for the other, or the comparison."""
    by, view, head = _sheet(request, who, _code(request))
    sitting = sheet_typing.mine(store(), head.code, by)
    both = sum(done for _name, done in view.typists) == 2
    if both:
        body = sign_sheet_page.comparison(head, sheet_stays.compare(store(), head.code, by, who.at), _done(form), refusal)
    elif sitting is None:
        body = (plain.say("warn", refusal.sentence()) if refusal else "") + sign_sheet_page.before(head, view)
    elif sitting.done:
        body = sign_sheet_page.waiting(head, view)
    else:
        body = sign_sheet_page.grid(head, sitting, sign_sheets.printable(store(), head.code, by).lines, refusal)
    title = _("Compare sheet {code}", code=head.code) if both else _("Type in sheet {code}", code=head.code)
    return _page(who, title, sign_sheet_page.title(head.activity), body, f"/sign-sheets/{head.activity.id}", 400 if refusal else 200)


def _done(form: Form) -> str:
    taken = number(form.get("taken", ""))
    if taken is None:
        return ""
    return ngettext("{n} row is taken over and waits for approval.", "{n} rows are taken over and wait for approval.", taken)


def _act(request: Request, who: Visitor, work: Callable[[str, By], str | None]) -> Response:
    """Do something with the sheet, then show it again; what is refused stands on top of it."""
    by, _view, head = _sheet(request, who, _code(request))
    try:
        query = work(head.code, by)
    except GameError as refusal:
        if isinstance(refusal, FORBIDDEN):
            raise
        return _see(request, who, {}, refusal)
    return RedirectResponse(f"/sign-sheet/{head.code}{query or ''}", 303)


def _start(request: Request, who: Visitor, form: Form) -> Response:
    def work(code: str, by: By) -> None:
        sheet_typing.start(store(), code, by, who.at)

    return _act(request, who, work)


async def _row(request: Request) -> Response:
    """A row by script, {row, number, came, left}: {note, bad}, or {error}."""
    return await run_in_threadpool(_row_json, request, await json_body(request))


def _row_json(request: Request, given: dict[str, object]) -> Response:
    who = visitor(request)

    def work() -> Response:
        if who.kiosk:
            raise AtKiosk
        by, _view, head = _sheet(request, who, _code(request))
        text = {name: str(given.get(name) or "") for name in ("row", "number", "came", "left")}
        kept = sheet_typing.type_row(store(), head.code, text["row"][:12], Typed(text["number"], text["came"], text["left"]), by, who.at)
        note = _("Saved, but a time cannot be read.") if kept.unreadable else _("Saved. No arrival yet?") if not kept.came and (kept.left or kept.number) else ""
        return JSONResponse({"note": note, "bad": kept.unreadable_parts})

    return guarded(work)


def _rows(request: Request, who: Visitor, form: Form) -> Response:
    """All rows by a form, and whether that was the whole sheet."""
    def work(code: str, by: By) -> None:
        known = sheet_typing.mine(store(), code, by)
        for line in sign_sheets.printable(store(), code, by).lines:
            typed = Typed(*(form.get(f"{part}{line.row}", "") for part in ("number", "came", "left")))
            before = known.typed.get(line.row, Typed()) if known else Typed()
            if f"came{line.row}" in form and typed != before:
                sheet_typing.type_row(store(), code, str(line.row), typed, by, who.at)
        if form.get("do") == "done":
            sheet_typing.finish(store(), code, by, who.at)

    return _act(request, who, work)


def _typed(form: Form) -> Typed:
    return Typed(form.get("number", ""), form.get("came", ""), form.get("left", ""))


def _again(request: Request, who: Visitor, form: Form) -> Response:
    def work(code: str, by: By) -> None:
        sheet_typing.type_row(store(), code, form.get("row", "")[:12], _typed(form), by, who.at)

    return _act(request, who, work)


def _settle(request: Request, who: Visitor, form: Form) -> Response:
    def work(code: str, by: By) -> None:
        sheet_stays.settle(store(), code, form.get("row", "")[:12], _typed(form), by, who.at)

    return _act(request, who, work)


def _take(request: Request, who: Visitor, form: Form) -> Response:
    return _act(request, who, lambda code, by: f"?taken={sheet_stays.take(store(), code, by, who.at)}")


def _withdraw(request: Request, who: Visitor, form: Form) -> Response:
    by, _view, head = _sheet(request, who, _code(request))
    sign_sheets.withdraw(store(), head.code, by, who.at)
    return RedirectResponse(f"/sign-sheets/{head.activity.id}", 303)
