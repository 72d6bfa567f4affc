-- Where the unified profiles stand: the newest good ones, what they were made from and their figures, and how the last attempt failed.
create table unification_states (
  name text primary key,
  version text,
  definition_hash text,
  columns jsonb,
  rows integer,
  -- The version of each table that was read, by source.
  inputs jsonb,
  statistics jsonb,
  refreshed_at timestamptz,
  duration_ms integer,
  checked_at timestamptz,
  error_code text,
  error_message text,
  error_at timestamptz
);
