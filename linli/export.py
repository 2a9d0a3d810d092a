"""Everything held on a resident, as one file for them (docs/rules.md §2; PIPL art. 45)."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from linli import clock, who
from linli.locale import N_, _
from linli.store import Store, Tx
from linli.store.base import Row
from linli.who import Resident

#: Whether the attempt `a` is of a paper that has not closed: until then nothing may tell what was right (docs/rules.md §3).
_SEALED = "exists (select 1 from paper s where s.id = a.paper and s.closes_at > :now)"

#: Part of the file → the rows it holds. Secrets and other people's ids are left out.
_PARTS: dict[str, str] = {
    "account": (
        "select r.nickname, r.hidden_at, r.player_number, c.name_zh as compound_zh, c.name_en as compound_en, p.code as household_slip,"
        " r.notice_version, r.consented_at, r.created_at, r.pin_temporary,"
        " r.listed_at, r.nickname_state, r.nickname_why, r.nickname_at from resident r join compound c on c.id = r.compound"
        " left join slip p on p.id = r.slip where r.id = :resident"
    ),
    "staff_account": (
        "select username, name, post, office_phone, phone_public, role, created_at from staff where resident = :resident order by id"
    ),
    "phones": "select last_used_at from device_person where resident = :resident order by last_used_at, device",
    "wrong_pins_of_the_last_day": "select at from wrong_try where who = :tries order by at, id",
    "quizzes": (
        "select a.id, a.kind, a.topic, p.name_zh as paper_zh, p.name_en as paper_en, a.started_at, a.started_on, a.due_at, a.handed_in_at, a.claimed_at,"
        f" case when {_SEALED} then null else a.score end as score, case when {_SEALED} then null else a.points end as points, a.slip is not null as with_slip"
        " from attempt a left join paper p on p.id = a.paper where a.subject = :subject order by a.id"
    ),
    "answers": (
        "select n.attempt, n.item, n.chosen, n.correct, n.late, n.points, n.answered_at from answer n join attempt a on a.id = n.attempt"
        f" where n.subject = :subject and not {_SEALED} order by n.answered_at, n.attempt, n.item"
    ),
    "choices_in_papers": (
        "select c.attempt, c.item, c.chosen, c.late, c.answered_at from paper_answer c join attempt a on a.id = c.attempt"
        " where a.subject = :subject order by c.answered_at, c.attempt, c.item"
    ),
    "answers_marked_anew": (
        "select r.attempt, r.item, r.correct, r.points, m.made_at from remark_answer r join remark m on m.id = r.remark"
        " join answer n on n.attempt = r.attempt and n.item = r.item where n.subject = :subject order by m.made_at, r.attempt, r.item, r.revision"
    ),
    "to_meet_again": (
        "select r.item, r.due_on from review_card r where r.subject = :subject and not exists (select 1 from attempt a"
        f" join attempt_item i on i.attempt = a.id where a.subject = :subject and i.item = r.item and {_SEALED}) order by r.due_on, r.item"
    ),
    "points": (
        "select l.id, l.entered_at, l.act_at, l.act_on, c.name_zh as compound_zh, c.name_en as compound_en, l.kind, l.points, l.minutes,"
        " l.on_site, l.reverses, l.reason, p.code as household_slip from ledger l join compound c on c.id = l.compound"
        " left join slip p on p.id = l.slip where l.subject = :subject and not exists (select 1 from attempt a"
        f" where a.subject = l.subject and l.source like 'answer:' || a.id || ':%' and {_SEALED}) order by l.id"
    ),
    "item_reports": (
        "select item, revision, reason, made_on, state, closed_at, answer from item_report where subject = :subject order by id"
    ),
    "sign_ups": (
        "select a.title, a.act_on, a.starts_at, a.ends_at, a.location, s.at, s.read_at, s.waited_at from sign_up s join activity a on a.id = s.activity"
        " where s.subject = :subject order by s.at, a.id"
    ),
    "waiting_lists": (
        "select a.title, a.act_on, a.starts_at, a.location, w.at, w.read_at from waiting_list w join activity a on a.id = w.activity"
        " where w.subject = :subject order by w.id"
    ),
    "guardian_consents": (
        "select a.title, a.act_on, g.asked_at, g.seen_at from guardian_consent g join activity a on a.id = g.activity"
        " where g.subject = :subject order by g.asked_at, a.id"
    ),
    "presences": (
        "select a.title, a.act_on, p.came_at, p.left_at, p.came_how, p.left_how, p.void_at, p.device is not null as phone_kept"
        " from presence p join activity a on a.id = p.activity where p.subject = :subject order by p.id"
    ),
    "late_notes": (
        "select a.title, a.act_on, t.what, t.said_at, t.sent_at, t.accepted from late_tick t join activity a on a.id = t.activity"
        " where t.subject = :subject order by t.id"
    ),
    "made_at_a_clean_up": (
        "select a.title, a.act_on, e.at from enrolment e join activity a on a.id = e.activity where e.subject = :subject order by e.at, a.id"
    ),
    "hours": (
        "select r.id, a.title, r.act_on, r.kind, r.reason, r.public_code, r.minutes, r.points, r.state, r.why,"
        " r.decided_at, f.name as decided_by, f.post as decided_by_post"
        " from record r join activity a on a.id = r.activity left join staff f on f.id = r.decided_by"
        " where r.subject = :subject order by r.id"
    ),
    "hours_history": (
        "select e.record, e.at, e.what, e.minutes, e.note from record_event e join record r on r.id = e.record"
        " where r.subject = :subject order by e.id"
    ),
    "record_sheet_lines": (
        "select s.number, l.line, l.kind, l.act_on, l.title, l.location, l.work, l.minutes, l.unit, l.in_charge from record_sheet_line l"
        " join record_sheet s on s.id = l.sheet where s.subject = :subject order by s.id, l.line"
    ),
    "objections": (
        "select o.record, o.at, o.note, o.closed_at, o.upheld, o.answer from objection o join record r on r.id = o.record"
        " where r.subject = :subject order by o.id"
    ),
    "record_sheets": (
        "select number, first_on, last_on, signed_in_minutes, supplementary_minutes, lines, issuer, in_charge, issued_on, check_code, replaced_at"
        " from record_sheet where subject = :subject order by id"
    ),
    "exports_for_the_national_system": (
        "select e.number, e.made_at, l.code, l.record from hours_export_line l join hours_export e on e.id = l.export"
        " join record r on r.id = l.record where r.subject = :subject order by e.id, l.line"
    ),
    "rows_of_paper_sheets": (
        "select a.title, a.act_on, s.code as sheet, w.row, w.code, t.turn, t.number, t.came, t.left_time, t.at from sign_sheet_row w"
        " join sign_sheet s on s.id = w.sheet join activity a on a.id = s.activity left join sheet_typed t on t.sheet = w.sheet and t.row = w.row"
        " where w.subject = :subject or t.number = :number order by s.id, w.row, t.turn"
    ),
    "pictures_of_places_sent": (
        "select a.title, a.act_on, p.moment, p.at, p.removed_at from activity_photo p join activity a on a.id = p.activity"
        " where p.by_whom = 'subject:' || :subject order by p.id"
    ),
    "results_entered": (
        "select a.title, a.act_on, e.bags, e.places, e.at from activity_result e join activity a on a.id = e.activity"
        " where e.by_whom = 'subject:' || :subject order by e.at, a.id"
    ),
    "paper_sheets_typed_in": (
        "select a.title, a.act_on, s.code, t.turn, t.started_at, t.done_at from sheet_typing t join sign_sheet s on s.id = t.sheet"
        " join activity a on a.id = s.activity where t.by_whom = 'subject:' || :subject order by s.id, t.turn"
    ),
    "hand_overs": (
        "select a.title, a.act_on, h.at, h.kept, case when h.subject = :subject then 'taken' else 'given' end as what from hand_over h"
        " join activity a on a.id = h.activity where h.subject = :subject or h.by_whom = 'subject:' || :subject order by h.id"
    ),
    "coordinator_of": (
        "select a.title, a.act_on from coordinator c join activity a on a.id = c.activity where c.resident = :resident order by a.act_on, a.id"
    ),
}

_ABOUT = N_(
    "This file holds everything that Linli Cup keeps about you, as of {day}. data.json can be opened with any text editor."
    " What was right in a paper, and the points of each answer, are in it once the paper has closed."
    " Your PIN is kept only as a hash that cannot be read back, so it is not here. Of a phone only the day of its last use is given."
    " To correct something, ask the office; to delete it all, use “My data” in the app."
)


def export(store: Store, resident: Resident, at: datetime) -> dict[str, Any]:
    """Everything held on a resident: part → list of rows, ready for JSON. Raises NoSuchResident."""
    with store.reading() as tx:
        found = who.resident(tx, resident.id)
        parts = {name: _rows(tx, sql, found, at) for name, sql in _PARTS.items()}
    return {"made_at": clock.stamp(at), **parts}


def _rows(tx: Tx, sql: str, resident: Resident, at: datetime) -> list[Row]:
    known = {"resident": resident.id, "subject": resident.subject, "tries": f"r:{resident.id}", "now": clock.stamp(at), "number": resident.player_number}
    wanted = {name: value for name, value in known.items() if f":{name}" in sql}
    return tx.rows(sql, **wanted)


def export_file(store: Store, resident: Resident, at: datetime) -> bytes:
    """The same as a ZIP file: data.json, and a few words about it in the current language."""
    held = export(store, resident, at)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("data.json", json.dumps(held, ensure_ascii=False, indent=2))
        file.writestr("README.txt", _(_ABOUT, day=held["made_at"][:10]) + "\n")
    return packed.getvalue()
