-- expect validate-in-same-transaction: while the same ALTER TABLE still blocks
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total >= 0) NOT VALID, VALIDATE CONSTRAINT total_positive;
