-- file: V1__tables.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint REFERENCES customers);
-- file: V2__drop.sql
-- expect drop-table: Dropping orders
-- expect foreign-key-locks-other-table: reaches public.customers
DROP TABLE orders;
