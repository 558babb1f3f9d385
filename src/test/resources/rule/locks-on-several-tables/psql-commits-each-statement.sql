-- runner: psql
SET lock_timeout = '1200ms';
ALTER TABLE orders ADD COLUMN note text;
ALTER TABLE customers ADD COLUMN note text;
