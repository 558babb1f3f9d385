ALTER TABLE orders ADD COLUMN region text;
-- expect unbounded-update: in one transaction
-- expect long-work-under-lock: public.orders stays blocked
UPDATE orders SET region = 'eu';
