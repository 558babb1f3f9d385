-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, number text);
CREATE UNIQUE INDEX orders_number_idx ON orders (number);
-- file: V2__new.sql
CREATE UNIQUE INDEX CONCURRENTLY orders_number_new_idx ON orders (number);
-- file: V3__drop.sql
DROP INDEX CONCURRENTLY orders_number_idx;
