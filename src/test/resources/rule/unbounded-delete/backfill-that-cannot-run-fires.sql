-- migrate:backfill
-- expect unbounded-delete: deletes as many rows of orders as it has
DELETE FROM orders RETURNING id;
