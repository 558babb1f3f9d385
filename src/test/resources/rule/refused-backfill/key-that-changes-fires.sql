-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, region text);
-- file: V2__fill.sql
-- migrate:backfill
-- expect refused-backfill: it changes the key that orders is walked by
UPDATE orders SET id = -id WHERE region IS NULL;
