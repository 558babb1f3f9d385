SET statement_timeout = '5s';
-- expect timeout-cancels-concurrent-build: leaves an invalid index behind
CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);
