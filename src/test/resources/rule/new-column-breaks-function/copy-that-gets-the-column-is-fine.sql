-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE TABLE orders_history (id bigint, total numeric);
CREATE FUNCTION archive() RETURNS void LANGUAGE sql AS $$ INSERT INTO orders_history SELECT * FROM orders $$;
-- file: V2__history.sql
ALTER TABLE orders_history ADD COLUMN region text;
-- file: V3__column.sql
ALTER TABLE orders ADD COLUMN region text;
