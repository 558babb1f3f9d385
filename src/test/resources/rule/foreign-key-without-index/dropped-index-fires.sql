-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, placed date);
CREATE INDEX orders_customer ON orders (customer_id);
-- file: V2__drop.sql
-- expect foreign-key-without-index: Without orders_customer, every delete or key change in customers reads all of orders
DROP INDEX CONCURRENTLY orders_customer;
