-- file: V1__orders.sql applied
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: V2__column.sql
ALTER TABLE orders ADD COLUMN handle text;
-- file: V3__index.sql
CREATE UNIQUE INDEX CONCURRENTLY orders_handle_key ON orders (handle);
