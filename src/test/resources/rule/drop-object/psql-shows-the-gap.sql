-- runner: psql
-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE VIEW large_orders AS SELECT id FROM orders;
-- file: V2__again.sql
-- expect drop-object: Dropping view large_orders
-- expect lock-timeout-missing: While this waits for public.large_orders
DROP VIEW large_orders;
-- expect drop-and-recreate: large_orders is dropped above
CREATE VIEW large_orders AS SELECT id FROM orders WHERE id > 10;
