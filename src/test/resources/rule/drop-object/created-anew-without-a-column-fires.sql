-- file: V1__objects.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE VIEW open_orders AS SELECT id, total AS amount FROM orders;
-- file: V2__again.sql
-- expect drop-object: Dropping view open_orders
DROP VIEW open_orders;
-- expect drop-and-recreate: open_orders is dropped above
CREATE VIEW open_orders AS SELECT id FROM orders;
