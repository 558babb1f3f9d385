CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint);
CREATE INDEX ON orders (customer_id);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
