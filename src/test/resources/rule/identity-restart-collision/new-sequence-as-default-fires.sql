-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
-- file: V2__sequence.sql
CREATE SEQUENCE orders_id_seq;
-- expect identity-restart-collision: orders_id_seq starts at 1
ALTER TABLE orders ALTER COLUMN id SET DEFAULT nextval('orders_id_seq');
