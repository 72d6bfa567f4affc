-- People who were erased. Who they were is nowhere in these tables: only salted hashes, by which they are known again.
create table erasures (
  id text primary key,
  state text not null check (state in ('under_way', 'whole', 'lifted')),
  -- Whether they are to be taken off the lists on which we put them before that is forgotten.
  remove_from_lists boolean not null,
  reason text,
  asked_by text not null,
  asked_at timestamptz not null,
  -- From here on their address is left out of what is read from Constant Contact.
  lists_done_at timestamptz,
  -- What keeps an erasure from its end, as a code and a sentence.
  waits_for jsonb,
  next_attempt_at timestamptz,
  certificate jsonb,
  ended_at timestamptz,
  lifted_by text,
  lifted_at timestamptz,
  lift_reason text
);
create index erasures_by_time on erasures (asked_at);

-- HMAC-SHA-256 under the installation's erasure key, over the kind and the value: an e-mail (folded), a profile's key, or
-- `table.column` for the values by which rows of another table hang on theirs.
create table erased_hashes (
  erasure_id text not null references erasures (id) on delete cascade,
  kind text not null,
  hash text not null,
  primary key (erasure_id, kind, hash)
);

-- Counts whenever whom to leave out changes, or has been taken out of what others are computed from: what was computed
-- across a change is computed again.
create table erasure_generation (
  only_row boolean primary key default true check (only_row),
  generation bigint not null
);
insert into erasure_generation values (true, 0);

-- Whom an erasure has taken out of a table comes back when it is lifted, though the source has not changed.
alter table source_states add column read_anew boolean not null default false;

-- When what is past its time was last removed.
create table data_sweeps (
  only_row boolean primary key default true check (only_row),
  swept_at timestamptz not null
);
