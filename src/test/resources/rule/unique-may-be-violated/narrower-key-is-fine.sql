-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, region text NOT NULL, at tstzrange, price int);
-- file: V2__index.sql
CREATE UNIQUE INDEX CONCURRENTLY orders_id_note_key ON orders (note, id);
