-- style: on
-- expect not-repeatable: fails when it runs again
DROP INDEX CONCURRENTLY orders_customer_idx;
