-- migrate:backfill batch=500
DELETE FROM orders WHERE region IS NULL;
