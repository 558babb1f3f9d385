-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers);
CREATE MATERIALIZED VIEW totals AS SELECT customer_id FROM orders;
CREATE INDEX ON orders (customer_id);
-- file: V2__drop.sql
-- expect drop-column: public.totals goes with it
-- expect foreign-key-locks-other-table: A foreign key reaches public.customers, so
ALTER TABLE orders DROP COLUMN customer_id CASCADE;
