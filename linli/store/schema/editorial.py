"""What becomes of questions before and while they are drawn: drafts, imports, reports, laws of one's own."""

DDL = """
create table draft (                        -- read from somebody's file or begun on screen, not yet an item
  id text primary key,                      -- what its file calls it, or made of its words: the same again
  content text not null,                    -- JSON of formats.model.Question
  topic text,                               -- the topic it is meant for, null while nobody has chosen
  stem text not null,                       -- lower case, for looking up
  state text not null check (state in ('open', 'done', 'gone')),
  item text,                                -- the item that was made of it
  file text not null,                       -- the name of the file, empty when begun on screen
  made_at text not null,
  made_by text,
  changed_at text not null,
  changed_by text
);
create index draft_state on draft(state, id);
create table import_batch (                 -- one file that was taken in
  id text primary key,
  file text not null,
  format text not null,
  digest text not null,                     -- of the file's bytes
  counts text not null,                     -- JSON {"new": n, "changed": n, "gone": n, "drafts": n}
  made_at text not null,
  made_by text,
  undone_at text,
  undone_by text
);
create table import_change (                -- what an undo needs: the row before, and what it was made
  batch text not null references import_batch(id),
  kind text not null check (kind in ('item', 'draft', 'topic')),
  id text not null,
  before text,                              -- JSON of the row, null where there was none
  after text not null,                      -- JSON of the row
  primary key (batch, kind, id)
);
create table image (                        -- small pictures of questions; base64, the same on both engines
  id text primary key,                      -- SHA-256 of the bytes, first 32 hex digits, and its ending
  type text not null,                       -- media type
  data text not null,
  width integer not null,
  height integer not null,
  made_at text not null
);
create table item_report (                  -- residents: this seems wrong
  id text primary key,
  item text not null,
  revision text not null,
  reason text not null check (reason in ('key', 'outdated', 'unclear', 'wording', 'translation')),
  subject text,                             -- null for a guest
  once text not null unique,                -- one a person or device for a revision
  made_on text not null,                    -- local day
  state text not null check (state in ('open', 'mended', 'kept', 'withdrawn')),
  closed_at text,
  closed_by text,
  answer text                               -- a code of why, shown to who reported
);
create index item_report_item on item_report(item, state);
create index item_report_subject on item_report(subject);
create table law_text (                     -- local rules, and newer texts of laws that the product ships
  slug text not null,
  version text not null,                    -- day of this text
  head text not null,                       -- JSON as in sources/index.json
  articles text not null,                   -- JSON list of article rows as in sources/SLUG.jsonl
  added_at text not null,
  added_by text,
  primary key (slug, version, added_at)
);
create table remark (                       -- an item marked anew under a mended key; may be carried on
  id text primary key,
  item text not null,
  revision text not null,                   -- the mended one
  made_at text not null,
  made_by text,
  unique (item, revision)
);
create table remark_answer (                -- an answer whose mark is another under that key
  attempt text not null references attempt(id),
  item text not null,
  revision text not null,                   -- the mended one: an answer is marked anew once under it
  remark text not null references remark(id),
  correct integer not null check (correct in (0, 1)),
  points integer not null,                  -- what was added, never below 0
  primary key (attempt, item, revision)
);
create index remark_answer_remark on remark_answer(remark, attempt)
"""
APPEND_ONLY = ("law_text", "remark", "remark_answer")

#: Columns that the rows of items got: why it waits "to check", a change that waits for a second person, who checked.
ITEM_COLUMNS = {
    "reason": "text",           # why it is to_check: new, quote, expired, report
    "waiting": "text",          # a revision that waits for a second person, null for none
    "waiting_at": "text",
    "waiting_by": "text",
    "checker": "text",          # staff who compared the drawn revision with its source
    "checked_at": "text",
    "alone": "integer",         # 1: nobody else was there, so its maker checked it
    "expires_on": "text",       # of the drawn revision
}
