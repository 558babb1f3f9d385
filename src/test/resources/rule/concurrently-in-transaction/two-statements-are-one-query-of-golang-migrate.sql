-- runner: golang-migrate
CREATE TABLE a (id bigint);
-- expect concurrently-in-transaction: cannot run inside a transaction block
DROP INDEX CONCURRENTLY orders_customer_idx;
