-- runner: sqlx
-- expect concurrently-in-transaction: sqlx runs this file in one
CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);
