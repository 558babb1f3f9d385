-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL, CONSTRAINT note_key UNIQUE (note));
-- file: V2__index.sql
-- expect drop-constraint: Without note_key
ALTER TABLE orders DROP CONSTRAINT note_key;
-- expect blocking-key-build: builds an index
ALTER TABLE orders ADD CONSTRAINT note_id_key UNIQUE (note, id);
