CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint);
-- expect foreign-key-without-index: reads all of orders
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
