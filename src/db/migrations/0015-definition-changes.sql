-- How often what is configured has changed, by which a process knows whether what it read is still what stands.
create table definition_changes (
  only_row boolean primary key default true check (only_row),
  count integer not null
);
