-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE PUBLICATION shop FOR TABLE orders;
-- file: V2__note.sql
ALTER TABLE customers ADD COLUMN note text;
