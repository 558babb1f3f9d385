-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, placed date);
CREATE INDEX orders_customer ON orders (customer_id);
-- file: V2__drop.sql
-- expect blocking-index-drop: Dropping orders_customer
DROP INDEX orders_customer;
-- expect blocking-index-build: blocks writes
CREATE INDEX orders_customer ON orders (customer_id, placed);
