-- expect constraint-without-not-valid: reads all of orders
ALTER TABLE orders ADD COLUMN rating integer CHECK (rating > 0);
