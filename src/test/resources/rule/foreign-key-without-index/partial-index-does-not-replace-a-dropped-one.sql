-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, placed date);
CREATE INDEX orders_customer ON orders (customer_id);
-- file: V2__index.sql
CREATE INDEX CONCURRENTLY orders_placed ON orders (customer_id) WHERE placed IS NULL;
-- file: V3__drop.sql
-- expect foreign-key-without-index: Without orders_customer
DROP INDEX CONCURRENTLY orders_customer;
