"""The append-only ledger, and the totals that are kept in the transaction that posts an entry."""

DDL = """
create table ledger (
  id text primary key,
  entered_at text not null,
  act_at text not null,
  act_on text not null,                     -- local day of the act
  season text not null,                     -- a season's id, or 'none'
  counted text not null check (counted in ('open', 'closed')),
                                            -- closed: the season was closed when it was entered
  compound text not null references compound(id),
  subject text not null,
  slip text,
  on_site integer not null check (on_site in (0, 1)),
  kind text not null check (kind in ('quiz', 'guest', 'hours', 'contest', 'correction')),
  points integer not null,
  minutes integer not null,
  reverses text unique references ledger(id),
  reason text not null,
  rule text not null,                       -- version of the rules that computed it
  source text not null unique
);
create index ledger_subject on ledger(subject, id);
create index ledger_day on ledger(act_on, id);
create table board_total (
  window_kind text not null,                -- day, week, month, season, all
  starts text not null,                     -- first local day, a season's id, or 'all'
  compound text not null references compound(id),
  quiz integer not null default 0,          -- points by kind, reversals included
  guest integer not null default 0,
  hours integer not null default 0,
  contest integer not null default 0,
  correction integer not null default 0,
  minutes integer not null default 0,
  quiz_part integer not null default 0,     -- sum over persons of min(cap, own quiz points)
  service_part integer not null default 0,  -- sum over persons of min(cap, own minutes)
  slips integer not null default 0,         -- distinct participants by basis
  on_site integer not null default 0,
  anybody integer not null default 0,
  quiz_people integer not null default 0,   -- persons whose quiz points, whose minutes are above 0
  service_people integer not null default 0,
  primary key (window_kind, starts, compound)
);
create table first_act (
  window_kind text not null,
  starts text not null,
  compound text not null,
  basis text not null,                      -- slip, on_site, any
  participant text not null,                -- a slip or a subject
  acts integer not null,                    -- unreversed acts; 0 -> 1 raises the count
  primary key (window_kind, starts, compound, basis, participant)
);
create table person_total (
  window_kind text not null,
  starts text not null,
  compound text not null,                   -- a part counts where it was earned
  subject text not null,
  quiz integer not null default 0,
  minutes integer not null default 0,
  primary key (window_kind, starts, compound, subject)
);
create table cap_total (                    -- sums that a day's cap limits
  scope text not null,                      -- quiz:SUBJECT, guests:COMPOUND, kiosk:KIOSK
  act_on text not null,
  points integer not null,
  primary key (scope, act_on)
);
create table day_digest (                   -- chained by day, made by the first writer of a later day
  day text primary key,
  entries integer not null,
  digest text not null,
  previous text not null,
  signature text not null,
  made_at text not null
)
"""
APPEND_ONLY = ("ledger", "day_digest")
