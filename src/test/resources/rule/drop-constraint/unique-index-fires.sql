-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, number text);
CREATE UNIQUE INDEX orders_number_idx ON orders (number);
-- file: V2__drop.sql
-- expect drop-constraint: Without the unique index public.orders_number_idx
DROP INDEX CONCURRENTLY orders_number_idx;
