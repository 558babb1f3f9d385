-- file: V1__orders.sql applied
CREATE TABLE orders (id bigint PRIMARY KEY, note text);
-- file: V2__column.sql
ALTER TABLE orders ADD COLUMN handle text;
-- file: V3__fill.sql
-- migrate:backfill
UPDATE orders SET handle = note WHERE handle IS NULL;
-- file: V4__index.sql
-- expect unique-may-be-violated: have the same handle
CREATE UNIQUE INDEX CONCURRENTLY orders_handle_key ON orders (handle);
