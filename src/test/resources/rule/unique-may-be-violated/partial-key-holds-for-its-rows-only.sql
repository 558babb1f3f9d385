-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text, open boolean);
CREATE UNIQUE INDEX open_note_key ON orders (note) WHERE open;
-- file: V2__index.sql
-- expect unique-may-be-violated: have the same note
CREATE UNIQUE INDEX CONCURRENTLY note_key ON orders (note);
-- file: V3__index.sql
CREATE UNIQUE INDEX CONCURRENTLY open_id_note_key ON orders (note, open) WHERE open;
