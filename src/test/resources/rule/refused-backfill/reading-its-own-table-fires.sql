-- migrate:backfill
-- expect refused-backfill: it reads orders a second time
UPDATE orders o SET position = (SELECT count(*) FROM orders b WHERE b.id < o.id);
