CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE orders_new (id bigint PRIMARY KEY);
ALTER TABLE orders RENAME TO orders_old;
ALTER TABLE orders_new RENAME TO orders;
