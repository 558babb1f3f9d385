-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
-- file: V2__index.sql
-- expect unique-may-be-violated: have the same id
CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id);
-- file: V3__key.sql
-- expect blocking-key-build: to prove its columns not null
ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;
