-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, size text);
-- file: V2__fill.sql
UPDATE orders SET note = '' WHERE id = 7;
-- migrate:backfill
UPDATE orders SET size = '' WHERE size IS NULL;
-- file: V3__check.sql
-- expect not-valid-check-breaks-updates: every insert without orders.note
ALTER TABLE orders ADD CONSTRAINT note_given CHECK (note IS NOT NULL) NOT VALID;
