-- migrate:backfill
-- expect refused-backfill: RETURNING gives rows that nobody would read
DELETE FROM orders RETURNING id;
