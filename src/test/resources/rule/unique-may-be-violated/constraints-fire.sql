-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, region text NOT NULL, at tstzrange, price int);
-- file: V2__key.sql
-- expect blocking-key-build: builds an index on orders
-- expect unique-may-be-violated: have the same region and note
ALTER TABLE orders ADD UNIQUE (region, note);
-- file: V3__exclude.sql
-- expect blocking-exclusion-constraint: builds an index on orders
-- expect unique-may-be-violated: conflict (at WITH &&)
ALTER TABLE orders ADD EXCLUDE USING gist (at WITH &&);
