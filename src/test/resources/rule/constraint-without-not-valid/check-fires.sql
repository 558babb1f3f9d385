-- expect constraint-without-not-valid: reads all of orders and blocks reads and writes
ALTER TABLE orders ADD CHECK (total >= 0);
