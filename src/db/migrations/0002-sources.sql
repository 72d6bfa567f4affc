-- What is known of a data source's table: the newest good snapshot (all of `version` to `files` move together), and how the last
-- attempt to replace it ended. Without a version the source has never been read.
create table source_states (
  name text primary key,
  version text,
  key_column text,
  columns jsonb,
  rows bigint,
  corrupt_rows bigint,
  corrupt_reasons jsonb,
  notices jsonb,
  inputs jsonb,
  definition_hash text,
  refreshed_at timestamptz,
  duration_ms integer,
  checked_at timestamptz,
  error_code text,
  error_message text,
  error_at timestamptz
);
