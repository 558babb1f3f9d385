-- runner: dbmate
-- file: V1__tables.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE customers (id bigint PRIMARY KEY);
-- file: V2__note.sql
-- expect lock-timeout-missing: no lock_timeout ends that
DO $$
BEGIN
  ALTER TABLE orders ADD COLUMN note text;
-- expect locks-on-several-tables: Waiting for the lock on public.customers (ACCESS EXCLUSIVE) keeps public.orders blocked
  ALTER TABLE customers ADD COLUMN note text;
END $$;
