-- file: V1__function.sql
CREATE TABLE jobs (id bigint, name text);
CREATE FUNCTION first_job() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT min(j.id) FROM jobs j WHERE j.name = 'first'); END $$;
-- file: V2__names.sql
-- migrate:allow rename-column the application copes with both
ALTER TABLE jobs RENAME COLUMN name TO simple_name;
ALTER TABLE jobs ADD COLUMN name text;
