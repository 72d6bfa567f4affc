-- Lists we deliver to, what we last delivered there, who left, and the runs that did it. Profiles themselves stay in files.
create table lists (
  account_id text not null,
  list_id text not null,
  name text not null,
  baseline_file text,
  baseline_read_at timestamptz,
  refusals_file text,
  primary key (account_id, list_id)
);

create table claims (
  account_id text not null,
  list_id text not null,
  export_name text not null,
  file text not null,
  entries bigint not null,
  updated_at timestamptz not null,
  primary key (account_id, list_id, export_name)
);

create table departures (
  account_id text primary key,
  file text not null,
  read_up_to timestamptz not null,
  whole_at timestamptz not null,
  surplus jsonb not null
);

create table runs (
  id text primary key,
  export_name text not null,
  trigger text not null,
  started_by text not null,
  account_id text,
  list_id text,
  stage text not null,
  status text not null,
  reason text,
  message text,
  definition jsonb not null,
  members jsonb not null,
  only_emails jsonb,
  plan_file text,
  receipts_file text,
  figures jsonb not null,
  created_at timestamptz not null default now(),
  planned_at timestamptz,
  finished_at timestamptz
);

-- Two clicks make one run, and two exports never deliver to one list at once.
create unique index one_open_run_an_export on runs (export_name) where finished_at is null;
create unique index one_open_run_a_list on runs (account_id, list_id) where finished_at is null;
create index runs_by_export on runs (export_name, created_at);

create table batches (
  run_id text not null references runs (id) on delete cascade,
  number integer not null,
  people integer not null,
  bytes integer not null,
  sha256 text not null,
  file text not null,
  file_name text not null,
  header jsonb not null,
  state text not null default 'written',
  sent_at timestamptz,
  activity_id text,
  verdict jsonb,
  primary key (run_id, number)
);

create table export_lists (
  export_name text not null,
  account_id text not null,
  list_text text not null,
  list_id text not null,
  primary key (export_name, account_id)
);
