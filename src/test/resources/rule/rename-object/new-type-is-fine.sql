CREATE VIEW open_orders AS SELECT 1 AS id;
ALTER VIEW open_orders RENAME TO orders_open;
