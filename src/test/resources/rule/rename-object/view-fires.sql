-- expect rename-object: by its old name
ALTER VIEW open_orders RENAME TO orders_open;
