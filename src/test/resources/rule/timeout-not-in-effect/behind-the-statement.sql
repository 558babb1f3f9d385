ALTER TABLE orders ADD COLUMN note text;
-- expect timeout-not-in-effect: is set behind the statements
SET LOCAL lock_timeout = '1200ms';
