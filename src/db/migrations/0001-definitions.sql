-- What people declared. A name is unique within its kind; the environment and the profiles are the only ones of theirs.
create table definitions (
  kind text not null,
  name text not null,
  body jsonb not null,
  position integer not null,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (kind, name)
);
