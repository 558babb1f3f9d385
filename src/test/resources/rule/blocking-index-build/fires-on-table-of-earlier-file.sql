-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
-- file: V2__index.sql
-- expect blocking-index-build: blocks writes of orders until it ends (SHARE lock)
CREATE INDEX orders_id ON orders (id);
