"""An organiser's own templates: a form without its day, kept under a name."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linli import clock, community, ids
from linli.errors import GameError
from linli.locale import N_
from linli.store import Store, Tx
from linli.store.base import Row
from linli.volunteer import activities, activity_draft
from linli.volunteer.activity_draft import Draft

MOST = 60
NAME_MOST = 30


class BadTemplateName(GameError):
    """A name is empty, too long, or holds signs that cannot be shown."""

    def __init__(self) -> None:
        super().__init__(N_("Give the template a name of at most {most} characters, such as “Saturday, east gate”."), most=NAME_MOST)


class TemplateNameTaken(GameError):
    """Two templates would look the same in the list."""

    def __init__(self, name: str) -> None:
        super().__init__(N_("There is a template “{name}” already. Choose another name, or remove that one first."), name=name)


class TooManyTemplates(GameError):
    """The list would be too long to choose from."""

    def __init__(self) -> None:
        super().__init__(N_("There are {most} templates. Remove one that nobody uses, then save this one."), most=MOST)


class UnknownTemplate(GameError):
    """No such template, or it was removed."""

    def __init__(self) -> None:
        super().__init__(N_("This template is not there any more. Choose another, or start from a kind."))


@dataclass(frozen=True)
class Template:
    """A template. content: the fields of a draft; `start`, `end` and `breaks` are local times of day as text."""

    id: str
    name: str
    kind: str
    content: dict[str, Any]


def save(store: Store, name: str, draft: Draft, staff: str, at: datetime) -> str:
    """Keep a filled form as a template; its id. The day of the draft does not matter.

    Raises roles.NotAllowed, BadTemplateName, TemplateNameTaken, TooManyTemplates and the refusals of `activity_draft`.
    """
    with store.writing() as tx:
        activities.organiser(tx, staff)
        zone = community.zone(tx)
        tidy = activity_draft.tidied(tx, draft)
        called = _free_name(tx, name, "")
        if len(_rows(tx)) >= MOST:
            raise TooManyTemplates
        made = ids.new()
        tx.insert("activity_template", [{
            "id": made, "name": called, "kind": tidy.kind, "content": json.dumps(_content(tidy, zone), ensure_ascii=False),
            "made_by": staff, "made_at": clock.stamp(at), "removed_at": None,
        }])
        community.note(tx, staff, "activity_template", made, called, at)
    return made


def _content(draft: Draft, zone: str) -> dict[str, Any]:
    def clock_of(at: datetime) -> str:
        return clock.local(at, zone).strftime("%H:%M")

    return {
        "kind": draft.kind, "title": draft.title, "location": draft.location, "unit": draft.unit, "in_charge": draft.in_charge,
        "work": draft.work, "risk": draft.risk, "insured": draft.insured, "answers": [int(draft.working_time), int(draft.own_interest), int(draft.paid)],
        "start": clock_of(draft.starts_at), "end": clock_of(draft.ends_at), "places": draft.places,
        "breaks": ", ".join(f"{clock_of(rest.start)}-{clock_of(rest.end)}" for rest in draft.breaks),
    }


def every(store: Store) -> list[Template]:
    """All templates, by name."""
    with store.reading() as tx:
        return [_template(row) for row in _rows(tx)]


def of(store: Store, template: str) -> Template:
    """One template. Raises UnknownTemplate."""
    with store.reading() as tx:
        return _template(_row(tx, template))


def rename(store: Store, template: str, name: str, staff: str, at: datetime) -> None:
    """Give a template another name. Raises as `save`, and UnknownTemplate."""
    with store.writing() as tx:
        activities.organiser(tx, staff)
        row = _row(tx, template)
        called = _free_name(tx, name, template)
        tx.run("update activity_template set name = :name where id = :id", id=template, name=called)
        community.note(tx, staff, "activity_template", template, f"{row['name']} > {called}", at)


def remove(store: Store, template: str, staff: str, at: datetime) -> None:
    """Take a template off the list; activities made from it stay. Raises roles.NotAllowed, UnknownTemplate."""
    with store.writing() as tx:
        activities.organiser(tx, staff)
        row = _row(tx, template)
        tx.run("update activity_template set removed_at = :at where id = :id", id=template, at=clock.stamp(at))
        community.note(tx, staff, "no activity_template", template, row["name"], at)


def _free_name(tx: Tx, name: str, own: str) -> str:
    called = " ".join(unicodedata.normalize("NFC", name[:200]).split())
    hostile = any(unicodedata.category(sign)[0] == "C" for sign in called)
    if hostile or len(called) > NAME_MOST or not any(sign.isalnum() for sign in called):
        raise BadTemplateName
    if any(row["name"].casefold() == called.casefold() and row["id"] != own for row in _rows(tx)):
        raise TemplateNameTaken(called)
    return called


def _rows(tx: Tx) -> list[Row]:
    return tx.rows("select id, name, kind, content from activity_template where removed_at is null order by name, id")


def _row(tx: Tx, template: str) -> Row:
    row = tx.one("select id, name, kind, content from activity_template where id = :id and removed_at is null", id=template)
    if row is None:
        raise UnknownTemplate
    return row


def _template(row: Row) -> Template:
    return Template(row["id"], row["name"], row["kind"], json.loads(row["content"]))
