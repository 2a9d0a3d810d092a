"""Spaced review, papers, and the sheets that come back from paper."""

DDL = """
create table review_card (                  -- when a person should meet an item again
  subject text not null references subject(id),
  item text not null,
  due_on text not null,                     -- local day
  card text not null,                       -- JSON of fsrs.Card
  changed_at text not null,
  primary key (subject, item)
);
create index review_due on review_card(subject, due_on);
create table paper (                        -- a fixed set of questions
  id text primary key,
  code text not null unique,                -- short, printed on the sheets
  name_zh text not null,
  name_en text not null,
  seed text not null,                       -- decides the orders of the shuffled forms
  version integer not null,                 -- grows with its questions; printed on the sheets
  minutes integer,                          -- time limit, null for none
  opens_at text not null,
  closes_at text not null,
  forms integer not null check (forms between 1 and 8),
  state text not null check (state in ('draft', 'open', 'withdrawn')),
  made_at text not null,
  made_by text
);
create table paper_item (
  paper text not null references paper(id),
  version integer not null,
  position integer not null,
  item text not null,
  revision text not null,
  primary key (paper, version, position)
);
create table paper_answer (                 -- may be changed until hand-in; answers are made of it then
  attempt text not null references attempt(id),
  item text not null,
  chosen text not null,
  answered_at text not null,
  late integer not null check (late in (0, 1)),
  primary key (attempt, item)
);
create table paper_return (                 -- sheets counted: one compound, one form
  id text primary key,
  paper text not null references paper(id),
  version integer not null,
  form integer not null,                    -- 0 is form A
  compound text not null references compound(id),
  sheets integer not null check (sheets > 0),
  entered_at text not null,
  entered_by text,
  void_at text,                             -- replaced or taken back; the row stays
  void_by text
);
create index paper_return_paper on paper_return(paper, compound);
create table paper_tally (                  -- people who chose this, on the sheets of one return
  paper_return text not null references paper_return(id),
  item text not null,
  revision text not null,
  chosen text not null,                     -- option numbers of the revision, as '0' or '0,2'; '' for none
  people integer not null check (people >= 0),
  primary key (paper_return, item, chosen)
)
"""
APPEND_ONLY: tuple[str, ...] = ("paper_item", "paper_tally")

#: Attempts learn of papers; contests come later and need no second rebuilding.
KINDS = ("daily", "topic", "practice", "paper", "contest")
