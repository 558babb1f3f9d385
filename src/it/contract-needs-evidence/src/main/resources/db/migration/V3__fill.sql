-- migrate:verify SELECT count(*) = 0 FROM orders WHERE amount IS NULL
-- migrate:backfill
UPDATE orders SET amount = total WHERE amount IS NULL;
