-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
CREATE VIEW all_orders AS SELECT * FROM orders;
-- file: V2__note.sql
-- expect view-star-frozen: does not show note
ALTER TABLE orders ADD COLUMN note text;
