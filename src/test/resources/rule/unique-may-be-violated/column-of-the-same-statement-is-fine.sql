-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: V2__column.sql
-- expect blocking-key-build: builds an index
ALTER TABLE orders ADD COLUMN handle text, ADD CONSTRAINT handle_key UNIQUE (handle);
