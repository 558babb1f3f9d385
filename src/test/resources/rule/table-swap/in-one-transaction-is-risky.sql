-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
-- file: V2__swap.sql
CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric, region text);
INSERT INTO orders_new (id, total) SELECT id, total FROM orders;
-- expect table-swap: rows written since they were copied
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
