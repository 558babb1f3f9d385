-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, region text NOT NULL, at tstzrange, price int);
-- file: V2__index.sql
-- expect unique-may-be-violated: fails where two rows of orders have the same note
CREATE UNIQUE INDEX CONCURRENTLY orders_note_key ON orders (note);
-- file: V3__index.sql
-- expect unique-may-be-violated: have the same lower(region) and price WHERE price > 0
CREATE UNIQUE INDEX CONCURRENTLY orders_region_key ON orders (lower(region), price) WHERE price > 0;
