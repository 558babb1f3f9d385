-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, placed date);
CREATE INDEX orders_customer ON orders (customer_id);
-- file: V2__drop.sql
-- expect drop-constraint: Without orders_customer_id_fkey
-- expect foreign-key-locks-other-table: customers
-- expect drop-column: Dropping orders.placed
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey, DROP COLUMN placed;
-- file: V3__drop.sql
DROP INDEX CONCURRENTLY orders_customer;
