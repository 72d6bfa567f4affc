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

-- The file that was applied last, so that a file changed since can be noticed.
create table applied_file (
  only_row boolean primary key default true check (only_row),
  path text not null,
  content_hash text not null,
  applied_at timestamptz not null
);
