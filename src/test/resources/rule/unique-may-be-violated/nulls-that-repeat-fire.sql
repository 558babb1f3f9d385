-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text UNIQUE);
-- file: V2__index.sql
-- expect unique-may-be-violated: have the same note
CREATE UNIQUE INDEX CONCURRENTLY note_key ON orders (note) NULLS NOT DISTINCT;
