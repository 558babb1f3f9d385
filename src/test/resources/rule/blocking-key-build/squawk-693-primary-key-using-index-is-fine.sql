-- file: V1__orders.sql
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY);
-- file: V2__index.sql
CREATE UNIQUE INDEX CONCURRENTLY orders_pkey ON orders (id);
-- file: V3__key.sql
ALTER TABLE orders ADD CONSTRAINT orders_pkey PRIMARY KEY USING INDEX orders_pkey;
