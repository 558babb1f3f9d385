-- runner: dbmate
-- file: V1__table.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- file: V2__index.sql
-- expect lock-timeout-missing: While this waits for public.orders (SHARE lock), all writes that come later wait behind it
-- expect blocking-index-build: orders
CREATE INDEX orders_total_idx ON orders (total);
