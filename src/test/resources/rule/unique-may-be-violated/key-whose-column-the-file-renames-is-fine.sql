-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, number text UNIQUE, region text);
-- file: V2__rename.sql
-- expect drop-constraint: Without orders_number_key
ALTER TABLE orders DROP CONSTRAINT orders_number_key;
-- expect rename-column: as soon as it is called handle
ALTER TABLE orders RENAME COLUMN number TO handle;
-- expect blocking-index-build: blocks writes of orders
CREATE UNIQUE INDEX orders_handle_key ON orders (region, handle);
