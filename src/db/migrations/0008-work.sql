-- What workers need to know of a run that has not ended: when it is tried again, how often it failed and since when.
alter table runs add column next_attempt_at timestamptz;
alter table runs add column failures integer not null default 0;
alter table runs add column failing_since timestamptz;

-- Who canceled it, when and why; whoever is at work on it looks each second.
alter table runs add column cancel jsonb;
-- How far it is, as it was last told.
alter table runs add column progress jsonb;

-- When a run was in which stage. A stage that is gone through again, after a kill or a wait, keeps its first beginning.
create table run_tasks (
  run_id text not null references runs (id) on delete cascade,
  stage text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  entered integer not null default 1,
  -- What was counted when it was left: people, jobs or contacts, done and in all.
  counts jsonb,
  primary key (run_id, stage)
);

create index open_runs on runs (created_at) where finished_at is null;
create index runs_by_time on runs (created_at, id);
