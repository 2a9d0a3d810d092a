"""Attempts and answers. An attempt is a row from the moment it starts."""

DDL = """
create table subject (
  id text primary key
);
create table attempt (
  id text primary key,
  subject text not null references subject(id),
  guest integer not null check (guest in (0, 1)),
  compound text not null references compound(id),
  slip text,
  kind text not null check (kind in ('daily', 'topic', 'practice')),
  topic text,
  once text unique,                         -- SUBJECT:DAY of a resident's daily quiz: one a day
  holder text,                              -- mark of the device or kiosk that may go on with it
  kiosk text,
  seed text not null,
  started_at text not null,
  started_on text not null,                 -- local day
  due_at text,
  handed_in_at text,
  claim_code text,
  claimed_at text,
  score integer,                            -- right answers, set at hand-in
  points integer                            -- what the ledger credited, set at hand-in
);
create index attempt_subject on attempt(subject, started_on);
create index attempt_holder on attempt(holder, started_on);
create index attempt_code on attempt(claim_code);
create table attempt_item (
  attempt text not null references attempt(id),
  position integer not null,
  item text not null,
  revision text not null,
  options text not null,                    -- the fixed order of the options, as '2,0,1'
  primary key (attempt, position),
  unique (attempt, item)
);
create table answer (
  attempt text not null references attempt(id),
  item text not null,
  subject text not null,
  chosen text not null,                     -- option numbers of the revision, as '0' or '0,2'
  correct integer not null check (correct in (0, 1)),
  late integer not null check (late in (0, 1)),
  points integer not null,
  answered_at text not null,
  answered_on text not null,
  primary key (attempt, item)
);
create index answer_subject on answer(subject, item, answered_on);
create table guest_pay (                    -- the first finished daily quiz of a device a day pays
  holder text not null,
  day text not null,
  attempt text not null,
  primary key (holder, day)
);
create table code_failure (                 -- wrong claim codes, counted per device
  id text primary key,
  holder text not null,
  at text not null
);
create index code_failure_holder on code_failure(holder, at)
"""
APPEND_ONLY: tuple[str, ...] = ()
