"""What makes hours trustworthy: templates, waiting lists, paper sheets, evidence, record sheets, exports.

The tables of activities, presence and records themselves are in `hours`.
"""

#: Columns that the first release's tables gain, by table.
COLUMNS: dict[str, dict[str, str]] = {
    "activity": {
        "kind": "text not null default 'cleanup'",  # linli.volunteer.kinds
        "sequence": "integer not null default 0",  # grows with every change: calendars ask for it
        "changed_at": "text",
        "cancelled_cause": "text",  # linli.volunteer.cancelling
        "past_entry": "integer not null default 0",  # made for supplementary records alone: on no list of activities
    },
    "sign_up": {
        "read_at": "text",  # when the volunteer confirmed having read work, risks and insurance
        "waited_at": "text",  # moved up from the waiting list at that instant
    },
    "uncounted": {"left_key": "text"},  # the same tap sent twice takes one person off the list
    "presence": {"entered_at": "text"},  # when it was told to the server, whatever time it says
    "record": {
        "kind": "text not null default 'signed_in' check (kind in ('signed_in', 'supplementary'))",
        "entered_by": "text",  # supplementary: staff:ID of who typed it, never who approves it
        "reason": "text not null default ''",  # why it is supplementary
        "public_code": "text",  # stands in for a nickname on the public list
    },
    "resident": {
        "listed_at": "text",  # agreed to be named on public lists
        "nickname_state": "text not null default 'new' check (nickname_state in ('new', 'approved', 'refused'))",
        "nickname_why": "text not null default ''",  # why it was refused: a code of linli.listing
        "nickname_by": "text",  # the staff person who decided on it
        "nickname_at": "text",
    },
    "board_total": {
        "supplementary": "integer not null default 0",  # points and minutes of supplementary records: they rank nowhere
        "extra_minutes": "integer not null default 0",
    },
}
#: Checks that grow: table, constraint's name on PostgreSQL, what it said, what it says.
CHECKS: tuple[tuple[str, str, str, str], ...] = (
    ("presence", "presence_came_how_check", "check (came_how in ('code', 'tick'))", "check (came_how in ('code', 'tick', 'paper', 'typed'))"),
    (
        "presence", "presence_left_how_check", "check (left_how in ('code', 'tick', 'all', 'confirmed'))",
        "check (left_how in ('code', 'tick', 'all', 'confirmed', 'paper', 'typed'))",
    ),
    (
        "ledger", "ledger_kind_check", "check (kind in ('quiz', 'guest', 'hours', 'contest', 'correction'))",
        "check (kind in ('quiz', 'guest', 'hours', 'supplementary', 'contest', 'correction'))",
    ),
)
DDL = """
create unique index record_public_code on record(public_code);
create unique index uncounted_left_key on uncounted(left_key);
create table activity_template (            -- an organiser's own; the built-in ones are in linli.volunteer.kinds
  id text primary key,
  name text not null,
  kind text not null,
  content text not null,                    -- JSON of a draft without its day
  made_by text not null,
  made_at text not null,
  removed_at text
);
create table waiting_list (                 -- who moves up when a place is given back, first come first
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  at text not null,
  read_at text,
  unique (activity, subject)
);
create index waiting_list_subject on waiting_list(subject);
create table hand_over (                    -- a coordinator made another resident coordinator of the same activity
  id text primary key,
  activity text not null references activity(id),
  by_whom text not null,                    -- subject:ID or staff:ID
  subject text not null,                    -- who takes over
  kept integer not null check (kept in (0, 1)),  -- who hands over stays coordinator too
  at text not null
);
create index hand_over_activity on hand_over(activity, id);
create table enrolment (                    -- a nickname made for somebody without a phone, in their presence
  subject text primary key,
  activity text not null references activity(id),
  by_whom text not null,
  at text not null
);
create table sign_sheet (                   -- a printed sign-in sheet
  id text primary key,
  activity text not null references activity(id),
  code text not null unique,                -- printed on it
  made_by text not null,
  made_at text not null,
  withdrawn_at text
);
create table sign_sheet_row (
  sheet text not null references sign_sheet(id),
  row integer not null,
  code text not null unique,                -- printed beside the row
  subject text,                             -- printed for who signed up; null for a blank row
  settled_by text,                          -- who settled a difference between the two typings
  settled_at text,
  presence text,                            -- the stay that came of it
  primary key (sheet, row)
);
create table sheet_typing (                 -- one of the two persons who type a sheet in
  sheet text not null references sign_sheet(id),
  turn integer not null check (turn in (1, 2)),
  by_whom text not null,                    -- staff:ID or subject:ID
  started_at text not null,
  done_at text,
  primary key (sheet, turn)
);
create table sheet_typed (
  sheet text not null,
  turn integer not null,
  row integer not null,
  number text not null,                     -- player number on a blank row, else ''
  came text not null,                       -- 8:55 as written, '' for an empty row
  left_time text not null,
  at text not null,
  primary key (sheet, turn, row)
);
create table activity_photo (               -- the place before and after; no EXIF, base64
  id text primary key,
  activity text not null references activity(id),
  moment text not null check (moment in ('before', 'after')),
  type text not null,
  data text not null,
  small text not null,                      -- the same in a size for lists
  width integer not null,
  height integer not null,
  mark text not null,                       -- SHA-256 of the stored bytes: the same picture counts once
  by_whom text not null,
  at text not null,
  removed_at text,
  removed_by text,
  unique (activity, moment, mark)
);
create table activity_result (              -- what was achieved: bags of rubbish, places cleaned
  activity text primary key references activity(id),
  bags integer not null check (bags >= 0),
  places text not null,
  by_whom text not null,
  at text not null
);
create table record_sheet (                 -- an issued record sheet: its numbers as they were printed
  id text primary key,
  number text not null unique,              -- printed on it
  subject text not null,
  first_on text not null,
  last_on text not null,
  signed_in_minutes integer not null,
  supplementary_minutes integer not null,
  lines integer not null,
  issuer text not null,                     -- as printed
  issuer_en text not null,
  in_charge text not null,                  -- '': left blank for the pen
  handler text not null,
  issued_by text not null,                  -- staff:ID, or subject:ID where the volunteer made it
  issued_on text not null,
  issued_at text not null,
  check_code text not null,                 -- base32, 10 characters of an HMAC over the set
  replaced_by text,
  replaced_at text
);
create index record_sheet_subject on record_sheet(subject, id);
create table record_sheet_line (
  sheet text not null references record_sheet(id),
  line integer not null,
  record text not null,
  version integer not null,
  kind text not null,
  act_on text not null,
  title text not null,
  location text not null,
  work text not null,
  minutes integer not null,
  unit text not null,
  unit_en text not null,
  in_charge text not null,
  primary key (sheet, line)
);
create index record_sheet_line_record on record_sheet_line(record);
create table hours_export (                 -- an export for entry in the national system
  id text primary key,
  number text not null unique,
  first_on text not null,
  last_on text not null,
  made_by text not null,
  made_at text not null
);
create table hours_export_line (
  export text not null references hours_export(id),
  line integer not null,
  code text not null,                       -- printed beside the blank for the name, on paper only
  record text not null,
  version integer not null,
  primary key (export, line),
  unique (export, code)
);
create index hours_export_line_record on hours_export_line(record)
"""
APPEND_ONLY = ("hand_over",)
