-- runner: flyway
-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY, total int);
-- file: V2__index.sql
-- expect certain-failure: constraint orders_pkey requires index
-- expect lock-timeout-missing: waits for public.orders
DROP INDEX orders_pkey;
-- file: V3__sequence.sql
-- expect certain-failure: a default of public.orders calls
-- expect lock-timeout-missing: waits for public.orders
DROP SEQUENCE orders_id_seq;
-- file: V4__columns.sql
-- expect certain-failure: column missing
-- expect lock-timeout-missing: waits for public.orders
ALTER TABLE orders DROP COLUMN total, ALTER COLUMN missing SET NOT NULL;
