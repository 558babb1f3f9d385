-- migrate:backfill
-- expect refused-backfill: GROUP needs the rows of all batches at once
INSERT INTO totals (customer_id, total) SELECT customer_id, sum(total) FROM orders GROUP BY customer_id;
