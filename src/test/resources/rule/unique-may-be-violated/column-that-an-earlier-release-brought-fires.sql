-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: V2__column.sql
ALTER TABLE orders ADD COLUMN handle text;
-- file: V3__index.sql
-- expect unique-may-be-violated: have the same handle
CREATE UNIQUE INDEX CONCURRENTLY orders_handle_key ON orders (handle);
