-- Risky: readers and writers of orders wait while every row is checked.
ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0);
