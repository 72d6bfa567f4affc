-- How many customers there were, each time their rows were made anew; of what was before, what refreshes of everything told.
create table profile_sizes (
  version text primary key,
  rows integer not null,
  refreshed_at timestamptz not null
);
create index profile_sizes_by_time on profile_sizes (refreshed_at);
insert into profile_sizes (version, rows, refreshed_at)
select refresh_id, (counts->>'rows')::integer, finished_at
from refresh_tasks
where kind = 'profiles' and finished_at is not null and counts ? 'rows'
on conflict do nothing;
