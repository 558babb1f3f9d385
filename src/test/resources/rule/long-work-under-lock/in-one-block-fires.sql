-- file: V1__tables.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- file: V2__fill.sql
DO $$
BEGIN
  ALTER TABLE orders ADD COLUMN net int;
-- expect unbounded-update: orders
-- expect long-work-under-lock: public.orders
  UPDATE orders SET net = total;
END $$;
