-- The file that declares a definition; null for what was made elsewhere, which applying a file leaves alone.
alter table definitions add column managed_by text;
update definitions set managed_by = (select path from applied_file);

-- What was answered to requests that start or create something, so that the same request sent twice does it once.
create table idempotency_keys (
  person_id text not null,
  key text not null,
  -- SHA-256 over method, address and body.
  request_hash text not null,
  status integer not null,
  answer jsonb,
  etag text,
  location text,
  created_at timestamptz not null,
  primary key (person_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);
