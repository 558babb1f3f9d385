CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id integer);
CREATE INDEX ON orders (customer_id);
-- expect foreign-key-type-mismatch: orders.customer_id is
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
