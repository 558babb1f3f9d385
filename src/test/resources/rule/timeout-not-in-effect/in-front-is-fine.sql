SET LOCAL lock_timeout = '1200ms';
ALTER TABLE orders ADD COLUMN note text;
