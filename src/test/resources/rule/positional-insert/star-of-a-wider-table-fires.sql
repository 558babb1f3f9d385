-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, buyer text, old_note text);
-- file: V2__copy.sql
CREATE TABLE orders_new (id bigint PRIMARY KEY, buyer text);
-- expect positional-insert: public.orders has 3 columns and public.orders_new only 2: the INSERT fails
INSERT INTO orders_new SELECT * FROM orders;
