-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, buyer text);
-- file: V2__copy.sql
CREATE TABLE roles (id bigint PRIMARY KEY, name text);
INSERT INTO roles VALUES (1, 'admin'), (2, 'guest');
CREATE TABLE orders_new (id bigint PRIMARY KEY, buyer text, region text);
INSERT INTO orders_new SELECT * FROM orders;
