-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint REFERENCES customers, placed date, UNIQUE (customer_id, placed));
-- file: V2__drop.sql
-- expect drop-constraint: Without orders_customer_id_placed_key
-- expect foreign-key-without-index: to look for customer_id
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_placed_key;
