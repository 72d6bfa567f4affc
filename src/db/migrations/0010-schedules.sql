-- When things run by themselves: one row a subject, the system refresh or an export with times of its own.
create table schedules (
  subject text primary key,
  -- What next_at was counted from, so that another timetable has it counted anew.
  timetable jsonb not null,
  next_at timestamptz,
  -- Since when what is due waits for a system refresh that is under way.
  waiting_since timestamptz,
  last_at timestamptz,
  -- The last time that went by while nobody was there, until one is met again; and whether it was made up for.
  missed_at timestamptz,
  missed_ran boolean
);

-- One refresh of sources, profiles, segments and exports, by schedule or by hand. `scope` names what somebody asked for by
-- hand; null is everything.
create table refreshes (
  id text primary key,
  trigger text not null,
  started_by text not null,
  scope jsonb,
  status text not null,
  reason text,
  message text,
  -- The time of the schedule that it is of.
  due_at timestamptz,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  canceled_by text
);
create unique index one_refresh_of_everything on refreshes ((true)) where finished_at is null and scope is null;
create index refreshes_by_time on refreshes (created_at);

create table refresh_tasks (
  refresh_id text not null references refreshes (id) on delete cascade,
  position integer not null,
  kind text not null check (kind in ('source', 'profiles', 'segment', 'export')),
  name text not null,
  status text not null,
  reason text,
  message text,
  counts jsonb not null default '{}',
  run_id text,
  failures integer not null default 0,
  next_attempt_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (refresh_id, position)
);
create index refresh_tasks_by_name on refresh_tasks (kind, name, refresh_id);

-- What the daily look at the list of each export found last.
create table drift_checks (
  export_name text primary key,
  checked_at timestamptz not null,
  verdict text not null check (verdict in ('well', 'drifted', 'unknown')),
  message text
);

-- What needs a person now, so that each is told once and not again until it changes.
create table alert_states (
  key text primary key,
  kind text not null,
  subject text not null,
  -- What it is like; another value is another state, which is told.
  state text not null,
  reason text not null,
  message text,
  since timestamptz not null
);

-- Alerts that are to be sent, one row a recipient, until they were.
create table alert_outbox (
  id text primary key,
  -- The order in which they came.
  seq bigint generated always as identity,
  channel text not null check (channel in ('mail', 'webhook')),
  -- An address, or the name of a webhook.
  recipient text not null,
  alert jsonb not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  sent_at timestamptz,
  given_up_at timestamptz,
  last_error text
);
create index alert_outbox_open on alert_outbox (next_attempt_at) where sent_at is null and given_up_at is null;
