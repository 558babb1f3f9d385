ALTER TABLE orders ADD COLUMN region text;
-- expect long-work-under-lock: public.orders stays blocked
-- expect blocking-index-build: blocks writes of customers
-- expect locks-on-several-tables: Waiting for
CREATE INDEX customers_name ON customers (name);
