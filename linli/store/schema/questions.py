"""Topics, items, their revisions, and the question files they came from."""

DDL = """
create table topic (
  id text primary key,
  zh text not null,
  en text not null
);
create table item (
  id text primary key,
  topic text not null references topic(id),
  level integer not null check (level in (1, 2, 3)),
  revision text not null,                   -- the one that is drawn
  origin text not null check (origin in ('file', 'screen')),
  state text not null check (state in ('playable', 'paused', 'to_check', 'gone')),
  stem text not null,                       -- lower case zh and en, for looking up
  file text,                                -- the file it stands in, null when made on screen
  file_revision text,                       -- what the file said when it was last accepted
  conflict text,                            -- revision on disk that waits for a choice, or 'gone'
  changed_at text not null,
  changed_by text
);
create index item_pool on item(state, topic, id);
create table item_revision (                -- append-only: attempts refer to it for ever
  item text not null,
  revision text not null,                   -- content hash
  content text not null,                    -- JSON
  origin text not null check (origin in ('file', 'screen')),
  made_at text not null,
  made_by text,
  primary key (item, revision)
);
create table question_file (
  path text primary key,
  topic text,
  items integer not null,
  faults text not null,                     -- JSON list, empty when the file is loaded
  read_at text not null
);
create table bank (                         -- one row: what caches of the pool hang on
  id integer primary key check (id = 1),
  version text not null,                    -- new after every change of an item
  digest text not null                      -- of the files and sources last loaded
)
"""
APPEND_ONLY: tuple[str, ...] = ("item_revision",)
