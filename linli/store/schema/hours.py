"""Activities, presence, records of volunteer hours and what was decided about them."""

DDL = """
create table activity (
  id text primary key,
  title text not null,
  location text not null,
  unit text not null,
  in_charge text not null,
  note text not null,
  risk text not null,
  insured integer not null check (insured in (0, 1)),
  working_time integer not null check (working_time in (0, 1)),
  own_interest integer not null check (own_interest in (0, 1)),
  paid integer not null check (paid in (0, 1)),
  act_on text not null,                     -- local day it starts
  starts_at text not null,
  ends_at text not null,
  breaks text not null,                     -- JSON [[from, to], ...] UTC stamps
  places integer not null check (places > 0),
  code_in text not null,                    -- secrets of the rotating codes
  code_out text not null,
  series text,
  created_by text,
  created_at text not null,
  cancelled_at text
);
create index activity_day on activity(act_on, id);
create table sign_up (
  activity text not null references activity(id),
  place integer not null,                   -- the unique key decides who gets the last place
  subject text not null,
  at text not null,
  primary key (activity, place),
  unique (activity, subject)
);
create table coordinator (
  activity text not null references activity(id),
  resident text not null,
  primary key (activity, resident)
);
create table coordinator_session (
  id text primary key,                      -- SHA-256 of the cookie
  activity text not null references activity(id),
  resident text not null,
  expires_at text not null,
  revoked_at text
);
create table presence (
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  compound text not null,
  came_at text not null,
  left_at text,
  came_how text not null,                   -- code, tick
  left_how text,
  came_by text,                             -- who ticked
  left_by text,
  device text,                              -- deleted after 30 days
  open text unique                          -- SUBJECT while signed in and not out: one at a time
);
create index presence_activity on presence(activity, id);
create index presence_subject on presence(subject, came_at);
create table head_count (
  id text primary key,
  activity text not null references activity(id),
  moment text not null check (moment in ('start', 'end')),
  counted integer not null,
  signed_in integer not null,
  at text not null,
  by_whom text not null,
  explained text
);
create table record (
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  compound text not null,
  act_on text not null,
  minutes integer not null,
  points integer not null,
  state text not null check (state in ('pending', 'approved', 'rejected', 'reversed')),
  why text not null,                        -- reason it waits, or ''
  decided_by text,
  decided_at text,
  second_by text,
  version integer not null default 1,
  entry text,
  unique (activity, subject)
);
create index record_day on record(subject, act_on);
create index record_state on record(state, act_on, id);
create table record_event (                 -- append-only: who, when, what, why
  id text primary key,
  record text not null references record(id),
  at text not null,
  who text,
  what text not null,
  minutes integer not null,
  note text not null
);
create index record_event_record on record_event(record, id);
create table objection (
  id text primary key,
  record text not null references record(id),
  at text not null,
  note text not null,
  closed_at text,
  closed_by text,
  upheld integer,
  answer text
);
create table code_try (                     -- wrong sign-in codes, per subject and device
  id text primary key,
  who text not null,
  at text not null
);
create index code_try_who on code_try(who, at)
"""
APPEND_ONLY = ("record_event",)
