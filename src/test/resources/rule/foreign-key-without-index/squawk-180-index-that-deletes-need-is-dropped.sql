-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint REFERENCES customers ON DELETE CASCADE, placed date);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE INDEX orders_placed ON orders (placed);
-- file: V2__customer.sql
-- expect foreign-key-without-index: every delete or key change in customers reads all of orders
DROP INDEX CONCURRENTLY orders_customer;
-- file: V3__placed.sql
DROP INDEX CONCURRENTLY orders_placed;
