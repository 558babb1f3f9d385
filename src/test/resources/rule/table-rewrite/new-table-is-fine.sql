CREATE TABLE orders (id bigint);
ALTER TABLE orders SET UNLOGGED;
