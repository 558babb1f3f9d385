-- migrate:transaction off
-- expect timeout-not-in-effect: SET LOCAL outside a transaction
SET LOCAL lock_timeout = '1200ms';
