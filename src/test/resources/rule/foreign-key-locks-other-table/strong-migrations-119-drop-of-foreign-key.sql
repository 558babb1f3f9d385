-- file: V1__tables.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint CONSTRAINT of_customer REFERENCES customers);
-- file: V2__drop.sql
-- expect foreign-key-locks-other-table: so reads and writes of it wait
-- expect drop-constraint: Without of_customer
ALTER TABLE orders DROP CONSTRAINT of_customer;
