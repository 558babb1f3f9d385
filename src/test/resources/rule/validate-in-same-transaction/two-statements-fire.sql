ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID;
-- expect validate-in-same-transaction: while this transaction still blocks reads and writes
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
