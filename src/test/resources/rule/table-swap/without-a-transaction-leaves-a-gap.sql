-- runner: psql
-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
-- file: V2__swap.sql
CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric);
INSERT INTO orders_new (id, total) SELECT id, total FROM orders;
SET lock_timeout = '2s';
-- expect table-swap: until orders_new takes the name there is no table orders
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
RESET lock_timeout;
