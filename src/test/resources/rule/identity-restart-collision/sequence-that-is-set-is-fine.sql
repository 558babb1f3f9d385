-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, number bigint);
-- file: V2__sequence.sql
CREATE SEQUENCE orders_id_seq;
SELECT setval('orders_id_seq', (SELECT COALESCE(max(id), 0) + 1 FROM orders), false);
ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq');
CREATE SEQUENCE orders_number_seq;
ALTER TABLE orders ALTER COLUMN number SET DEFAULT nextval('orders_number_seq');
