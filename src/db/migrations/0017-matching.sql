-- What matching alone found since the profiles were made: the version of its tables, its figures, and when.
alter table unification_states add column matching jsonb;
