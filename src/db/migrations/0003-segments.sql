-- Where each segment stands: its newest good members and what they were computed from.
create table segment_states (
  segment text primary key,
  version text,
  -- Parquet file of the members, relative to the data directory.
  file text,
  members integer,
  -- What the rules were (with those of the segments they name) and which versions of tables they read.
  definition_hash text,
  inputs jsonb,
  -- How closely the members follow the clock: none, day or moment.
  clock text,
  refreshed_at timestamptz,
  -- When it was last found to be up to date, computed or not.
  checked_at timestamptz,
  last_error text,
  failed_at timestamptz
);

-- How many members each refresh found.
create table segment_sizes (
  segment text not null,
  version text not null,
  members integer not null,
  refreshed_at timestamptz not null,
  primary key (segment, version)
);

create index segment_sizes_by_time on segment_sizes (segment, refreshed_at);
