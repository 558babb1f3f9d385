-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
-- file: V2__swap.sql
CREATE TABLE orders_new (id bigint PRIMARY KEY, total numeric);
-- expect table-swap: orders_new takes the name of orders but has no column note
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
