-- file: V1__table.sql
CREATE TABLE jobs (id bigint PRIMARY KEY);
-- file: V2__table.sql
-- expect rename-table: Statements of the running version that name jobs meet another table below, and the rows are in jobs_old.
ALTER TABLE jobs RENAME TO jobs_old;
CREATE TABLE jobs (id uuid PRIMARY KEY);
