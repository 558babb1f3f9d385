ALTER TABLE orders ADD COLUMN note text;
-- expect locks-on-several-tables: Waiting for the lock on public.customers
ALTER TABLE customers ADD COLUMN note text;
