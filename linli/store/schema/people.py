"""Residents, their phones, staff, kiosks, one-time links, household slips."""

DDL = """
create table slip (                         -- one household, one random code; never linked to a flat
  id text primary key,
  compound text not null references compound(id),
  code text not null unique,
  issued_at text not null
);
create index slip_compound on slip(compound, id);
create table resident (
  id text primary key,
  compound text not null references compound(id),
  nickname text not null,
  nickname_key text not null,               -- NFKC, case folded
  hidden_at text,                           -- nickname hidden by an organiser
  player_number text not null unique,
  pin_hash text not null,
  pin_temporary integer not null default 0, -- given by an organiser, to be changed by the resident
  slip text references slip(id),
  notice_version text not null,
  consented_at text not null,
  created_at text not null,
  unique (compound, nickname_key)
);
create table subject_resident (             -- the one row that deletion removes
  subject text primary key references subject(id),
  resident text not null unique references resident(id)
);
create table device (
  id text primary key,                      -- SHA-256 of the cookie
  resident text,                            -- who is signed in on it now
  expires_at text not null,
  last_seen_on text not null
);
create index device_resident_now on device(resident);
create table device_person (                -- several residents may share a phone
  device text not null,
  resident text not null references resident(id),
  last_used_at text not null,
  primary key (device, resident)
);
create index device_person_resident on device_person(resident);
create table wrong_try (                    -- PINs and passwords that did not fit, kept for a day
  id text primary key,
  who text not null,                        -- r:RESIDENT, s:STAFF, or a keyed hash of an unknown name
  device text not null,
  address text,                             -- keyed hash; null for a kiosk
  known integer not null check (known in (0, 1)),
                                            -- the device remembered this person
  at text not null
);
create index wrong_try_who on wrong_try(who, at);
create index wrong_try_device on wrong_try(device, at);
create index wrong_try_address on wrong_try(address, at);
create table try_guard (                    -- its row is locked while tries for one name are counted
  who text primary key,
  at text not null
);
create table staff (
  id text primary key,
  username text not null unique,
  name text not null,
  post text not null,
  office_phone text not null,
  phone_public integer not null default 0,
  role text not null check (role in ('organiser', 'clerk', 'inspector', 'host')),
  password_hash text not null,
  resident text references resident(id),
  declared_none integer not null default 0, -- says there is no resident account
  created_at text not null,
  removed_at text
);
create table staff_session (
  id text primary key,                      -- SHA-256 of the cookie
  staff text not null references staff(id),
  device text not null,
  created_at text not null,
  expires_at text not null,
  revoked_at text
);
create table link (                         -- one-time links: set-up, invitation, reset, kiosk, coordinator
  id text primary key,                      -- SHA-256 of the token
  kind text not null,
  target text not null,
  created_by text,
  created_at text not null,
  expires_at text not null,
  used_at text
);
create index link_kind on link(kind, target);
create table kiosk (
  id text primary key,                      -- SHA-256 of the cookie
  name text not null,
  registered_by text,
  registered_at text not null,
  revoked_at text
);
create table deletion (                     -- replayed after a restore
  subject text primary key,
  resident text not null,                   -- emptied after 60 days, when no backup needs it
  deleted_at text not null
);
create table daily_job (                    -- what the first writer of a local day did
  day text not null,
  name text not null,
  primary key (day, name)
)
"""
APPEND_ONLY: tuple[str, ...] = ()
