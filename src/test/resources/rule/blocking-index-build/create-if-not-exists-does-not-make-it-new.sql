CREATE TABLE IF NOT EXISTS orders (id bigint);
-- expect blocking-index-build: blocks writes
CREATE INDEX orders_id ON orders (id);
