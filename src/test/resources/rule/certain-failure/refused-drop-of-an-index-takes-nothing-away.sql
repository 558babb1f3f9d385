-- runner: flyway
-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY, total int);
-- file: V2__index.sql
-- expect certain-failure: constraint orders_pkey requires index
-- expect lock-timeout-missing: waits for public.orders
DROP INDEX orders_pkey;
