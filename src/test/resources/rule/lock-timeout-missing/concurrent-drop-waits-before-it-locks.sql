-- runner: psql
-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE INDEX orders_total_idx ON orders (total);
-- file: V2__index.sql
DROP INDEX CONCURRENTLY orders_total_idx;
