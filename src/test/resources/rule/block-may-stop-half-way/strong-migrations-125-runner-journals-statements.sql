-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, placed date, state text);
-- file: V2__indexes.sql
CREATE INDEX CONCURRENTLY orders_placed ON orders (placed);
CREATE INDEX CONCURRENTLY orders_state ON orders (state);
DROP INDEX CONCURRENTLY orders_placed;
