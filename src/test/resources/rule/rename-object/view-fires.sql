-- expect rename-object: name public.open_orders fail as soon as it is called orders_open
ALTER VIEW open_orders RENAME TO orders_open;
