"""Activities, presence, records of volunteer hours and what was decided about them.

Locks are taken in one order: the activity's row, volunteers' rows by subject, then the rest.
"""

DDL = """
create table activity (
  id text primary key,
  title text not null,
  location text not null,
  unit text not null,                       -- a unit's id
  in_charge text not null,
  work text not null,                       -- what is done there
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
  cancelled_at text,
  cancelled_why text
);
create index activity_start on activity(starts_at, id);
create table sign_up (
  activity text not null references activity(id),
  place integer not null,                   -- the unique key decides who gets the last place
  subject text not null,
  at text not null,
  primary key (activity, place),
  unique (activity, subject)
);
create index sign_up_subject on sign_up(subject);
create table guardian_consent (             -- a volunteer of 14 to 17 said so; a coordinator saw the paper
  activity text not null references activity(id),
  subject text not null,
  asked_at text not null,
  seen_at text,
  seen_by text,
  primary key (activity, subject)
);
create table coordinator (
  activity text not null references activity(id),
  resident text not null,
  primary key (activity, resident)
);
create index coordinator_resident on coordinator(resident);
create table coordinator_session (
  id text not null,                         -- SHA-256 of the cookie; one cookie may hold several activities
  activity text not null references activity(id),
  resident text not null,
  expires_at text not null,
  revoked_at text,
  primary key (id, activity)
);
create table volunteer (                    -- the row that is locked before a person's presence or records change
  subject text primary key
);
create table presence (
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  compound text not null,                   -- theirs when they came: what they earn stays there
  came_at text not null,
  left_at text,                             -- null and not open: nobody signed them out
  came_how text not null check (came_how in ('code', 'tick')),
  left_how text check (left_how in ('code', 'tick', 'all', 'confirmed')),
  came_by text,                             -- who ticked: staff:ID or subject:ID
  left_by text,
  came_late integer not null default 0,     -- the tick was sent late
  left_late integer not null default 0,
  came_key text unique,                     -- the same tick sent twice counts once
  left_key text unique,
  device text,                              -- deleted after 30 days
  record text,
  void_at text,                             -- an undone tick
  open text unique                          -- SUBJECT while signed in and not out: one at a time
);
create index presence_activity on presence(activity, id);
create index presence_subject on presence(subject, came_at);
create index presence_record on presence(record);
create table uncounted (                    -- a walk-in without an account: here, without hours
  id text primary key,
  activity text not null references activity(id),
  came_at text not null,
  left_at text,
  by_whom text not null,
  came_key text unique
);
create index uncounted_activity on uncounted(activity, id);
create table late_tick (                    -- a queued tick older than 60 minutes: an organiser decides
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  what text not null check (what in ('in', 'out')),
  said_at text not null,
  sent_at text not null,
  by_whom text not null,
  tick_key text unique,
  closed_at text,
  closed_by text,
  accepted integer
);
create index late_tick_activity on late_tick(activity, id);
create table head_count (
  id text primary key,
  activity text not null references activity(id),
  moment text not null check (moment in ('start', 'end')),
  counted integer not null,
  signed_in integer not null,               -- as known when it was entered
  at text not null,
  by_whom text not null,
  explained text,
  explained_by text,
  explained_at text
);
create index head_count_activity on head_count(activity, id);
create table record (
  id text primary key,
  activity text not null references activity(id),
  subject text not null,
  part integer not null,                    -- 2 and more: who came back after the first was decided
  compound text not null,
  act_on text not null,
  served integer not null,                  -- credited minutes: what the limits of a day count
  minutes integer not null,                 -- served, or 0 where the activity gives points but no hours
  points integer not null,
  state text not null check (state in ('pending', 'approved', 'rejected', 'reversed')),
  why text not null,                        -- reason of the last decision, or ''
  first_by text,                            -- the first of two approvers
  first_at text,
  decided_by text,
  decided_at text,
  version integer not null default 1,
  entry text,
  unique (activity, subject, part)
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
create index objection_record on objection(record, id);
create table code_try (                     -- wrong codes, per subject and per device
  id text primary key,
  who text not null,
  at text not null
);
create index code_try_who on code_try(who, at);
create table code_guard (                   -- the row that is locked before wrong codes are counted
  who text primary key
)
"""
APPEND_ONLY = ("record_event",)
