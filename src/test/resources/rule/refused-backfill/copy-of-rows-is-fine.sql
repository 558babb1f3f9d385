-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, region text);
CREATE TABLE regions (order_id bigint PRIMARY KEY, region text);
-- file: V2__fill.sql
-- migrate:backfill
INSERT INTO regions (order_id, region) SELECT id, region FROM orders ON CONFLICT DO NOTHING;
