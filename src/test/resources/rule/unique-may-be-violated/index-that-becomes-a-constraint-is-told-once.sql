-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, region text NOT NULL, at tstzrange, price int);
-- file: V2__index.sql
-- expect unique-may-be-violated: have the same note
CREATE UNIQUE INDEX CONCURRENTLY orders_note_key ON orders (note);
-- file: V3__key.sql
ALTER TABLE orders ADD CONSTRAINT orders_note_key UNIQUE USING INDEX orders_note_key;
