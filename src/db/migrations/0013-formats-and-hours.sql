-- How dates and numbers are written for a user, apart from the language; 'language' is as the language has it.
alter table users add column format text not null default 'language'
  check (format in ('language', 'da-DK', 'en-GB', 'en-US', 'de-DE', 'sv-SE', 'iso'));

-- How many requests an application made in an hour, to be looked at; what is left of a day is counted in request_budgets.
create table request_hours (
  client_id text not null,
  hour timestamptz not null,
  requests integer not null,
  primary key (client_id, hour)
);
create index request_hours_by_hour on request_hours (hour);
