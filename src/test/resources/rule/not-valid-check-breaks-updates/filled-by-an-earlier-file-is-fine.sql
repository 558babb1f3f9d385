-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text);
-- file: V2__fill.sql
-- migrate:backfill
UPDATE orders SET note = '' WHERE note IS NULL;
-- file: V3__check.sql
ALTER TABLE orders ADD CONSTRAINT note_given CHECK (note IS NOT NULL) NOT VALID;
