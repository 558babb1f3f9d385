-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
-- file: V2__orders.sql
-- expect create-if-not-exists-does-nothing: exists already
CREATE TABLE IF NOT EXISTS orders (id bigint);
