-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, buyer text, seller text);
-- file: V2__copy.sql
CREATE TABLE orders_new (id bigint PRIMARY KEY, seller text, buyer text, region text);
-- expect positional-insert: public.orders.buyer goes into seller of public.orders_new
INSERT INTO orders_new SELECT * FROM orders WHERE id > 0;
