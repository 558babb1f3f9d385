CREATE TABLE orders (id bigint PRIMARY KEY, note text);
CREATE UNIQUE INDEX orders_note_key ON orders (note);
