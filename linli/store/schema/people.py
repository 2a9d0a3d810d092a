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
create table pin_failure (
  id text primary key,
  nickname_key text not null,               -- compound and nickname, or the player number
  device text not null,
  address text,
  at text not null
);
create index pin_failure_name on pin_failure(nickname_key, at);
create index pin_failure_device on pin_failure(device, at);
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
  created_at text not null,
  expires_at text not null,
  revoked_at text
);
create table staff_failure (
  id text primary key,
  username text not null,
  device text not null,
  at text not null
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
create table kiosk (
  id text primary key,                      -- SHA-256 of the cookie
  name text not null,
  registered_by text,
  registered_at text not null,
  revoked_at text
);
create table deletion (                     -- replayed after a restore
  subject text primary key,
  resident text not null,
  deleted_at text not null
)
"""
APPEND_ONLY: tuple[str, ...] = ()
