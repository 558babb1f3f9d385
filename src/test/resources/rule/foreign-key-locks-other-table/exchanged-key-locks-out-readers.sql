-- file: V1__tables.sql
CREATE TABLE jobs (id bigint PRIMARY KEY);
CREATE TABLE runs (id bigint PRIMARY KEY, job_id bigint, CONSTRAINT runs_job_fkey FOREIGN KEY (job_id) REFERENCES jobs (id));
CREATE INDEX runs_job_id_idx ON runs (job_id);
-- file: V2__cascade.sql
-- migrate:allow-file drop-constraint it comes back in the same statement
-- expect foreign-key-locks-other-table: A foreign key reaches public.jobs, so reads and writes of it wait
ALTER TABLE runs
  DROP CONSTRAINT runs_job_fkey,
-- expect constraint-without-not-valid: this foreign key to jobs
  ADD CONSTRAINT runs_job_fkey FOREIGN KEY (job_id) REFERENCES jobs (id) ON DELETE CASCADE;
