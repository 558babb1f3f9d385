-- migrate:backfill
-- expect unbounded-update: changes as many rows of orders as it has
UPDATE orders SET region = 'eu' RETURNING id;
