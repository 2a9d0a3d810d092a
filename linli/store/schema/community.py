"""Tables of the community: settings, compounds, seasons, units, what staff did."""

DDL = """
create table setting (
  key text primary key,
  value text not null                       -- JSON
);
create table compound (
  id text primary key,
  code text not null unique,                -- short, in the join link and its QR
  name_zh text not null,
  name_en text not null,
  name_key text not null unique,            -- NFKC, case folded: two rows cannot name one compound
  mark integer not null unique,             -- 0, 1, 2 ...: letter, colour and pattern; never moves
  households integer not null check (households > 0),
  households_source text not null,
  households_on text not null,
  basis text not null check (basis in ('slips', 'on_site')),
  created_at text not null,
  retired_at text
);
create table compound_change (              -- the public log of household numbers
  id text primary key,
  compound text not null references compound(id),
  households integer not null,
  source text not null,
  stated_on text not null,
  changed_at text not null,
  changed_by text
);
create table season (
  id text primary key,
  name_zh text not null,
  name_en text not null,
  starts_on text not null,
  ends_on text not null,
  grace_days integer not null default 30 check (grace_days >= 26)
);
create table season_basis (                 -- a compound's basis, fixed by its first act in the season
  season text not null,
  compound text not null references compound(id),
  basis text not null check (basis in ('slips', 'on_site')),
  primary key (season, compound)
);
create table unit (
  id text primary key,
  name_zh text not null unique,
  name_en text not null
);
create table audit (                        -- what staff did; append-only
  id text primary key,
  at text not null,
  who text,
  what text not null,
  about text,
  detail text
);
create index audit_about on audit(about, id)
"""
APPEND_ONLY = ("audit", "compound_change")
