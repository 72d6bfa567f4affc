-- What is known of a list besides what we delivered: who is on it that we did not put there, the ids of its contacts, who
-- was sent and never confirmed, and who left this list alone. Files, as everything about people.
alter table lists add column others_file text;
-- Until the list is read again, that is whoever was there before our first delivery.
update lists set others_file = baseline_file;
alter table lists add column ids_file text;
alter table lists add column unsure_file text;
alter table lists add column departures_file text;
-- When the whole list was read last, and up to when its changes were.
alter table lists add column whole_read_at timestamptz;
alter table lists add column changes_read_to timestamptz;
-- What Constant Contact counted at the last whole reading less what we then knew of; without it the list must be read whole.
alter table lists add column surplus integer;

-- What a run is: an export, a test, a retry or an undo of another run (its subject), or a repair.
alter table runs add column kind text not null default 'export';
alter table runs add column subject text;
alter table runs add column subject_reason text;
alter table runs add column removals_file text;
-- Why it stopped for a person, with the figures, and who approved or rejected them, when.
alter table runs add column approval jsonb;
alter table runs add column waits_for text;
alter table runs add column waits_until timestamptz;

alter table batches add column kind text not null default 'import';

-- A run that waits for a person keeps its export, not its list.
drop index one_open_run_a_list;
create unique index one_open_run_a_list on runs (account_id, list_id) where finished_at is null and stage <> 'approval';

-- An administrator's explicit act: these people may be delivered to again, and why.
create table departure_endings (
  id text primary key,
  account_id text not null,
  list_id text,
  -- One person, or everybody who departed in one event.
  email text,
  event text,
  people integer not null,
  reason text not null,
  ended_by text not null,
  ended_at timestamptz not null
);
