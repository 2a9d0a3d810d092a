"""Files of volunteer service, for organisers and clerks: exports of hours, the paper list, posters of a month.

typst works in a thread of the pool and lets go of Python meanwhile, so nobody waits for it.
"""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from linli import community, roles
from linli.errors import GameError
from linli.roles import NotSignedIn
from linli.volunteer import exporting, summary
from linli.web import plain
from linli.web.app_store import store
from linli.web.begin import Visitor
from linli.web.posted import Form, Work, getting

BACK = "/service"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def routes() -> list[BaseRoute]:
    """The routes of these files."""
    return [Route("/print/hours-export", getting(_for_clerks(_export))), Route("/print/service-month", getting(_for_clerks(_month)))]


def _for_clerks(work: Work) -> Work:
    """Organisers and clerks; who is not signed in signs in first, what is refused is a page that leads back."""
    def asked(request: Request, visitor: Visitor, form: Form) -> Response:
        try:
            roles.require(visitor.staff, *exporting.ROLES)
            return work(request, visitor, form)
        except NotSignedIn:
            return RedirectResponse(f"/staff?to={BACK}", 303)
        except GameError as refusal:
            return plain.refused(refusal, large=visitor.large, back=BACK, status=403 if isinstance(refusal, roles.NotAllowed) else 400)

    return asked


def _file(content: bytes, kind: str, name: str, *, shown: bool = False) -> Response:
    """A file that no cache keeps. shown: opened in the browser, else saved."""
    place = "inline" if shown else "attachment"
    return Response(content, media_type=kind, headers={"content-disposition": f'{place}; filename="{name}"', "cache-control": "no-store"})


def _export(request: Request, visitor: Visitor, form: Form) -> Response:
    """?n=E2026-001&as=csv, xlsx or list; the list in ?lang=zh or en. Raises UnknownExport."""
    from linli.documents import code_list, hours_files  # workbooks cost memory: loaded when somebody asks for one

    staff = roles.require(visitor.staff, *exporting.ROLES).id
    number, kind = form.get("n", ""), form.get("as", "csv")
    with store().reading() as tx:
        settings = community.settings(tx)
    if kind == "list":
        made = exporting.paper_list(store(), number, staff)
        content = code_list.code_list(made, settings, language=language(form))
        return _file(content, "application/pdf", f"linli-{made.export.head.number}-codes.pdf", shown=True)
    export = exporting.found(store(), number, staff)
    name = f"linli-hours-{export.head.number}"
    if kind == "xlsx":
        return _file(hours_files.workbook(export, settings.zone), XLSX, f"{name}.xlsx")
    return _file(hours_files.csv_file(export), "text/csv; charset=utf-8", f"{name}.csv")


def _month(request: Request, visitor: Visitor, form: Form) -> Response:
    """?m=2026-11&c=CODE: the poster of a compound, or of each that has figures on its own page. Raises BadMonth, UnknownCompound."""
    from linli.documents import month_poster

    staff = roles.require(visitor.staff, *exporting.ROLES).id
    month = form.get("m", "")
    every = summary.of_month(store(), month, staff, visitor.at, compound=form.get("c", "")[:40])
    made = [one for one in every if not one.few] or every
    with store().reading() as tx:
        settings = community.settings(tx)
    which = f"-{made[0].compound.code}" if form.get("c") else ""
    return _file(month_poster.poster(made, settings), "application/pdf", f"linli-service-{month}{which}.pdf", shown=True)


def language(form: Form) -> str:
    """What ?lang= asks for, Chinese unless English."""
    return "en" if form.get("lang") == "en" else "zh"
