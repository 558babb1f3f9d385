-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
CREATE INDEX orders_id ON orders (id);
-- file: V2__drop.sql
-- expect blocking-index-drop: blocks reads and writes
DROP INDEX orders_id;
