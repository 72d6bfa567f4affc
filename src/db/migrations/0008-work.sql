-- What workers need to know of a run that has not ended: when it is tried again, how often it failed and since when.
alter table runs add column next_attempt_at timestamptz;
alter table runs add column failures integer not null default 0;
alter table runs add column failing_since timestamptz;
