-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
CREATE VIEW all_orders AS SELECT id FROM orders;
-- file: V2__note.sql
ALTER TABLE orders ADD COLUMN note text;
