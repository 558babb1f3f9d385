-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
CREATE INDEX orders_total_idx ON orders (total);
-- file: V2__index.sql
-- expect guard-still-locks: There is nothing left to do here, but the statement still waits for public.orders and blocks writes of it (SHARE lock)
CREATE INDEX IF NOT EXISTS orders_total_idx ON orders (total);
