-- runner: golang-migrate
-- expect invalid-index-kept: the next run keeps it as it is
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_number ON orders (number);
