-- file: V1__orders.sql
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (customer_id bigint REFERENCES customers, placed date, UNIQUE (customer_id, placed));
-- file: V2__drop.sql
-- expect drop-constraint: Without orders_customer_id_placed_key
ALTER TABLE orders DROP CONSTRAINT orders_customer_id_placed_key;
-- expect blocking-key-build: builds an index
-- expect unique-may-be-violated: the same customer_id
DO $$ BEGIN ALTER TABLE orders ADD UNIQUE (customer_id); END $$;
